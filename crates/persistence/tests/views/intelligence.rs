//! The intelligence list: what reports are worth, who reads them, and what becomes of a recall.

use std::collections::BTreeSet;

use mpaka_domain::casework::suspect::Suspect;
use mpaka_domain::handling::{Classification, Compartment, HandlingCode};
use mpaka_domain::intelligence::intelligence_report::{
    Dependant, Independence, IntelligenceCommand as Command, IntelligenceReport, Removed,
};
use mpaka_domain::metadata::SourceKind;
use mpaka_domain::value::{Grade, GradeScheme, PartialTime, Urn};
use mpaka_domain::{AgencyId, Metadata, Personal, Role, SourceRef};
use mpaka_persistence::ids;
use mpaka_persistence::view::intelligence::{Finder, IntelligenceRow, SanitisedFinder};
use mpaka_persistence::view::timeline::TimelineQuery;
use mpaka_persistence::view::{Page, Reader};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{
    Live, PAGE, akinyi, at, by, harriet, live, nominate, reader, released, viewer,
};
use super::rebuild::rows;

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn otieno() -> Metadata {
    by("otieno", "KE-DCI-TOCU", Role::Investigator)
}

fn colleague() -> Reader {
    reader("otieno", "KE-DCI-TOCU")
}

fn recipient() -> Reader {
    reader("harriet", "UK-NMC")
}

fn graded(text: &str) -> Grade {
    Grade::parse(GradeScheme::Uk3x5x2, text).unwrap()
}

fn source(reference: &str, grade: Option<&str>) -> SourceRef {
    let kind = SourceKind::IntelligenceReport;
    SourceRef { kind, reference: reference.to_owned(), grade: grade.map(graded) }
}

fn resting_on(source: SourceRef) -> Metadata {
    Metadata { source: Some(source), ..akinyi() }
}

async fn send(live: &Live, report: Uuid, command: Command, metadata: Metadata) {
    let streams = live.store.streams();
    let sent = streams.send::<IntelligenceReport>(report, command, metadata, None).await;
    live.store.positions().all_reached(sent.unwrap().position).await.unwrap();
}

async fn seen(live: &Live, reader: &Reader, report: Uuid) -> Option<IntelligenceRow> {
    live.store.views().intelligence_report(reader, report).await.unwrap()
}

pub async fn submitted(live: &Live, file: Uuid, urn: &str) -> Uuid {
    let report = ids::next();
    let submit = Command::Submit {
        investigation: file.into(),
        urn: Urn::parse(urn).unwrap(),
        text: said("KITE says that Barasa rents the house behind the mill."),
        source_handle: said("KITE"),
        collected: PartialTime::instant(at("2026-03-01T18:30:00Z")),
        obtained_how: said("Told at a meeting."),
    };
    send(live, report, submit, akinyi()).await;
    report
}

/// A report that otieno graded, and whose risk is assessed.
pub async fn assessed(live: &Live, file: Uuid, urn: &str) -> Uuid {
    let report = submitted(live, file, urn).await;
    send(live, report, Command::Evaluate { grade: graded("2B") }, otieno()).await;
    let assess = Command::AssessRisk {
        duty_of_care: said("The source is one of three."),
        risk_if_disseminated: said("The source is found."),
    };
    send(live, report, assess, akinyi()).await;
    report
}

pub async fn sanitised(live: &Live, report: Uuid, urn: &str, metadata: Metadata) -> Uuid {
    let child = ids::next();
    let sanitise = Command::Sanitise {
        child: child.into(),
        child_urn: Urn::parse(urn).unwrap(),
        text: said("A house behind the mill is used."),
        removed: BTreeSet::from([Removed::Source, Removed::DataSubject]),
    };
    send(live, report, sanitise, metadata).await;
    child
}

async fn passed_on(live: &Live, report: Uuid, child: Uuid) {
    let disseminate = Command::Disseminate {
        sanitised: Some(child.into()),
        to: AgencyId::parse("UK-NMC").unwrap(),
        conditions: BTreeSet::from(["ASK_FIRST".to_owned()]),
        ack_by: None,
    };
    send(live, report, disseminate, akinyi()).await;
}

fn recall(dependants: BTreeSet<Dependant>) -> Command {
    Command::Recall { reason: said("The source made it up."), dependants }
}

pub async fn recalled(live: &Live, report: Uuid, dependants: BTreeSet<Dependant>) {
    send(live, report, recall(dependants), akinyi()).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_list_follows_a_report_and_what_it_is_worth(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let report = submitted(&live, file, "TOCU/IR/1").await;
    let row = seen(&live, &colleague(), report).await.unwrap();
    assert_eq!((row.status.as_str(), row.weight(), row.version), ("SUBMITTED", None, 1));

    let mut strict = otieno();
    strict.handling.classification = Classification::Secret;
    strict.handling.code = HandlingCode::C;
    strict.handling.conditions.insert("A1".to_owned());
    send(&live, report, Command::Evaluate { grade: graded("2B") }, strict).await;
    let row = seen(&live, &colleague(), report).await.unwrap();
    assert_eq!((row.status.as_str(), row.weight()), ("EVALUATED", Some(600)));
    assert_eq!(row.evaluator.as_deref(), Some("otieno"));
    assert_eq!(row.handling.classification, Classification::Secret, "the most restrictive of both");
    assert_eq!(row.handling.code, HandlingCode::C);

    let corroborate = |independence| Command::Corroborate { independence };
    let other = || resting_on(source("NMC/7", Some("2B")));
    send(&live, report, corroborate(Independence::SameOrigin), other()).await;
    assert_eq!(seen(&live, &colleague(), report).await.unwrap().weight(), Some(600));
    send(&live, report, corroborate(Independence::Independent), other()).await;
    let row = seen(&live, &colleague(), report).await.unwrap();
    assert_eq!((row.weight(), row.link_weight()), (Some(840), Some(840)));
    assert_eq!(row.corroborations.len(), 1, "what is said of a source last is what holds");

    let regrade = Command::Regrade { grade: graded("2E"), reason: said("It stands empty.") };
    send(&live, report, regrade, otieno()).await;
    let row = seen(&live, &colleague(), report).await.unwrap();
    assert_eq!((row.weight(), row.link_weight()), (Some(50), None));
    assert_eq!(row.status, "EVALUATED", "a new grade is no step");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_list_follows_a_report_through_its_steps(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let report = assessed(&live, file, "TOCU/IR/1").await;
    let status = async || seen(&live, &colleague(), report).await.unwrap().status;
    assert_eq!(status().await, "RISK_ASSESSED");
    let child = sanitised(&live, report, "TOCU/IR/2", akinyi()).await;
    assert_eq!(status().await, "SANITISED");
    passed_on(&live, report, child).await;
    assert_eq!(status().await, "DISSEMINATED");
    sanitised(&live, report, "TOCU/IR/3", akinyi()).await;
    assert_eq!(status().await, "DISSEMINATED", "sanitising again is no step back");
    let reason = || said("The matter is open.");
    let until = "2027-03-02".parse().unwrap();
    for (command, reached) in [
        (Command::Review { findings: said("It is still used.") }, "UNDER_REVIEW"),
        (Command::Retain { until, reason: reason() }, "RETAINED"),
        (recall(BTreeSet::new()), "RECALLED"),
        (Command::Review { findings: said("It was made up.") }, "UNDER_REVIEW"),
        (Command::Expire { reason: reason() }, "EXPIRED"),
    ] {
        send(&live, report, command, akinyi()).await;
        assert_eq!(status().await, reached);
    }
    let row = seen(&live, &colleague(), report).await.unwrap();
    assert_eq!(row.retained_until, Some(until));
    assert!(row.recalled_at.is_some(), "a recall stays, whatever is decided of keeping it");
}

#[sqlx::test(migrations = "../../migrations")]
async fn n3_a_report_is_read_by_its_agency_and_what_was_sanitised_by_those_it_went_to(
    pool: PgPool,
) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", released(akinyi(), "GB")).await;
    let report = assessed(&live, file, "TOCU/IR/1").await;
    let child = sanitised(&live, report, "TOCU/IR/2", released(akinyi(), "GB")).await;
    let views = live.store.views();
    let sees = async |reader: &Reader| views.sanitised_report(reader, child).await.unwrap();
    assert!(sees(&recipient()).await.is_none(), "a marking passes nothing on");
    passed_on(&live, report, child).await;

    let shown = sees(&recipient()).await.unwrap();
    assert_eq!(shown.content, Some(json!("A house behind the mill is used.")));
    assert!(!shown.own && sees(&colleague()).await.unwrap().own);
    assert!(sees(&reader("guyo", "KE-DCI-MARSABIT")).await.is_none());
    assert!(seen(&live, &recipient(), report).await.is_none());
    let lists = views.intelligence(&recipient(), Finder::OfFile(file), &PAGE).await.unwrap();
    assert!(lists.is_empty());
    let received = |reader| async move {
        views.sanitised_reports(reader, SanitisedFinder::Received, &PAGE).await.unwrap().len()
    };
    assert_eq!((received(&recipient()).await, received(&colleague()).await), (1, 0));
    let auditor = Reader::from(&viewer("petra", "KE-DCI-TOCU", Role::Auditor));
    assert!(seen(&live, &auditor, report).await.is_none() && sees(&auditor).await.is_none());

    let handler = seen(&live, &reader("akinyi", "KE-DCI-TOCU"), report).await.unwrap();
    assert_eq!(handler.source_handle, Some(json!("KITE")));
    let colleagues = seen(&live, &colleague(), report).await.unwrap();
    assert_eq!(colleagues.source_handle, None, "only who submitted it knows the source");
    assert_eq!(colleagues.content, handler.content);
    let went = views.disseminations(&recipient(), &[report]).await.unwrap();
    assert_eq!((went.len(), went[0].conditions.as_slice()), (1, &["ASK_FIRST".to_owned()][..]));
    let elsewhere = reader("guyo", "KE-DCI-MARSABIT");
    assert!(views.disseminations(&elsewhere, &[report]).await.unwrap().is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_kept_to_a_compartment_is_hidden_from_the_agency_too(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let report = submitted(&live, file, "TOCU/IR/1").await;
    let mut closed = otieno();
    closed.handling.compartments.insert(Compartment::parse("KITE-DESK").unwrap());
    send(&live, report, Command::Evaluate { grade: graded("1A") }, closed).await;
    assert!(seen(&live, &colleague(), report).await.is_none());
    let mut read_in = viewer("otieno", "KE-DCI-TOCU", Role::Investigator);
    read_in.compartments.insert(Compartment::parse("KITE-DESK").unwrap());
    assert!(seen(&live, &Reader::from(&read_in), report).await.is_some());
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_conditions_of_a_report_hold_for_what_is_made_from_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let report = assessed(&live, file, "TOCU/IR/1").await;
    let mut low = akinyi();
    low.handling.classification = Classification::Official;
    let child = sanitised(&live, report, "TOCU/IR/2", low).await;
    passed_on(&live, report, child).await;
    let mut strict = otieno();
    strict.handling.classification = Classification::Secret;
    strict.handling.conditions.insert("NOT_FOR_COURT".to_owned());
    let regrade = Command::Regrade { grade: graded("2C"), reason: said("Heard again.") };
    send(&live, report, regrade, strict).await;
    let shown = live.store.views().sanitised_report(&recipient(), child).await.unwrap().unwrap();
    assert_eq!(shown.handling.classification, Classification::Official);
    assert!(shown.handling.conditions.contains("NOT_FOR_COURT"));
    assert_eq!(shown.weight(), Some(400), "the grade is the one that it has now");
}

#[sqlx::test(migrations = "../../migrations")]
async fn n5_a_recall_reaches_those_it_went_to_and_flags_what_rests_on_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let report = assessed(&live, file, "TOCU/IR/1").await;
    let child = sanitised(&live, report, "TOCU/IR/2", akinyi()).await;
    passed_on(&live, report, child).await;
    send(&live, report, Command::Acknowledge { sanitised: Some(child.into()) }, harriet()).await;

    let suspect = async |metadata: Metadata| {
        let (id, command) = (ids::next(), nominate(file, "Dickson Kibet Murage"));
        let streams = live.store.streams();
        streams.send::<Suspect>(id, command, metadata, None).await.unwrap();
        id
    };
    let resting = suspect(resting_on(source("tocu/ir/2", None))).await;
    suspect(resting_on(source("TOCU/IR/3", None))).await;
    let elsewhere = Metadata { source: Some(source("TOCU/IR/1", None)), ..harriet() };
    suspect(elsewhere).await;

    let views = live.store.views();
    let dependants = views.resting_on(report).await.unwrap();
    let found: Vec<_> =
        dependants.iter().map(|rests| (rests.category.as_str(), rests.id)).collect();
    assert_eq!(found, [("suspect", resting)], "of the agency, and by this report's numbers");
    send(&live, report, recall(dependants), akinyi()).await;

    let row = seen(&live, &colleague(), report).await.unwrap();
    assert_eq!((row.status.as_str(), row.link_weight()), ("RECALLED", None));
    assert_eq!(row.recall_reason, Some(json!("The source made it up.")));
    let flagged = views.dependants(&colleague(), &[report]).await.unwrap();
    assert_eq!(flagged.iter().map(|rests| rests.record).collect::<Vec<_>>(), [resting]);
    assert!(views.dependants(&recipient(), &[report]).await.unwrap().is_empty());

    let shown = views.sanitised_report(&recipient(), child).await.unwrap().unwrap();
    assert!(shown.recalled_at.is_some() && shown.content.is_none());
    let own = views.sanitised_report(&colleague(), child).await.unwrap().unwrap();
    assert!(own.content.is_some(), "the agency still knows what it passed on");
    let went = views.disseminations(&recipient(), &[report]).await.unwrap();
    assert_eq!(went[0].acknowledged_by.as_deref(), Some("harriet"));

    let before = rows(&pool).await;
    assert!(live.store.rebuild("intelligence_list", &|_, _| {}).await.unwrap());
    assert_eq!(rows(&pool).await, before, "the list is what the log makes of it");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_timeline_tells_that_a_report_was_submitted_and_none_of_what_it_says(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", released(akinyi(), "GB")).await;
    let report = assessed(&live, file, "TOCU/IR/1").await;
    let lines = async |reader: &Reader| {
        let query = TimelineQuery::default();
        let lines = live.store.views().timeline(reader, file, &query, &PAGE).await.unwrap();
        lines.into_iter().filter(|row| row.stream == report).collect::<Vec<_>>()
    };
    let shown = lines(&reader("akinyi", "KE-DCI-TOCU")).await;
    let kinds: Vec<_> = shown.iter().map(|row| row.event_type.as_str()).collect();
    assert_eq!(
        kinds,
        ["intelligence.submitted", "intelligence.evaluated", "intelligence.risk_assessed"]
    );
    assert!(shown.iter().all(|row| row.label == "TOCU/IR/1" && row.data == json!({})));
    assert!(lines(&recipient()).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_file_lists_its_intelligence_a_page_at_a_time(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let other = live.open("TOCU/2026/0118", akinyi()).await;
    for urn in ["TOCU/IR/1", "TOCU/IR/2", "TOCU/IR/3"] {
        submitted(&live, file, urn).await;
    }
    submitted(&live, other, "TOCU/IR/4").await;
    let two = Page { size: 2, ..PAGE };
    let read = async |page: &Page| {
        let views = live.store.views();
        let reports = views.intelligence(&colleague(), Finder::OfFile(file), page).await.unwrap();
        page.trim(reports)
    };
    let numbers =
        |rows: &[IntelligenceRow]| rows.iter().map(|row| row.urn.clone()).collect::<Vec<_>>();
    let (first, more) = read(&two).await;
    assert_eq!((numbers(&first), more), (vec!["TOCU/IR/1".into(), "TOCU/IR/2".into()], true));
    let after = Page { after: Some(first[1].place()), ..two };
    let (rest, more) = read(&after).await;
    assert_eq!((numbers(&rest), more), (vec!["TOCU/IR/3".into()], false));
    let (last, _) = read(&Page { from_end: true, ..two }).await;
    assert_eq!(numbers(&last), ["TOCU/IR/2", "TOCU/IR/3"]);
}
