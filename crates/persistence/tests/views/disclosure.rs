//! The disclosure schedules: what is left out, what may be named, who sees what, and what was served.

use std::collections::BTreeSet;

use mpaka_domain::casework::suspect::{Counsel, Suspect, SuspectCommand};
use mpaka_domain::casework::text::Reference;
use mpaka_domain::evidence::evidence_item::{AcquisitionMethod, EvidenceCommand, EvidenceItem};
use mpaka_domain::prosecution::disclosure_schedule::{
    Audience, DisclosureClass, DisclosureCommand as Command, DisclosureDecision,
    DisclosureRejection, DisclosureSchedule, DisclosureStanding, DisclosureStatus, DisclosureTest,
    Material, MaterialStanding,
};
use mpaka_domain::prosecution::prosecution_file::{ProsecutionCommand, ProsecutionFile};
use mpaka_domain::value::{BirthBasis, BirthDate, ExhibitRef, LanguageTag};
use mpaka_domain::{Metadata, Personal, Role};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::disclosure::{DisclosureRow, GapKind};
use mpaka_persistence::{SendError, ids};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, akinyi, live, nominate, reader, released, viewer};
use super::intelligence;
use super::prosecution::{
    accusation, compartmented, digest, identified, njeri, opened, prosecutor, referred, said,
    seized, send,
};
use super::rebuild::rows;

use DisclosureClass::{NonSensitive, Sensitive};

fn officer() -> Reader {
    reader("akinyi", "KE-DCI-TOCU")
}

fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

fn exhibit(id: Uuid) -> Material {
    Material::Exhibit(id.into())
}

async fn scheduled(live: &Live, file: Uuid, metadata: Metadata) -> Uuid {
    let schedule = ids::next();
    let reference = Some(reference("TOCU/2026/0117"));
    let open = Command::Open { investigation: file.into(), reference };
    send::<DisclosureSchedule>(live, schedule, open, metadata).await;
    schedule
}

async fn standing(live: &Live, file: Uuid, material: Option<&Material>) -> DisclosureStanding {
    live.store.views().disclosure_standing(&officer(), file, material).await.unwrap()
}

async fn add(
    live: &Live,
    (file, schedule): (Uuid, Uuid),
    class: DisclosureClass,
    material: Material,
    metadata: Metadata,
) {
    let standing = standing(live, file, Some(&material)).await;
    let add = Command::AddItem {
        class,
        material,
        description: said("Twelve pages of calls"),
        reason: (class == Sensitive).then(|| said("It would name an informant")),
        standing,
    };
    send::<DisclosureSchedule>(live, schedule, add, metadata).await;
}

async fn review(
    live: &Live,
    (file, schedule): (Uuid, Uuid),
    no: u32,
    decision: DisclosureDecision,
) {
    let review = Command::Review {
        class: NonSensitive,
        no,
        decision,
        test: DisclosureTest { undermines_prosecution: false, assists_accused: false },
        reason: Some(said("It tells nothing of the charges")),
        standing: standing(live, file, None).await,
    };
    send::<DisclosureSchedule>(live, schedule, review, njeri()).await;
}

/// A charge against a suspect that relies on an exhibit and was approved.
async fn accused(live: &Live, file: Uuid, evidence: &[Uuid]) -> Uuid {
    let suspect = ids::next();
    send::<Suspect>(live, suspect, nominate(file, "Dickson Kibet Murage"), akinyi()).await;
    let prosecution = opened(live, file, njeri()).await;
    let standing = live.store.views().charge_standing(file).await.unwrap();
    let propose = ProsecutionCommand::ProposeCharge {
        suspect: suspect.into(),
        accusation: accusation(evidence),
        standing: standing.clone(),
    };
    send::<ProsecutionFile>(live, prosecution, propose, njeri()).await;
    let approve = ProsecutionCommand::ApproveCharge { number: 1, standing };
    send::<ProsecutionFile>(live, prosecution, approve, njeri()).await;
    suspect
}

async fn read(live: &Live, reader: &Reader, file: Uuid) -> DisclosureRow {
    live.store.views().disclosure_of(reader, file).await.unwrap().unwrap()
}

/// What is left out, as a reader sees it, and how many in all.
async fn left_out(live: &Live, reader: &Reader, file: Uuid) -> (Vec<String>, u32) {
    let views = live.store.views();
    let completeness = views.disclosure_completeness(reader, file).await.unwrap();
    (completeness.gaps.into_iter().map(|gap| gap.mark).collect(), completeness.all)
}

#[sqlx::test(migrations = "../../migrations")]
async fn d3_whatever_no_charge_relies_on_is_listed_or_marked_as_used(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let relied = seized(&live, file, "JM/1", akinyi).await;
    let listed = seized(&live, file, "JM/2", akinyi).await;
    let used = seized(&live, file, "JM/3", akinyi).await;
    seized(&live, file, "JM/4", akinyi).await;
    identified(&live, file, None, akinyi()).await;
    let schedule = scheduled(&live, file, akinyi()).await;
    let all = ["JM/1", "JM/2", "JM/3", "JM/4"].map(str::to_owned).to_vec();
    assert_eq!(
        left_out(&live, &officer(), file).await,
        (all, 4),
        "what was not seized is not held"
    );

    accused(&live, file, &[relied]).await;
    add(&live, (file, schedule), Sensitive, exhibit(listed), akinyi()).await;
    let material = exhibit(used);
    let mark = Command::MarkUsed {
        standing: standing(&live, file, Some(&material)).await,
        reason: said("Read out at the trial"),
        material,
    };
    send::<DisclosureSchedule>(&live, schedule, mark, akinyi()).await;
    assert_eq!(left_out(&live, &officer(), file).await, (vec!["JM/4".to_owned()], 1));
    assert_eq!(standing(&live, file, None).await.gaps, 1);

    let unmark = Command::MarkUnused {
        material: exhibit(used),
        reason: said("Not relied on"),
        standing: standing(&live, file, None).await,
    };
    send::<DisclosureSchedule>(&live, schedule, unmark, akinyi()).await;
    assert_eq!(left_out(&live, &officer(), file).await.1, 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn d3_what_a_withdrawn_charge_relied_on_is_listed_again(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let relied = seized(&live, file, "JM/1", akinyi).await;
    let suspect = accused(&live, file, &[relied]).await;
    let around = standing(&live, file, None).await;
    assert_eq!((around.gaps, around.accused), (0, BTreeSet::from([suspect.into()])));
    let row = live.store.views().prosecution_of(&prosecutor(), file).await.unwrap().unwrap();
    let withdraw = ProsecutionCommand::WithdrawCharge { number: 1, reason: said("Too little") };
    send::<ProsecutionFile>(&live, row.prosecution_file_id, withdraw, njeri()).await;
    let around = standing(&live, file, None).await;
    assert_eq!((around.gaps, around.accused.len()), (1, 0));
}

#[sqlx::test(migrations = "../../migrations")]
async fn d3_a_statement_whose_mark_no_exhibit_has_is_left_out(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let suspect = ids::next();
    send::<Suspect>(&live, suspect, nominate(file, "Dickson Kibet Murage"), akinyi()).await;
    let birth = BirthDate::parse("1984", BirthBasis::Stated).unwrap();
    let born = SuspectCommand::RecordBirth { birth: Personal::new(birth) };
    send::<Suspect>(&live, suspect, born, akinyi()).await;
    for mark in ["JM/8", "JM/9"] {
        let interview = SuspectCommand::Interview {
            exhibit_ref: ExhibitRef::parse(mark).unwrap(),
            language: LanguageTag::parse("sw").unwrap(),
            counsel: Counsel::Waived,
            appropriate_adult: None,
        };
        send::<Suspect>(&live, suspect, interview, akinyi()).await;
    }
    let views = live.store.views();
    let gaps = views.disclosure_completeness(&officer(), file).await.unwrap().gaps;
    assert!(gaps.iter().all(|gap| gap.kind == GapKind::Statement), "{gaps:?}");
    assert_eq!(left_out(&live, &officer(), file).await.1, 2);

    let recording = seized(&live, file, "JM/8", akinyi).await;
    let schedule = scheduled(&live, file, akinyi()).await;
    add(&live, (file, schedule), NonSensitive, exhibit(recording), akinyi()).await;
    let elsewhere = Material::Record(reference("JM/9"));
    add(&live, (file, schedule), NonSensitive, elsewhere, akinyi()).await;
    assert_eq!(left_out(&live, &officer(), file).await, (vec![], 0));
}

#[sqlx::test(migrations = "../../migrations")]
async fn d3_what_a_reader_may_not_see_still_counts_and_is_not_named(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    seized(&live, file, "JM/1", || compartmented(akinyi())).await;
    let schedule = scheduled(&live, file, released(akinyi(), "UK-NMC")).await;
    assert_eq!(left_out(&live, &prosecutor(), file).await, (vec![], 1));
    let views = live.store.views();
    let of =
        async |reader: &Reader| views.disclosure_completeness(reader, file).await.unwrap().complete;
    assert_eq!(of(&prosecutor()).await, Some(false));
    let stranger = reader("harriet", "UK-NMC");
    assert!(views.disclosure(&stranger, schedule).await.unwrap().is_some());
    assert_eq!(of(&stranger).await, None, "whose file it is not learns nothing of what they miss");
}

#[sqlx::test(migrations = "../../migrations")]
async fn n3_a_report_is_named_as_it_was_sanitised_by_whoever_may_read_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let report = intelligence::assessed(&live, file, "IR-2026-0417").await;
    let child = intelligence::sanitised(&live, report, "IR-2026-0417/S1", akinyi()).await;
    let stands = async |reader: &Reader, material: Material| {
        let views = live.store.views();
        views.disclosure_standing(reader, file, Some(&material)).await.unwrap().material
    };
    let raw = Material::SanitisedReport(report.into());
    let sanitised = || Material::SanitisedReport(child.into());
    assert_eq!(stands(&officer(), raw).await, MaterialStanding::Unsanitised);
    let by_number = Material::Record(reference("ir-2026-0417"));
    assert_eq!(stands(&officer(), by_number).await, MaterialStanding::Unsanitised);
    let named = MaterialStanding::Known { reference: reference("IR-2026-0417/S1") };
    assert_eq!(stands(&officer(), sanitised()).await, named);
    assert_eq!(stands(&prosecutor(), sanitised()).await, MaterialStanding::Unknown);
    let unknown = Material::SanitisedReport(ids::next().into());
    assert_eq!(stands(&officer(), unknown).await, MaterialStanding::Unknown);

    let found = identified(&live, file, None, akinyi()).await;
    assert_eq!(stands(&officer(), exhibit(found)).await, MaterialStanding::NotSeized);
    let held = seized(&live, file, "JM/1", akinyi).await;
    let named = MaterialStanding::Known { reference: reference("JM/1") };
    assert_eq!(stands(&officer(), exhibit(held)).await, named);
    let hidden = seized(&live, file, "JM/2", || compartmented(akinyi())).await;
    assert_eq!(stands(&officer(), exhibit(hidden)).await, MaterialStanding::Unknown);
    let other = live.open("TOCU/2026/0118", akinyi()).await;
    let elsewhere = seized(&live, other, "JM/1", akinyi).await;
    assert_eq!(stands(&officer(), exhibit(elsewhere)).await, MaterialStanding::Unknown);
}

#[sqlx::test(migrations = "../../migrations")]
async fn x5_an_exhibit_whose_integrity_is_in_question_is_known_to_the_schedule(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let altered = seized(&live, file, "JM/1", akinyi).await;
    let acquire = EvidenceCommand::Acquire {
        method: AcquisitionMethod::Logical,
        tool: "Reader".to_owned(),
        tool_version: "7.1".to_owned(),
        hashes: vec![digest("a")],
        specialist: said("IT Expert"),
        live: false,
        capture: None,
    };
    send::<EvidenceItem>(&live, altered, acquire, akinyi()).await;
    assert!(standing(&live, file, None).await.compromised.is_empty());
    let verify = EvidenceCommand::VerifyHash { computed: digest("b") };
    send::<EvidenceItem>(&live, altered, verify, akinyi()).await;
    assert_eq!(standing(&live, file, None).await.compromised, [altered.into()].into());
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_investigation_has_one_pair_of_schedules(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    scheduled(&live, file, akinyi()).await;
    let again = Command::Open { investigation: file.into(), reference: None };
    let streams = live.store.streams();
    let refused = streams.send::<DisclosureSchedule>(ids::next(), again, akinyi(), None).await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, SendError::Rejected(DisclosureRejection::AlreadyScheduled)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn d2_a_version_reads_as_it_was_served_whatever_comes_later(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let relied = seized(&live, file, "JM/1", akinyi).await;
    let listed = seized(&live, file, "JM/2", akinyi).await;
    let suspect = accused(&live, file, &[relied]).await;
    let schedule = scheduled(&live, file, akinyi()).await;
    let both = (file, schedule);
    add(&live, both, NonSensitive, exhibit(listed), akinyi()).await;
    review(&live, both, 1, DisclosureDecision::Withhold).await;
    let serve = async || {
        let to = Audience::Defence { accused: suspect.into() };
        let standing = standing(&live, file, None).await;
        let serve = Command::Serve { class: NonSensitive, to, standing };
        send::<DisclosureSchedule>(&live, schedule, serve, njeri()).await;
    };
    serve().await;
    let first = read(&live, &officer(), file).await.known.versions[0].clone();
    review(&live, both, 1, DisclosureDecision::Edit).await;
    add(&live, both, NonSensitive, Material::Record(reference("PNB/14")), akinyi()).await;
    review(&live, both, 2, DisclosureDecision::Withhold).await;
    serve().await;

    let row = read(&live, &officer(), file).await;
    let versions: Vec<_> = row.known.versions_of(NonSensitive).collect();
    assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(versions[0].items, first.items);
    assert_eq!(versions[0].items[&1].status(), DisclosureStatus::Withheld);
    assert_eq!(versions[1].items[&1].status(), DisclosureStatus::ToDiscloseEdited);
    for version in versions {
        let document = version.document().unwrap();
        assert_eq!(document.hash().unwrap(), version.hash);
        assert_eq!(document.lines().len(), usize::try_from(version.number).unwrap());
    }
    let before = rows(&pool).await;
    assert!(live.store.rebuild("disclosure_view", &|_, _| {}).await.unwrap());
    assert_eq!(rows(&pool).await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn d4_a_sensitive_item_is_seen_by_those_whose_file_it_is(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let schedule = scheduled(&live, file, released(akinyi(), "UK-NMC")).await;
    for (class, name) in [(NonSensitive, "PNB/14"), (Sensitive, "PNB/15")] {
        let material = Material::Record(reference(name));
        add(&live, (file, schedule), class, material, released(akinyi(), "UK-NMC")).await;
    }
    let counts = async |reader: &Reader| {
        let lists = read(&live, reader, file).await.known.lists;
        (lists.items(NonSensitive).len(), lists.items(Sensitive).len())
    };
    assert_eq!(counts(&officer()).await, (1, 1));
    assert_eq!(counts(&prosecutor()).await, (1, 1));
    assert_eq!(counts(&reader("harriet", "UK-NMC")).await, (1, 0));
    let auditor = Reader::from(&viewer("petra", "KE-DCI-TOCU", Role::Auditor));
    assert!(live.store.views().disclosure_of(&auditor, file).await.unwrap().is_none());
    let stranger = reader("guyo", "KE-BBI");
    assert!(live.store.views().disclosure(&stranger, schedule).await.unwrap().is_none());
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_an_exhibits_record_says_of_its_disclosure_is_shown_beside_the_item(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let listed = seized(&live, file, "JM/1", akinyi).await;
    let schedule = scheduled(&live, file, akinyi()).await;
    add(&live, (file, schedule), NonSensitive, exhibit(listed), akinyi()).await;
    assert!(read(&live, &officer(), file).await.on_exhibits.is_empty());
    let disclose = EvidenceCommand::Disclose { schedule: "MG6C".to_owned(), item_no: 1 };
    send::<EvidenceItem>(&live, listed, disclose, akinyi()).await;
    let row = read(&live, &officer(), file).await;
    assert_eq!(row.on_exhibits, BTreeSet::from([(listed, "MG6C".to_owned(), 1)]));
}
