//! The nominal index: what sources say of an identity, to whom it is shown, and where it is not.

use std::collections::BTreeSet;
use std::time::Duration;

use mpaka_domain::handling::Compartment;
use mpaka_domain::metadata::SourceKind;
use mpaka_domain::nominals::nominal::{
    FactStanding, NamedNominal, NominalCategory, NominalRejection, NominalStatus,
};
use mpaka_domain::nominals::person_nominal::{
    Association, AssociationKind, PersonCommand as Command, PersonFact, PersonIdentity,
    PersonNominal,
};
use mpaka_domain::value::{
    BirthBasis, BirthDate, Msisdn, NominalReference, PersonName, Selector, Urn,
};
use mpaka_domain::{Metadata, Personal, Role, SourceRef, Viewer};
use mpaka_persistence::view::nominal::{FactKnown, NominalFilter, NominalRow};
use mpaka_persistence::view::timeline::{EventFilter, TimelineQuery};
use mpaka_persistence::view::{Page, Reader};
use mpaka_persistence::{SendError, ids};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, PAGE, akinyi, at, dated, harriet, live, reader, released, viewer};
use super::rebuild::rows;

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn own() -> Reader {
    reader("otieno", "KE-DCI-TOCU")
}

/// An envelope that names an exhibit as the source.
pub fn on_exhibit(metadata: Metadata, mark: &str) -> Metadata {
    let source = SourceRef { kind: SourceKind::Exhibit, reference: mark.into(), grade: None };
    Metadata { source: Some(source), ..metadata }
}

fn compartmented(mut metadata: Metadata) -> Metadata {
    metadata.handling = metadata.handling.within(Compartment::protection());
    metadata
}

pub fn begin(reference: &str) -> Command {
    Command::Record {
        reference: NominalReference::parse(reference).unwrap(),
        identity: PersonIdentity {},
        review_on: "2028-03-01".parse().unwrap(),
    }
}

pub fn name(text: &str) -> PersonFact {
    PersonFact::Name(Personal::new(PersonName::parse(text).unwrap()))
}

fn born(text: &str) -> PersonFact {
    PersonFact::Birth(Personal::new(BirthDate::parse(text, BirthBasis::Stated).unwrap()))
}

fn phone(text: &str) -> Selector {
    Selector::Phone(Msisdn::parse(text).unwrap())
}

impl Live {
    pub async fn person(&self, id: Uuid, command: Command, metadata: Metadata) {
        let sent = self.store.streams().send::<PersonNominal>(id, command, metadata, None).await;
        self.store.positions().all_reached(sent.unwrap().position).await.unwrap();
    }

    pub async fn asserted(&self, id: Uuid, fact: PersonFact, metadata: Metadata) {
        self.person(id, Command::AssertFact { fact, named: None }, metadata).await;
    }

    /// Asserts a fact that names another record.
    pub async fn asserted_of(&self, id: Uuid, fact: PersonFact, other: Uuid) {
        let named = self.store.views().named_nominal(&own(), other, Some(id)).await.unwrap();
        let assert = Command::AssertFact { fact, named };
        self.person(id, assert, on_exhibit(akinyi(), "JM/2")).await;
    }

    pub async fn of_person(&self, reference: &str, metadata: Metadata) -> Uuid {
        let id = ids::next();
        self.person(id, begin(reference), metadata).await;
        id
    }

    pub async fn nominal(&self, reader: &Reader, id: Uuid) -> Option<NominalRow> {
        self.store.views().nominal(reader, id).await.unwrap()
    }
}

fn standings(row: &NominalRow) -> Vec<FactStanding> {
    row.facts.iter().map(|fact| fact.standing(None)).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn facts_that_disagree_are_all_shown_with_what_was_said_against_them(pool: PgPool) {
    let live = live(&pool).await;
    let id = live.of_person("TOCU/N/1", akinyi()).await;
    let days = ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"];
    let on = |day: usize, mark| {
        let when = format!("{}T09:00:00Z", days[day]);
        on_exhibit(dated(akinyi(), &when, &when), mark)
    };
    live.asserted(id, born("1984-01-01"), on(0, "JM/1")).await;
    live.asserted(id, born("1987-06-14"), on(1, "JM/2")).await;
    let reason = || said("the stamp is not the registrar's");
    live.person(id, Command::ContestFact { number: 1, reason: reason() }, on(2, "JM/3")).await;
    live.person(id, Command::WithdrawFact { number: 1, reason: reason() }, on(3, "JM/3")).await;

    let row = live.nominal(&own(), id).await.unwrap();
    assert_eq!(
        (row.version, row.agency.as_str(), row.reference.as_str()),
        (5, "KE-DCI-TOCU", "TOCU/N/1")
    );
    assert_eq!(row.category, NominalCategory::Person);
    assert_eq!(standings(&row), [FactStanding::Withdrawn, FactStanding::Asserted]);
    let [first, second] = &row.facts[..] else { panic!("two facts") };
    assert_eq!(first.fact, FactKnown::Person(born("1984-01-01")));
    assert_eq!(second.fact, FactKnown::Person(born("1987-06-14")));
    assert_eq!(first.source.reference, "JM/1");
    let said_against: Vec<_> = first.objections.iter().map(|o| o.withdraws).collect();
    assert_eq!(said_against, [false, true]);
    let told = first.objections[1].told.clone().unwrap();
    assert_eq!((told.reason, told.by.as_str()), (reason(), "akinyi"));
    assert_eq!(told.source.unwrap().reference, "JM/3");

    // What was believed on each of these days.
    let on = |day| first.standing(Some(at(&format!("{day}T12:00:00Z"))));
    assert_eq!(on("2026-03-04"), FactStanding::Asserted);
    assert_eq!(on("2026-03-05"), FactStanding::Contested);
    assert_eq!(on("2026-03-06"), FactStanding::Withdrawn);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_record_is_shown_to_its_agency_and_to_whom_it_is_released(pool: PgPool) {
    let live = live(&pool).await;
    let own_alone = live.of_person("TOCU/N/1", akinyi()).await;
    let shared = live.of_person("TOCU/N/2", released(akinyi(), "GB")).await;
    let kept = live.of_person("TOCU/N/3", compartmented(akinyi())).await;
    live.asserted(shared, name("Boss Dickie"), on_exhibit(released(akinyi(), "GB"), "JM/1")).await;
    live.asserted(shared, born("1984"), on_exhibit(akinyi(), "JM/1")).await;
    let partner = reader("harriet", "UK-NMC");
    let auditor = Reader::from(&viewer("petra", "KE-DCI-TOCU", Role::Auditor));
    let analyst = Reader::from(&viewer("osman", "KE-DCI-TOCU", Role::Analyst));
    let indoctrinated = Reader::from(&Viewer {
        compartments: BTreeSet::from([Compartment::protection()]),
        ..viewer("otieno", "KE-DCI-TOCU", Role::Investigator)
    });
    let seen = async |reader: &Reader| {
        let all = NominalFilter::default();
        let rows = live.store.views().nominals(reader, &all, &PAGE).await.unwrap();
        for row in &rows {
            assert_eq!(live.nominal(reader, row.nominal_id).await.unwrap().version, row.version);
        }
        rows.into_iter().map(|row| row.nominal_id).collect::<BTreeSet<_>>()
    };
    assert_eq!(seen(&own()).await, BTreeSet::from([own_alone, shared]));
    assert_eq!(seen(&analyst).await, BTreeSet::from([own_alone, shared]));
    assert_eq!(seen(&indoctrinated).await, BTreeSet::from([own_alone, shared, kept]));
    assert_eq!(seen(&partner).await, BTreeSet::from([shared]));
    assert_eq!(seen(&auditor).await, BTreeSet::new());
    for hidden in [own_alone, kept] {
        assert!(live.nominal(&partner, hidden).await.is_none());
        assert!(live.nominal(&auditor, hidden).await.is_none());
    }
    let partners = live.nominal(&partner, shared).await.unwrap();
    assert_eq!(partners.facts.len(), 1, "a record that was released releases no fact");
    assert_eq!(live.nominal(&own(), shared).await.unwrap().facts.len(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_sees_a_fact_sees_that_it_was_withdrawn_but_not_always_why(pool: PgPool) {
    let live = live(&pool).await;
    let id = live.of_person("TOCU/N/1", akinyi()).await;
    live.asserted(id, name("Boss Dickie"), on_exhibit(akinyi(), "JM/1")).await;
    let withdraw = Command::WithdrawFact { number: 1, reason: said("the witness is protected") };
    live.person(id, withdraw, compartmented(akinyi())).await;
    let row = live.nominal(&own(), id).await.unwrap();
    assert_eq!(standings(&row), [FactStanding::Withdrawn]);
    assert_eq!(row.facts[0].objections[0].told, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_person_is_found_by_a_selector_and_by_who_names_them(pool: PgPool) {
    let live = live(&pool).await;
    let boss = live.of_person("TOCU/N/1", akinyi()).await;
    let driver = live.of_person("TOCU/N/2", akinyi()).await;
    let number = phone("+254 199 000 141");
    let selector = PersonFact::Selector(Personal::new(number.clone()));
    live.asserted(boss, selector, on_exhibit(akinyi(), "JM/1")).await;
    let directs = PersonFact::Association(Association {
        person: driver.into(),
        kind: AssociationKind::Directs,
        during: None,
        detail: None,
    });
    live.asserted_of(boss, directs.clone(), driver).await;

    let found = async |selector: Selector, reader: &Reader| {
        let filter = NominalFilter { selector: Some(selector), ..NominalFilter::default() };
        let rows = live.store.views().nominals(reader, &filter, &PAGE).await.unwrap();
        rows.into_iter().map(|row| row.nominal_id).collect::<Vec<_>>()
    };
    assert_eq!(found(number.clone(), &own()).await, [boss]);
    assert!(found(phone("+254 199 000 142"), &own()).await.is_empty());
    assert!(found(number, &reader("harriet", "UK-NMC")).await.is_empty());

    let row = live.nominal(&own(), driver).await.unwrap();
    assert_eq!(row.facts.len(), 0);
    let [mention] = &row.mentions[..] else { panic!("one mention") };
    assert_eq!((mention.nominal_id, &mention.fact), (boss, &FactKnown::Person(directs)));
    assert_eq!(row.link(boss).unwrap().reference, "TOCU/N/1");
    let row = live.nominal(&own(), boss).await.unwrap();
    assert_eq!(row.link(driver).unwrap().reference, "TOCU/N/2");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_list_is_narrowed_and_read_page_by_page(pool: PgPool) {
    let live = live(&pool).await;
    let first = live.of_person("TOCU/N/1", akinyi()).await;
    let second = live.of_person("TOCU/N/2", akinyi()).await;
    let theirs = live.of_person("NMC/N/1", released(harriet(), "KE")).await;
    let expire = Command::Expire { reason: said("nothing was heard of him") };
    live.person(first, expire, akinyi()).await;
    let until = "2031-01-01".parse().unwrap();
    let retain = Command::Retain { review_on: until, reason: said("the matter is open") };
    live.person(second, retain, akinyi()).await;

    let read = async |filter: NominalFilter, page: Page| {
        let rows = live.store.views().nominals(&own(), &filter, &page).await.unwrap();
        rows.into_iter().map(|row| row.nominal_id).collect::<Vec<_>>()
    };
    let all = NominalFilter::default;
    assert_eq!(read(all(), PAGE).await, [second, first, theirs], "the last changed first");
    let of_agency = NominalFilter { agency: Some("UK-NMC".into()), ..all() };
    assert_eq!(read(of_agency, PAGE).await, [theirs]);
    let expired = NominalFilter { status: Some(NominalStatus::Expired), ..all() };
    assert_eq!(read(expired, PAGE).await, [first]);
    let due = NominalFilter { review_by: Some("2028-03-01".parse().unwrap()), ..all() };
    assert_eq!(read(due, PAGE).await, [first, theirs]);
    let reference = NominalReference::parse("TOCU/N/2").unwrap();
    let by_reference = NominalFilter { reference: Some(reference), ..all() };
    assert_eq!(read(by_reference, PAGE).await, [second]);
    let persons = NominalFilter { about: vec![NominalCategory::Person], ..all() };
    assert_eq!(read(persons, PAGE).await.len(), 3);

    let row = live.nominal(&own(), second).await.unwrap();
    assert_eq!((row.review_on, row.reviews[0].review_on), (until, Some(until)));
    let page = Page { size: 1, ..PAGE };
    assert_eq!(read(all(), page).await, [second, first], "and one more, to know of");
    let after = Page { size: 1, after: Some(row.place()), ..PAGE };
    assert_eq!(read(all(), after).await, [first, theirs]);
    let last = Page { size: 1, from_end: true, ..PAGE };
    assert_eq!(read(all(), last).await, [theirs, first]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_timeline_and_no_subscriber_is_told_of_a_nominal(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let investigator = || viewer("akinyi", "KE-DCI-TOCU", Role::Investigator);
    let feed = live.store.feed();
    let mut ring = feed.follow(investigator(), EventFilter::default(), None).await.unwrap();
    let everybodys = || released(released(akinyi(), "KE"), "GB");
    let id = live.of_person("TOCU/N/1", everybodys()).await;
    live.asserted(id, name("Boss Dickie"), on_exhibit(everybodys(), "JM/1")).await;
    live.open("TOCU/2026/0118", akinyi()).await;

    let mut behind = feed.follow(investigator(), EventFilter::default(), Some(0)).await.unwrap();
    let first = tokio::time::timeout(Duration::from_mins(1), behind.next()).await.unwrap();
    assert_eq!(first.unwrap().investigation_id, file);
    for following in [&mut ring, &mut behind] {
        let next = tokio::time::timeout(Duration::from_mins(1), following.next()).await.unwrap();
        assert_eq!(next.unwrap().event_type, "investigation.opened", "and nothing between");
    }
    let query = TimelineQuery::default();
    let lines = live.store.views().timeline(&own(), file, &query, &PAGE).await.unwrap();
    assert_eq!(lines.len(), 1);
    let category = live.store.views().category_of(id).await.unwrap();
    assert_eq!(category.as_deref(), Some("person_nominal"), "but it is found by its id");
    assert!(live.store.parked().await.unwrap().is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_reference_is_one_records_of_its_agency(pool: PgPool) {
    let live = live(&pool).await;
    live.of_person("TOCU/N/1", akinyi()).await;
    live.of_person("TOCU/N/1", harriet()).await;
    let streams = live.store.streams();
    let again = streams.send::<PersonNominal>(ids::next(), begin("TOCU/N/1"), akinyi(), None).await;
    let taken = again.unwrap_err();
    assert!(matches!(taken, SendError::Rejected(NominalRejection::ReferenceTaken)), "{taken}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_nominal_is_named_by_those_who_see_it(pool: PgPool) {
    let live = live(&pool).await;
    let id = live.of_person("TOCU/N/1", akinyi()).await;
    let kept = live.of_person("TOCU/N/2", compartmented(akinyi())).await;
    let named = async |reader: &Reader, id, within| {
        live.store.views().named_nominal(reader, id, within).await.unwrap()
    };
    let agency = akinyi().actor.agency;
    let another = NamedNominal::Another { agency, category: NominalCategory::Person };
    assert_eq!(named(&own(), id, None).await, Some(another));
    assert_eq!(named(&own(), id, Some(id)).await, Some(NamedNominal::Itself));
    assert_eq!(named(&own(), kept, Some(id)).await, None);
    assert_eq!(named(&reader("harriet", "UK-NMC"), id, None).await, None);
    assert_eq!(named(&own(), ids::next(), None).await, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn n5_a_recall_finds_what_nominals_rest_on_the_report(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let report = super::intelligence::submitted(&live, file, "TOCU/IR/1").await;
    let on_report = |metadata| {
        let reference = Urn::parse("tocu/ir/1").unwrap().to_string();
        let kind = SourceKind::IntelligenceReport;
        Metadata { source: Some(SourceRef { kind, reference, grade: None }), ..metadata }
    };
    let asserts = live.of_person("TOCU/N/1", akinyi()).await;
    live.asserted(asserts, name("Boss Dickie"), on_report(akinyi())).await;
    let doubts = live.of_person("TOCU/N/2", akinyi()).await;
    live.asserted(doubts, name("Boss Dickie"), on_exhibit(akinyi(), "JM/1")).await;
    let contest = Command::ContestFact { number: 1, reason: said("that is another man") };
    live.person(doubts, contest, on_report(akinyi())).await;
    let theirs = live.of_person("NMC/N/1", harriet()).await;
    live.asserted(theirs, name("Boss Dickie"), on_report(harriet())).await;

    let resting = live.store.views().resting_on(report).await.unwrap();
    let found: BTreeSet<_> = resting.iter().map(|d| (d.category.as_str(), d.id)).collect();
    assert_eq!(found, BTreeSet::from([("person_nominal", asserts), ("person_nominal", doubts)]));
    super::intelligence::recalled(&live, report, resting).await;
    let shown = live.store.views().dependants(&own(), &[report]).await.unwrap();
    let labels: BTreeSet<_> = shown.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, BTreeSet::from(["TOCU/N/1", "TOCU/N/2"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_index_is_made_anew_as_it_was(pool: PgPool) {
    let live = live(&pool).await;
    let id = live.of_person("TOCU/N/1", akinyi()).await;
    let selector = PersonFact::Selector(Personal::new(phone("+254 199 000 141")));
    live.asserted(id, selector, on_exhibit(akinyi(), "JM/1")).await;
    let withdraw = Command::WithdrawFact { number: 1, reason: said("it was misread") };
    live.person(id, withdraw, akinyi()).await;
    let expire = Command::Expire { reason: said("nothing was heard of him") };
    live.person(id, expire, akinyi()).await;
    let before = rows(&pool).await;
    let plain = ["199000141", "misread", "nothing was heard"];
    let hidden = |row: &String| plain.iter().all(|text| !row.contains(text));
    assert!(before.iter().all(hidden), "nothing personal is kept in clear");
    assert!(live.store.rebuild("nominal_index", &|_, _| {}).await.unwrap());
    assert_eq!(rows(&pool).await, before);
}
