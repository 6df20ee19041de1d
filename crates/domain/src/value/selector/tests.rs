//! A selector is one text for one thing, and is stored with its kind.

use strum::VariantArray;

use super::*;
use crate::value::{Chain, CountryCode, DocumentKind, Genuineness, WalletKind};

fn kenya() -> CountryCode {
    CountryCode::parse("KE").unwrap()
}

fn passport(genuineness: Genuineness) -> Selector {
    let kind = DocumentKind::Passport;
    Selector::TravelDocument(
        TravelDocument::try_new(kind, "ZK0090218", kenya(), None, genuineness).unwrap(),
    )
}

fn one_of_each() -> Vec<(Selector, &'static str)> {
    vec![
        (Selector::Phone(Msisdn::parse("+254 199 000 141").unwrap()), "PHONE:+254199000141"),
        (Selector::Imei(Imei::parse("001017004120765").unwrap()), "IMEI:001017004120765"),
        (Selector::Imsi(Imsi::parse("639020000000417").unwrap()), "IMSI:639020000000417"),
        (Selector::Plate(Plate::try_new(kenya(), "KZZ 417P").unwrap()), "PLATE:KE:KZZ417P"),
        (Selector::Vin(Vin::parse("ZZZTB71J907001417").unwrap()), "VIN:ZZZTB71J907001417"),
        (passport(Genuineness::Genuine), "TRAVEL_DOCUMENT:KE:ZK0090218"),
        (
            Selector::BankAccount(BankAccount::parse("00-00-00/00041778").unwrap()),
            "BANK_ACCOUNT:GB:00-00-00/00041778",
        ),
        (
            Selector::MobileMoney(
                MobileMoney::try_new("MPESA", WalletKind::Till, "000417").unwrap(),
            ),
            "MOBILE_MONEY:MPESA:TILL:000417",
        ),
        (
            Selector::Hawala(HawalaRef::try_new("Isiolo", "HW-ISL-0417").unwrap()),
            "HAWALA:ISIOLO:HW-ISL-0417",
        ),
        (
            Selector::Handle(OnlineHandle::try_new("TikTok", "@ruwaida.travel").unwrap()),
            "HANDLE:tiktok:ruwaida.travel",
        ),
        (
            Selector::CryptoAddress(CryptoAddress::try_new(Chain::Tron, "TZZ9SYNTH0417").unwrap()),
            "CRYPTO_ADDRESS:TRON:TZZ9SYNTH0417",
        ),
        (
            Selector::Advert(AdvertFingerprint::parse("a1c3e09f5b7d2244").unwrap()),
            "ADVERT:a1c3e09f5b7d2244",
        ),
        (Selector::Vessel(ImoNumber::parse("9074729").unwrap()), "VESSEL:9074729"),
    ]
}

#[test]
fn every_kind_has_its_text_and_reads_back() {
    let selectors = one_of_each();
    assert_eq!(selectors.len(), SelectorKind::VARIANTS.len());
    for (selector, normalised) in selectors {
        assert_eq!(selector.normalised(), normalised);
        let json = serde_json::to_value(&selector).unwrap();
        assert_eq!(json["kind"], selector.kind().as_str());
        assert!(normalised.starts_with(selector.kind().as_str()));
        assert_eq!(serde_json::from_value::<Selector>(json).unwrap(), selector);
    }
}

#[test]
fn a_phone_is_stored_with_its_kind_and_value() {
    let phone = Selector::Phone(Msisdn::parse("+254199000141").unwrap());
    let json = serde_json::to_string(&phone).unwrap();
    assert_eq!(json, r#"{"kind":"PHONE","value":"+254199000141"}"#);
    assert!(serde_json::from_str::<Selector>(r#"{"kind":"PHONE","value":"0199"}"#).is_err());
    assert_eq!(format!("{phone:?}"), "Phone(Msisdn(…))");
}

#[test]
fn a_false_document_has_the_text_of_the_document_it_claims_to_be() {
    let genuine = passport(Genuineness::Genuine);
    assert_eq!(passport(Genuineness::Counterfeit).normalised(), genuine.normalised());
}

#[test]
fn transposed_plates_are_different() {
    let plate = |text| Selector::Plate(Plate::try_new(kenya(), text).unwrap()).normalised();
    assert_ne!(plate("KZY 320M"), plate("KZY 302M"));
}

#[test]
fn the_schema_lists_every_kind() {
    let schema = serde_json::to_string(&schemars::schema_for!(Selector)).unwrap();
    for kind in SelectorKind::VARIANTS {
        assert!(schema.contains(&format!("\"{kind}\"")), "{kind}");
    }
}
