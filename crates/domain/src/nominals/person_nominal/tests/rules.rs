//! The rules of nominals by their ids.

use super::*;
use crate::Decider;
use crate::decider::Refusal;

#[test]
fn nom_1_investigators_and_supervisors_of_the_agency_record_what_it_holds() {
    for role in [
        Role::Analyst,
        Role::Prosecutor,
        Role::VictimSupportOfficer,
        Role::LiaisonOfficer,
        Role::Auditor,
        Role::Integrator,
    ] {
        let reader =
            || Metadata { source: on_report().source, ..by("akinyi", "KE-DCI-TOCU", role) };
        given::<PersonNominal>([]).when(reader(), begin()).rejected(Rejection::RoleMayNotWrite);
        for (_, command) in every_command() {
            record([]).when(reader(), command).rejected(Rejection::RoleMayNotWrite);
        }
    }
    let supervisor = by("otieno", "KE-DCI-TOCU", Role::Supervisor);
    given::<PersonNominal>([]).when(supervisor, begin()).then([recorded()]);
    assert_eq!(Rejection::RoleMayNotWrite.rule(), Some("NOM-1"));
}

#[test]
fn nom_1_another_agency_writes_in_a_record_of_its_own() {
    for (metadata, command) in every_command() {
        let theirs = Metadata { source: metadata.source, ..harriet() };
        record([asserted(1, name(), exhibit())])
            .when(theirs, command)
            .rejected(Rejection::NotYourRecord);
    }
    let events = given::<PersonNominal>([]).when(harriet(), begin()).events();
    let theirs = events.iter().fold(PersonNominal::default(), Decider::evolve);
    assert_eq!(theirs.agency().map(ToString::to_string), Some("UK-NMC".into()));
}

#[test]
fn nom_2_every_fact_names_its_source() {
    let nowhere = SourceRef { reference: "  ".into(), ..exhibit() };
    for fact in facts() {
        record([]).when(akinyi(), assert_that(fact.clone())).rejected(Rejection::SourceMissing);
        record([])
            .when(resting_on(nowhere.clone()), assert_that(fact))
            .rejected(Rejection::SourceMissing);
    }
    record([]).when(resting_on(report(None)), assert_that(name())).then([asserted(
        1,
        name(),
        report(None),
    )]);
}

#[test]
fn nom_3_a_fact_is_contested_or_withdrawn_by_the_number_it_was_asserted_under() {
    let one = || asserted(1, name(), exhibit());
    for number in [0, 2, u32::MAX] {
        let unknown = || Rejection::NoSuchFact { number };
        record([one()]).when(akinyi(), contest(number)).rejected(unknown());
        record([one()]).when(akinyi(), withdraw(number)).rejected(unknown());
    }
    record([one(), withdrawn(1)])
        .when(akinyi(), contest(1))
        .rejected(Rejection::FactWithdrawn { number: 1 });
}

#[test]
fn nom_3_what_was_withdrawn_is_asserted_anew_beside_it() {
    record([asserted(1, name(), exhibit()), withdrawn(1)])
        .when(resting_on(exhibit()), assert_that(name()))
        .then([asserted(2, name(), exhibit())]);
}

#[test]
fn nom_4_facts_that_disagree_stand_side_by_side() {
    record([asserted(1, born("1984-01-01"), exhibit())])
        .when(on_report(), assert_that(born("1987-06-14")))
        .then([asserted(2, born("1987-06-14"), report(Some("2B")))]);
    record([asserted(1, name(), exhibit()), contested(1)])
        .when(on_report(), assert_that(name()))
        .then([asserted(2, name(), report(Some("2B")))]);
}

#[test]
fn nom_4_a_source_counts_once_for_what_it_says() {
    let known = || asserted(1, name(), report(Some("2B")));
    let lower = SourceRef { reference: " tocu/ir/2026/0041".into(), ..report(Some("2B")) };
    record([known()]).when(resting_on(lower), assert_that(name())).then_nothing();
    let regraded = Rejection::OtherwiseGraded { number: 1 };
    record([known()])
        .when(resting_on(report(Some("1A"))), assert_that(name()))
        .rejected(regraded.clone());
    record([known(), withdrawn(1)])
        .when(resting_on(report(Some("1A"))), assert_that(name()))
        .then([asserted(2, name(), report(Some("1A")))]);
    assert_eq!(regraded.rule(), Some("NOM-4"));
}

#[test]
fn nom_5_a_record_is_looked_at_again_within_ten_years() {
    let begun_until = |day| Command::Record {
        reference: reference(7),
        identity: PersonIdentity {},
        review_on: date(day),
    };
    let far = || Rejection::ReviewTooFar { years: 10 };
    for (day, refusal) in [
        ("2026-03-01", Rejection::ReviewNotAhead),
        ("2026-03-02", Rejection::ReviewNotAhead),
        ("2036-03-03", far()),
    ] {
        given::<PersonNominal>([]).when(akinyi(), begun_until(day)).rejected(refusal.clone());
        record([]).when(akinyi(), retain(day)).rejected(refusal);
    }
    for day in ["2026-03-03", "2036-03-02"] {
        assert_eq!(given::<PersonNominal>([]).when(akinyi(), begun_until(day)).events().len(), 1);
    }
    assert_eq!(far().rule(), Some("NOM-5"));
}

#[test]
fn nom_5_nothing_is_asserted_in_a_record_that_is_no_longer_kept() {
    record([expired()]).when(on_report(), assert_that(name())).rejected(Rejection::RecordExpired);
    record([expired(), retained()]).when(on_report(), assert_that(name())).then([asserted(
        1,
        name(),
        report(Some("2B")),
    )]);
}

#[test]
fn nom_8_persons_are_connected_within_their_agency() {
    let naming = |named| Command::AssertFact { fact: associated(), named };
    let refusal = || Rejection::NotOfYourAgency { needs: NominalCategory::Person };
    record([]).when(on_report(), naming(None)).rejected(refusal());
    record([]).when(on_report(), naming(person_of("UK-NMC"))).rejected(refusal());
    record([])
        .when(on_report(), naming(Some(NamedNominal::Itself)))
        .rejected(Rejection::NamesItself);
    record([]).when(on_report(), naming(person_of("KE-DCI-TOCU"))).then([asserted(
        1,
        associated(),
        report(Some("2B")),
    )]);
    assert_eq!(refusal().rule(), Some("NOM-8"));
}

#[test]
fn nom_8_a_person_uses_an_object_of_their_agency() {
    let naming = |named| Command::AssertFact { fact: used(), named };
    let needs = NominalCategory::Object;
    for named in [None, person_of("KE-DCI-TOCU"), another("UK-NMC", needs)] {
        record([]).when(on_report(), naming(named)).rejected(Rejection::NotOfYourAgency { needs });
    }
    record([]).when(on_report(), naming(another("KE-DCI-TOCU", needs))).then([asserted(
        1,
        used(),
        report(Some("2B")),
    )]);
}

#[test]
fn nom_8_a_person_belongs_to_a_group_of_their_agency() {
    let naming = |named| Command::AssertFact { fact: member(), named };
    let needs = NominalCategory::Group;
    for named in [None, person_of("KE-DCI-TOCU"), another("UK-NMC", needs)] {
        record([]).when(on_report(), naming(named)).rejected(Rejection::NotOfYourAgency { needs });
    }
    record([]).when(on_report(), naming(another("KE-DCI-TOCU", needs))).then([asserted(
        1,
        member(),
        report(Some("2B")),
    )]);
}
