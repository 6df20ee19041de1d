//! What is peculiar to groups: what is said of them, and what they have to do with each other. What all
//! nominals have in common is tested on persons.

use super::samples::*;
use super::*;
use crate::nominals::nominal::{
    NamedNominal, NominalCategory, NominalFact, NominalRejection as Rejection,
};
use crate::testing::{akinyi, given};
use crate::{AgencyId, Decider, Metadata};

fn on_observation() -> Metadata {
    Metadata { source: Some(observation()), ..akinyi() }
}

#[expect(clippy::unnecessary_wraps, reason = "a command takes it as it comes")]
fn named(agency: &str, category: NominalCategory) -> Option<NamedNominal> {
    Some(NamedNominal::Another { agency: AgencyId::parse(agency).unwrap(), category })
}

#[test]
fn a_record_is_begun_and_its_reference_claimed() {
    let begin = || GroupCommand::Record {
        reference: reference(),
        identity: GroupIdentity {},
        review_on: date("2028-03-01"),
    };
    given::<Group>([]).when(akinyi(), begin()).then([recorded()]);
    given::<Group>([recorded()]).when(akinyi(), begin()).then_nothing();
    let claims = Group::claims(&recorded(), &akinyi());
    assert_eq!(claims[0].key, "KE-DCI-TOCU/TOCU/G/2026/0002");
    assert!(Group::secret_claims(&recorded(), &akinyi()).is_empty());
}

#[test]
fn every_fact_is_asserted_and_asserted_again_it_adds_nothing() {
    for fact in facts() {
        let named = fact.names().and_then(|(_, about)| named("KE-DCI-TOCU", about));
        let command = GroupCommand::AssertFact { fact: fact.clone(), named };
        given::<Group>([recorded()])
            .when(on_observation(), command.clone())
            .then([asserted(1, fact.clone())]);
        given::<Group>([recorded(), asserted(1, fact)])
            .when(on_observation(), command)
            .then_nothing();
    }
    for blank in [GroupFact::Name(said(" ")), GroupFact::Description(said(""))] {
        let command = GroupCommand::AssertFact { fact: blank, named: None };
        given::<Group>([recorded()])
            .when(on_observation(), command)
            .rejected(Rejection::FactMissing);
    }
}

#[test]
fn nom_8_a_group_is_connected_with_groups_of_its_agency() {
    let naming = |named| GroupCommand::AssertFact { fact: related(), named };
    let needs = NominalCategory::Group;
    for named in [
        None,
        named("UK-NMC", NominalCategory::Group),
        named("KE-DCI-TOCU", NominalCategory::Person),
    ] {
        given::<Group>([recorded()])
            .when(on_observation(), naming(named))
            .rejected(Rejection::NotOfYourAgency { needs });
    }
    given::<Group>([recorded()])
        .when(on_observation(), naming(Some(NamedNominal::Itself)))
        .rejected(Rejection::NamesItself);
}

#[test]
fn what_is_printed_of_a_group_names_nobody() {
    let facts = (1..).zip(facts()).map(|(number, fact)| asserted(number, fact));
    let history: Vec<_> = std::iter::once(recorded()).chain(facts).collect();
    let folded = history.iter().fold(Group::default(), Decider::evolve);
    let printed = format!("{history:?} {folded:?}");
    for personal in ["Dheere", "199000141", "passports", "till number"] {
        assert!(!printed.contains(personal), "{personal} is printed");
    }
}
