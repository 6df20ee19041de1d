//! Selectors: what two investigations can have in common exactly.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AdvertFingerprint, BankAccount, CryptoAddress, HawalaRef, Imei, ImoNumber, Imsi, MobileMoney,
    Msisdn, OnlineHandle, Plate, TravelDocument, Vin,
};

/// A value that identifies a thing by itself, so that the same value in two files is a link.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, strum::EnumDiscriminants,
)]
#[serde(tag = "kind", content = "value", rename_all = "SCREAMING_SNAKE_CASE")]
#[strum_discriminants(
    name(SelectorKind),
    doc = "The kind of a selector.",
    derive(
        PartialOrd,
        Ord,
        Hash,
        Serialize,
        Deserialize,
        JsonSchema,
        strum::Display,
        strum::EnumMessage,
        strum::EnumString,
        strum::IntoStaticStr,
        strum::VariantArray
    ),
    serde(rename_all = "SCREAMING_SNAKE_CASE"),
    strum(serialize_all = "SCREAMING_SNAKE_CASE")
)]
pub enum Selector {
    /// A phone number.
    Phone(Msisdn),
    /// A handset.
    Imei(Imei),
    /// A SIM card's subscriber.
    Imsi(Imsi),
    /// A registration plate.
    Plate(Plate),
    /// A vehicle.
    Vin(Vin),
    /// A travel or identity document.
    TravelDocument(TravelDocument),
    /// A bank account.
    BankAccount(BankAccount),
    /// A mobile-money wallet.
    MobileMoney(MobileMoney),
    /// A hawala code.
    Hawala(HawalaRef),
    /// An online handle.
    Handle(OnlineHandle),
    /// A crypto address.
    CryptoAddress(CryptoAddress),
    /// The look of an advert.
    Advert(AdvertFingerprint),
    /// A ship.
    Vessel(ImoNumber),
}

impl SelectorKind {
    /// The kind as it is stored.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Selector {
    /// The kind.
    pub fn kind(&self) -> SelectorKind {
        self.into()
    }

    /// The kind and one text for one thing, for exact matching: `PHONE:+254199000141`. Of a document
    /// it is issuer and number, whatever it is called and however genuine it is.
    pub fn normalised(&self) -> String {
        let kind = self.kind();
        match self {
            Self::Phone(phone) => format!("{kind}:{}", phone.as_str()),
            Self::Imei(imei) => format!("{kind}:{}", imei.as_str()),
            Self::Imsi(imsi) => format!("{kind}:{}", imsi.as_str()),
            Self::Plate(plate) => format!("{kind}:{}:{}", plate.country(), plate.text()),
            Self::Vin(vin) => format!("{kind}:{}", vin.as_str()),
            Self::TravelDocument(document) => {
                format!("{kind}:{}:{}", document.issuer(), document.number())
            }
            Self::BankAccount(account) => format!("{kind}:{}", account.normalised()),
            Self::MobileMoney(wallet) => {
                format!("{kind}:{}:{}:{}", wallet.operator(), wallet.kind(), wallet.number())
            }
            Self::Hawala(hawala) => format!("{kind}:{}:{}", hawala.dealer(), hawala.code()),
            Self::Handle(handle) => format!("{kind}:{}:{}", handle.platform(), handle.handle()),
            Self::CryptoAddress(address) => {
                format!("{kind}:{}:{}", address.chain(), address.address())
            }
            Self::Advert(advert) => format!("{kind}:{advert}"),
            Self::Vessel(ship) => format!("{kind}:{ship}"),
        }
    }
}

#[cfg(test)]
mod tests;
