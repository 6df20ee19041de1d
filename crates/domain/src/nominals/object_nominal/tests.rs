//! What is peculiar to objects: one record a selector in an agency, and what objects have to do with
//! each other. What all nominals have in common is tested on persons.

use super::samples::*;
use super::*;
use crate::decider::Refusal;
use crate::nominals::nominal::{
    NamedNominal, NominalCategory, NominalFact, NominalRejection as Rejection,
};
use crate::testing::{akinyi, given};
use crate::value::{
    Chain, CountryCode, CryptoAddress, DocumentKind, Genuineness, HawalaRef, Imei, ImoNumber, Imsi,
    MobileMoney, Msisdn, OnlineHandle, TravelDocument, Vin, WalletKind,
};
use crate::{Claim, Decider, Metadata};

fn on_statement() -> Metadata {
    Metadata { source: Some(statement()), ..akinyi() }
}

fn begin() -> ObjectCommand {
    ObjectCommand::Record {
        reference: reference(3),
        identity: ObjectIdentity::of(plate("KZX 118C")),
        review_on: date("2028-03-01"),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a command takes it as it comes")]
fn named(agency: &str, category: NominalCategory) -> Option<NamedNominal> {
    Some(NamedNominal::Another { agency: AgencyId::parse(agency).unwrap(), category })
}

/// What an event claims in secret: the kind, the agency, the name.
fn claimed(event: &ObjectEvent) -> (&'static str, String, String) {
    let [claim] = &ObjectNominal::secret_claims(event, &akinyi())[..] else {
        panic!("one claim");
    };
    (claim.kind, claim.within.clone(), claim.name.get().unwrap().clone())
}

fn passport(genuineness: Genuineness) -> Selector {
    let somalia = CountryCode::parse("SO").unwrap();
    let kind = DocumentKind::Passport;
    let document = TravelDocument::try_new(kind, "P00417188", somalia, None, genuineness);
    Selector::TravelDocument(document.unwrap())
}

#[test]
fn a_record_is_begun_for_what_a_selector_identifies() {
    given::<ObjectNominal>([]).when(akinyi(), begin()).then([recorded()]);
    given::<ObjectNominal>([recorded()]).when(akinyi(), begin()).then_nothing();
    let mut other = begin();
    if let ObjectCommand::Record { identity, .. } = &mut other {
        *identity = ObjectIdentity::of(plate("KZX 119C"));
    }
    given::<ObjectNominal>([recorded()]).when(akinyi(), other).rejected(Rejection::AlreadyRecorded);
}

#[test]
fn what_kind_of_object_it_is_follows_from_the_selector() {
    let kind = |selector| ObjectIdentity::of(selector).kind();
    let wallet = MobileMoney::try_new("M-Pesa", WalletKind::Till, "118118").unwrap();
    let chain = CryptoAddress::try_new(Chain::Tron, "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC").unwrap();
    for (selector, expected) in [
        (plate("KZX 118C"), ObjectKind::Vehicle),
        (Selector::Vin(Vin::parse("ZZZTB71J907001417").unwrap()), ObjectKind::Vehicle),
        (Selector::Phone(Msisdn::parse("+254 199 000 141").unwrap()), ObjectKind::Phone),
        (Selector::Imei(Imei::parse("490154203237518").unwrap()), ObjectKind::Phone),
        (Selector::Imsi(Imsi::parse("639021234567890").unwrap()), ObjectKind::Phone),
        (passport(Genuineness::Unknown), ObjectKind::Document),
        (Selector::MobileMoney(wallet), ObjectKind::Account),
        (Selector::Hawala(HawalaRef::try_new("Dahab", "D-118").unwrap()), ObjectKind::Account),
        (Selector::Handle(OnlineHandle::try_new("tiktok", "@safari").unwrap()), ObjectKind::Handle),
        (Selector::CryptoAddress(chain), ObjectKind::Wallet),
        (Selector::Vessel(ImoNumber::parse("9074729").unwrap()), ObjectKind::Vessel),
    ] {
        assert_eq!(kind(selector.clone()), expected, "{:?}", selector.kind());
    }
}

#[test]
fn nom_7_an_agency_has_one_record_of_an_object() {
    let name = "PLATE:KE:KZX118C".to_owned();
    assert_eq!(claimed(&recorded()), ("object_selector", "KE-DCI-TOCU".into(), name.clone()));
    assert_eq!(claimed(&recorded_by("UK-NMC")), ("object_selector", "UK-NMC".into(), name));
    let secret = Claim { kind: "object_selector", key: String::new() };
    let taken = ObjectNominal::taken(&secret);
    assert_eq!((taken.clone(), taken.rule()), (Rejection::IdentityTaken, Some("NOM-7")));
    let reference = ObjectNominal::claims(&recorded(), &akinyi());
    assert_eq!(ObjectNominal::taken(&reference[0]), Rejection::ReferenceTaken);
    assert!(ObjectNominal::secret_claims(&asserted(1, related()), &akinyi()).is_empty());
}

#[test]
fn nom_7_a_document_is_one_object_however_genuine_it_is() {
    let claim = |genuineness| {
        let agency = AgencyId::parse("KE-DCI-TOCU").unwrap();
        ObjectIdentity::of(passport(genuineness)).claim(&agency)
    };
    assert_eq!(claim(Genuineness::Genuine), claim(Genuineness::Forged));
}

#[test]
fn nom_7_what_was_erased_claims_nothing_more() {
    let stored = serde_json::to_string(&recorded()).unwrap();
    let mut stored: serde_json::Value = serde_json::from_str(&stored).unwrap();
    stored["recorded"]["selector"] = serde_json::json!({ "$erased": true });
    let erased: ObjectEvent = serde_json::from_value(stored).unwrap();
    assert!(ObjectNominal::secret_claims(&erased, &akinyi()).is_empty());
}

#[test]
fn every_fact_is_asserted_and_asserted_again_it_adds_nothing() {
    for fact in facts() {
        let named = fact.names().and_then(|(_, about)| named("KE-DCI-TOCU", about));
        let command = ObjectCommand::AssertFact { fact: fact.clone(), named };
        given::<ObjectNominal>([recorded()])
            .when(on_statement(), command.clone())
            .then([asserted(1, fact.clone())]);
        given::<ObjectNominal>([recorded(), asserted(1, fact)])
            .when(on_statement(), command)
            .then_nothing();
    }
    let blank = ObjectCommand::AssertFact { fact: ObjectFact::Description(said(" ")), named: None };
    given::<ObjectNominal>([recorded()])
        .when(on_statement(), blank)
        .rejected(Rejection::FactMissing);
}

#[test]
fn nom_8_an_object_is_connected_with_objects_of_its_agency() {
    let naming = |named| ObjectCommand::AssertFact { fact: related(), named };
    let needs = NominalCategory::Object;
    for named in [
        None,
        named("UK-NMC", NominalCategory::Object),
        named("KE-DCI-TOCU", NominalCategory::Person),
    ] {
        given::<ObjectNominal>([recorded()])
            .when(on_statement(), naming(named))
            .rejected(Rejection::NotOfYourAgency { needs });
    }
    given::<ObjectNominal>([recorded()])
        .when(on_statement(), naming(Some(NamedNominal::Itself)))
        .rejected(Rejection::NamesItself);
}

#[test]
fn what_is_printed_of_an_object_does_not_show_its_selector() {
    let secret = ObjectNominal::secret_claims(&recorded(), &akinyi());
    let printed = format!("{:?} {:?} {secret:?}", recorded(), begin());
    assert!(!printed.contains("KZX118C"), "{printed}");
}
