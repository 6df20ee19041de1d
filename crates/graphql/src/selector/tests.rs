//! What is told apart exactly is read from one member of the input and shown as people write it.

use async_graphql::{InputType, Value, value};
use mpaka_domain::value::SelectorKind;

use super::{SelectorInput, display};
use crate::error::UserError;

fn read(input: Value) -> Result<mpaka_domain::value::Selector, UserError> {
    SelectorInput::parse(Some(input)).ok().expect("the input fits the schema").read()
}

fn path(input: Value) -> Vec<String> {
    read(input).expect_err("the value is refused").path
}

#[test]
fn every_kind_has_its_member_and_its_human_form() {
    let shown = |input, kind, text: &str| {
        let selector = read(input).unwrap();
        assert_eq!((selector.kind(), display(&selector)), (kind, text.to_owned()));
    };
    shown(value!({"phone": "00254 199 000 141"}), SelectorKind::Phone, "+254199000141");
    shown(value!({"imei": "00-101700-770148-8"}), SelectorKind::Imei, "001017007701488");
    shown(value!({"imsi": "639 02 0000000417"}), SelectorKind::Imsi, "639020000000417");
    shown(
        value!({"plate": {"country": "KE", "text": "kzx 118c"}}),
        SelectorKind::Plate,
        "KZX118C (KE)",
    );
    shown(value!({"vin": "zzztb71j907001417"}), SelectorKind::Vin, "ZZZTB71J907001417");
    shown(
        value!({"travelDocument": {"kind": "PASSPORT", "number": "ze 0011874", "issuer": "ET"}}),
        SelectorKind::TravelDocument,
        "ZE0011874 (ET)",
    );
    shown(
        value!({"bankAccount": "000000/00041778"}),
        SelectorKind::BankAccount,
        "00-00-00/00041778",
    );
    shown(
        value!({"bankAccount": "GB33 BUKB 2020 1555 5555 55"}),
        SelectorKind::BankAccount,
        "GB33BUKB20201555555555",
    );
    shown(
        value!({"domesticAccount": {"country": "KE", "bank": "Savannah Bank", "number": "0417 118"}}),
        SelectorKind::BankAccount,
        "0417118, SAVANNAH BANK (KE)",
    );
    shown(
        value!({"mobileMoney": {"operator": "M-Pesa", "kind": "TILL", "number": "990417"}}),
        SelectorKind::MobileMoney,
        "MPESA TILL 990417",
    );
    shown(
        value!({"hawala": {"dealer": "Al Nur", "code": "an-77"}}),
        SelectorKind::Hawala,
        "AN-77, AL NUR",
    );
    shown(
        value!({"handle": {"platform": "TikTok", "handle": "@CareVisas"}}),
        SelectorKind::Handle,
        "@carevisas (tiktok)",
    );
    shown(
        value!({"cryptoAddress": {"chain": "TRON", "address": "TXyz12345678"}}),
        SelectorKind::CryptoAddress,
        "TXyz12345678 (TRON)",
    );
    shown(value!({"advert": "00FF00FF00FF00FF"}), SelectorKind::Advert, "00ff00ff00ff00ff");
    shown(value!({"vessel": "9074729"}), SelectorKind::Vessel, "IMO 9074729");
}

#[test]
fn a_refusal_names_the_field_from_the_kind_inwards() {
    assert_eq!(path(value!({"phone": "0199 000 141"})), ["phone"]);
    assert_eq!(path(value!({"plate": {"country": "UK", "text": "AB12"}})), ["plate", "country"]);
    assert_eq!(path(value!({"plate": {"country": "KE", "text": "K"}})), ["plate", "text"]);
    let document = value!({"travelDocument": {"kind": "VISA", "number": "77118", "issuer": "XX"}});
    assert_eq!(path(document), ["travelDocument", "issuer"]);
    let address = value!({"cryptoAddress": {"chain": "ETHEREUM", "address": "0x12345678"}});
    assert_eq!(path(address), ["cryptoAddress", "address"]);
}

#[test]
fn a_refusal_of_a_wallet_or_a_handle_names_the_part_at_fault() {
    let wallet = |operator: &str, number: &str| {
        path(value!({"mobileMoney": {"operator": operator, "kind": "TILL", "number": number}}))
    };
    assert_eq!(wallet("", "990417"), ["mobileMoney", "operator"]);
    assert_eq!(wallet("M-Pesa", "x"), ["mobileMoney", "number"]);
    let handle = |platform: &str, handle: &str| {
        path(value!({"handle": {"platform": platform, "handle": handle}}))
    };
    assert_eq!(handle("?", "care"), ["handle", "platform"]);
    assert_eq!(handle("tiktok", "a b"), ["handle", "handle"]);
    let hawala =
        |dealer: &str, code: &str| path(value!({"hawala": {"dealer": dealer, "code": code}}));
    assert_eq!(hawala("", "AN-77"), ["hawala", "dealer"]);
    assert_eq!(hawala("Al Nur", "?"), ["hawala", "code"]);
}

#[test]
fn two_kinds_at_once_are_no_selector() {
    let both = value!({"phone": "+254199000141", "vessel": "9074729"});
    assert!(SelectorInput::parse(Some(both)).is_err());
}
