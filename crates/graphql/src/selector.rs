//! Selectors in and out: what a thing that people use is told apart by, exactly.

use async_graphql::{InputObject, Object, OneofObject};
use mpaka_domain::value::{
    self, AdvertFingerprint, BankAccount, Chain, CountryCode, CryptoAddress, DomesticAccount,
    HawalaRef, Imei, ImoNumber, Imsi, MobileMoney, Msisdn, OnlineHandle, Plate, SelectorKind,
    ValueError, Vin, WalletKind,
};
use serde::Deserialize;
use serde_json::Value;

use crate::code::{Code, code_lists};
use crate::error::{At, UserError};
use crate::values::TravelDocumentInput;

code_lists! {
    WalletKind = "MobileMoneyKind", "What a mobile-money number is.";
    Chain = "CryptoChain", "The chain that a crypto address belongs to.";
}

/// What identifies a thing by itself, so that the same value in two files is a link.
pub struct Selector(pub value::Selector);

impl Selector {
    /// A selector as a view reads it; none once erased.
    pub fn stored(json: &Value) -> Option<Self> {
        value::Selector::deserialize(json).ok().map(Self)
    }
}

/// What identifies a thing by itself, so that the same value in two files is a link.
#[Object]
impl Selector {
    /// The kind of thing.
    async fn kind(&self) -> Code<SelectorKind> {
        Code(self.0.kind())
    }

    /// The value as people read it, such as `+254199000141` or `KZX118C (KE)`.
    async fn display(&self) -> String {
        display(&self.0)
    }
}

fn display(selector: &value::Selector) -> String {
    use value::Selector as S;
    match selector {
        S::Phone(phone) => phone.as_str().to_owned(),
        S::Imei(imei) => imei.as_str().to_owned(),
        S::Imsi(imsi) => imsi.as_str().to_owned(),
        S::Plate(plate) => format!("{} ({})", plate.text(), plate.country()),
        S::Vin(vin) => vin.as_str().to_owned(),
        S::TravelDocument(document) => format!("{} ({})", document.number(), document.issuer()),
        S::BankAccount(BankAccount::Iban(iban)) => iban.as_str().to_owned(),
        S::BankAccount(BankAccount::Uk(account)) => account.as_str().to_owned(),
        S::BankAccount(BankAccount::Domestic(account)) => {
            format!("{}, {} ({})", account.number(), account.bank(), account.country())
        }
        S::MobileMoney(wallet) => {
            format!("{} {} {}", wallet.operator(), wallet.kind(), wallet.number())
        }
        S::Hawala(hawala) => format!("{}, {}", hawala.code(), hawala.dealer()),
        S::Handle(handle) => format!("@{} ({})", handle.handle(), handle.platform()),
        S::CryptoAddress(address) => format!("{} ({})", address.address(), address.chain()),
        S::Advert(advert) => advert.image_phash().to_owned(),
        S::Vessel(ship) => format!("IMO {}", ship.as_str()),
    }
}

/// What identifies a thing by itself; exactly one.
#[derive(OneofObject)]
pub enum SelectorInput {
    /// A phone number with its country code, as `+254 199 000 141`.
    Phone(String),
    /// A handset: the 15 digits of its IMEI.
    Imei(String),
    /// A subscriber: the 14 or 15 digits of the IMSI on the SIM card.
    Imsi(String),
    /// A registration plate.
    Plate(PlateInput),
    /// A vehicle: the 17 characters of its identification number.
    Vin(String),
    /// A travel or identity document.
    TravelDocument(TravelDocumentInput),
    /// A bank account as an IBAN, or of the United Kingdom as `00-00-00/00041778`.
    BankAccount(String),
    /// A bank account of a country without IBAN, such as Kenya.
    DomesticAccount(DomesticAccountInput),
    /// A mobile-money wallet, till or pay bill number.
    MobileMoney(MobileMoneyInput),
    /// A hawala dealer's code.
    Hawala(HawalaInput),
    /// An account on an online platform.
    Handle(OnlineHandleInput),
    /// A crypto address.
    CryptoAddress(CryptoAddressInput),
    /// An advert: the perceptual hash of its picture, 16 hexadecimal digits.
    Advert(String),
    /// A ship: its IMO number, 7 digits.
    Vessel(String),
}

/// A registration plate.
#[derive(InputObject)]
pub struct PlateInput {
    /// The country of registration, ISO 3166-1 alpha-2.
    pub country: String,
    /// What is on the plate; capitals, spaces and hyphens make no difference.
    pub text: String,
}

/// A bank account of a country without IBAN.
#[derive(InputObject)]
pub struct DomesticAccountInput {
    /// The country of the bank, ISO 3166-1 alpha-2.
    pub country: String,
    /// The bank, or its code.
    pub bank: String,
    /// The account number, 4 to 30 letters and digits.
    pub number: String,
}

/// A mobile-money wallet, till or pay bill number.
#[derive(InputObject)]
pub struct MobileMoneyInput {
    /// The operator, such as `M-Pesa`.
    pub operator: String,
    /// What the number is.
    pub kind: Code<WalletKind>,
    /// A phone number with its country code, or the digits of the till or pay bill number.
    pub number: String,
}

/// A hawala dealer's code.
#[derive(InputObject)]
pub struct HawalaInput {
    /// The dealer or the counter.
    pub dealer: String,
    /// The code.
    pub code: String,
}

/// An account on an online platform.
#[derive(InputObject)]
pub struct OnlineHandleInput {
    /// The platform, such as `tiktok`.
    pub platform: String,
    /// The handle, with or without `@`.
    pub handle: String,
}

/// A crypto address.
#[derive(InputObject)]
pub struct CryptoAddressInput {
    /// The chain.
    pub chain: Code<Chain>,
    /// The address, 8 to 128 letters and digits.
    pub address: String,
}

impl SelectorInput {
    /// Reads the selector; a refusal names the field at fault, from the kind inwards.
    pub fn read(&self) -> Result<value::Selector, UserError> {
        use value::Selector as S;
        match self {
            Self::Phone(text) => Msisdn::parse(text).at("phone").map(S::Phone),
            Self::Imei(text) => Imei::parse(text).at("imei").map(S::Imei),
            Self::Imsi(text) => Imsi::parse(text).at("imsi").map(S::Imsi),
            Self::Plate(plate) => plate.read().at("plate").map(S::Plate),
            Self::Vin(text) => Vin::parse(text).at("vin").map(S::Vin),
            Self::TravelDocument(document) => {
                document.read().at("travelDocument").map(S::TravelDocument)
            }
            Self::BankAccount(text) => {
                BankAccount::parse(text).at("bankAccount").map(S::BankAccount)
            }
            Self::DomesticAccount(account) => account
                .read()
                .at("domesticAccount")
                .map(|account| S::BankAccount(BankAccount::Domestic(account))),
            Self::MobileMoney(wallet) => wallet.read().at("mobileMoney").map(S::MobileMoney),
            Self::Hawala(hawala) => hawala.read().at("hawala").map(S::Hawala),
            Self::Handle(handle) => handle.read().at("handle").map(S::Handle),
            Self::CryptoAddress(address) => {
                CryptoAddress::try_new(address.chain.0, &address.address)
                    .at("cryptoAddress.address")
                    .map(S::CryptoAddress)
            }
            Self::Advert(text) => AdvertFingerprint::parse(text).at("advert").map(S::Advert),
            Self::Vessel(text) => ImoNumber::parse(text).at("vessel").map(S::Vessel),
        }
    }
}

impl PlateInput {
    fn read(&self) -> Result<Plate, UserError> {
        let country = CountryCode::parse(&self.country).at("country")?;
        Plate::try_new(country, &self.text).at("text")
    }
}

impl DomesticAccountInput {
    fn read(&self) -> Result<DomesticAccount, UserError> {
        let country = CountryCode::parse(&self.country).at("country")?;
        DomesticAccount::try_new(country, &self.bank, &self.number).at("number")
    }
}

impl MobileMoneyInput {
    fn read(&self) -> Result<MobileMoney, UserError> {
        let wallet = MobileMoney::try_new(&self.operator, self.kind.0, &self.number);
        let operator = wallet == Err(ValueError::MobileMoneyOperator);
        wallet.at(if operator { "operator" } else { "number" })
    }
}

impl HawalaInput {
    fn read(&self) -> Result<HawalaRef, UserError> {
        let hawala = HawalaRef::try_new(&self.dealer, &self.code);
        let dealer = hawala == Err(ValueError::HawalaDealer);
        hawala.at(if dealer { "dealer" } else { "code" })
    }
}

impl OnlineHandleInput {
    fn read(&self) -> Result<OnlineHandle, UserError> {
        let handle = OnlineHandle::try_new(&self.platform, &self.handle);
        let platform = handle == Err(ValueError::HandlePlatform);
        handle.at(if platform { "platform" } else { "handle" })
    }
}

#[cfg(test)]
mod tests;
