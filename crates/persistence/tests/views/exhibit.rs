//! The custody ledger: the register, through whose hands exhibits went, and who may look.

use mpaka_domain::evidence::evidence_item::{
    AcquisitionMethod, CustodyPurpose, EvidenceCommand, EvidenceItem, EvidenceKind,
    IntegrityRuling, Relation,
};
use mpaka_domain::handling::Compartment;
use mpaka_domain::value::{
    CountryCode, ExhibitRef, Hash, HashAlgorithm, Imei, LegalBasis, Place, PlaceKind, SealNumber,
    Selector,
};
use mpaka_domain::{AgencyId, Metadata, Personal, Role, UserId};
use mpaka_persistence::ids;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::exhibit::{ExhibitRow, ExhibitStatus, Finder};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, PAGE, akinyi, by, dated, harriet, live, reader, released, viewer};

pub(super) fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn nairobi() -> Place {
    let kenya = CountryCode::parse("KE").unwrap();
    Place::try_new("Nairobi", None, kenya, None, PlaceKind::Town).unwrap()
}

pub(super) fn digest(digit: &str) -> Hash {
    Hash::try_new(HashAlgorithm::Sha256, &digit.repeat(64)).unwrap()
}

pub(super) fn supervisor() -> Metadata {
    by("wambui", "KE-DCI-TOCU", Role::Supervisor)
}

pub(super) fn colleague() -> Reader {
    reader("otieno", "KE-DCI-TOCU")
}

pub(super) async fn send(live: &Live, exhibit: Uuid, command: EvidenceCommand, metadata: Metadata) {
    let sent = live.store.streams().send::<EvidenceItem>(exhibit, command, metadata, None).await;
    live.store.positions().all_reached(sent.unwrap().position).await.unwrap();
}

pub(super) async fn seen(live: &Live, reader: &Reader, exhibit: Uuid) -> Option<ExhibitRow> {
    live.store.views().exhibit(reader, exhibit).await.unwrap()
}

pub(super) async fn standing(live: &Live, exhibit: Uuid) -> ExhibitStatus {
    let row = seen(live, &colleague(), exhibit).await.unwrap();
    ExhibitStatus::stored(&row.status).unwrap()
}

fn identify(file: Uuid, parent: Option<Uuid>) -> EvidenceCommand {
    EvidenceCommand::Identify {
        investigation: file.into(),
        description: said("Black phone of Dickson Kibet Murage."),
        kind: EvidenceKind::DigitalDevice,
        place: nairobi(),
        by: said("PC J. Mwangi"),
        derived_from: parent.map(Into::into),
    }
}

fn seize(mark: &str) -> EvidenceCommand {
    EvidenceCommand::Seize {
        exhibit_ref: ExhibitRef::parse(mark).unwrap(),
        authority_ref: "Warrant 41/2026".to_owned(),
        seal: Some(SealNumber::parse("KE-004171").unwrap()),
        witness: said("PC A. Barasa"),
        photos: 4,
    }
}

/// A phone that akinyi seized and holds.
pub(super) async fn seized(
    live: &Live,
    file: Uuid,
    mark: &str,
    metadata: impl Fn() -> Metadata,
) -> Uuid {
    let exhibit = ids::next();
    send(live, exhibit, identify(file, None), metadata()).await;
    send(live, exhibit, seize(mark), metadata()).await;
    exhibit
}

fn offer_to_harriet(purpose: CustodyPurpose) -> EvidenceCommand {
    EvidenceCommand::OfferCustody {
        to: UserId::parse("harriet").unwrap(),
        to_agency: AgencyId::parse("UK-NMC").unwrap(),
        purpose,
    }
}

fn accept(seal_ok: bool) -> EvidenceCommand {
    EvidenceCommand::AcceptCustody { seal_ok, condition: said("As sealed."), place: nairobi() }
}

pub(super) fn store() -> EvidenceCommand {
    EvidenceCommand::Store { location: "Store 2, shelf 14".to_owned() }
}

pub(super) fn acquire() -> EvidenceCommand {
    EvidenceCommand::Acquire {
        method: AcquisitionMethod::Logical,
        tool: "Reader".to_owned(),
        tool_version: "7.1".to_owned(),
        hashes: vec![digest("a"), digest("a"), digest("b")],
        specialist: said("IT Expert"),
        live: false,
        capture: None,
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn x1_custody_stays_where_it_is_until_it_is_accepted(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    assert_eq!(standing(&live, exhibit).await, ExhibitStatus::Seized);
    send(&live, exhibit, offer_to_harriet(CustodyPurpose::Examination), akinyi()).await;
    let offered = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!(offered.status, "IN_TRANSFER");
    assert_eq!(offered.custodian.as_deref(), Some("akinyi"));
    assert_eq!(offered.offered_to.as_deref(), Some("harriet"));
    send(&live, exhibit, EvidenceCommand::RefuseCustody { reason: said("Full.") }, harriet()).await;
    assert_eq!(standing(&live, exhibit).await, ExhibitStatus::Seized);
    send(&live, exhibit, offer_to_harriet(CustodyPurpose::Examination), akinyi()).await;
    send(&live, exhibit, accept(false), harriet()).await;
    let accepted = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!(accepted.status, "IN_EXAMINATION");
    assert_eq!(accepted.custodian.as_deref(), Some("harriet"));
    assert_eq!(accepted.custodian_agency.as_deref(), Some("UK-NMC"));
    assert_eq!((accepted.offered_to, accepted.offered_for), (None, None));
    assert!(accepted.seal_broken && !accepted.custody_gap);
    let actions: Vec<&str> = accepted.lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["IDENTIFIED", "SEIZED", "OFFERED", "REFUSED", "OFFERED", "ACCEPTED"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn custody_that_stood_open_for_two_days_raises_the_gap_alarm(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/2", akinyi).await;
    let on = |metadata, day: &str| {
        let moment = format!("{day}T10:00:00Z");
        dated(metadata, &moment, &moment)
    };
    let offer = offer_to_harriet(CustodyPurpose::Storage);
    send(&live, exhibit, offer, on(akinyi(), "2026-03-04")).await;
    assert!(!seen(&live, &colleague(), exhibit).await.unwrap().custody_gap);
    send(&live, exhibit, accept(true), on(harriet(), "2026-03-06")).await;
    let row = seen(&live, &colleague(), exhibit).await.unwrap();
    assert!(row.custody_gap);
    assert_eq!(row.lines.last().unwrap().gap_hours, Some(48));
    assert_eq!((row.status.as_str(), row.seal_broken), ("IN_STORE", false));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_register_follows_an_exhibit_to_court_and_back_and_out_of_custody(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    send(&live, exhibit, store(), akinyi()).await;
    let stored = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!(stored.location.as_deref(), Some("Store 2, shelf 14"));
    let court = "Milimani Law Courts".to_owned();
    send(&live, exhibit, EvidenceCommand::SendToCourt { court }, akinyi()).await;
    assert_eq!(standing(&live, exhibit).await, ExhibitStatus::InCourt);
    let back = EvidenceCommand::ReturnFromCourt { seal_ok: true, condition: said("Sealed.") };
    send(&live, exhibit, back, akinyi()).await;
    assert_eq!(standing(&live, exhibit).await, ExhibitStatus::InStore);
    let views = live.store.views();
    let mark = ExhibitRef::parse("JM/1").unwrap();
    let order = "Order 7/2026".to_owned();
    let hold = EvidenceCommand::PlaceHold { authority_ref: order.clone(), reason: said("Appeal.") };
    send(&live, exhibit, hold, akinyi()).await;
    let (undisposed, on_hold) = views.exhibits_standing(file).await.unwrap();
    assert_eq!((undisposed.contains(&mark), on_hold.contains(&mark)), (true, true));
    let lift = EvidenceCommand::LiftHold { authority_ref: order.clone(), reason: said("Over.") };
    send(&live, exhibit, lift, akinyi()).await;
    let (undisposed, on_hold) = views.exhibits_standing(file).await.unwrap();
    assert_eq!((undisposed.contains(&mark), on_hold.is_empty()), (true, true));
    let give_back = EvidenceCommand::Return {
        authority_ref: order,
        to: said("Its owner"),
        witnesses: vec![said("PC A. Barasa"), said("PC J. Mwangi")],
    };
    send(&live, exhibit, give_back, akinyi()).await;
    let (undisposed, _) = views.exhibits_standing(file).await.unwrap();
    assert!(undisposed.is_empty());
    let gone = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!((gone.status.as_str(), gone.custodian), ("RETURNED", None));
}

#[sqlx::test(migrations = "../../migrations")]
async fn x6_the_register_says_until_when_an_exhibit_is_retained(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    let set = |ends_on: &str| {
        let kenya = CountryCode::parse("KE").unwrap();
        let legal_basis = LegalBasis::try_new(kenya, "Data Protection Act 2019", "s.39").unwrap();
        EvidenceCommand::SetRetention { ends_on: ends_on.parse().unwrap(), legal_basis }
    };
    let row = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!((row.retention_ends, row.retention_basis), (None, None));
    for ends_on in ["2033-06-16", "2036-06-16"] {
        send(&live, exhibit, set(ends_on), akinyi()).await;
        let row = seen(&live, &colleague(), exhibit).await.unwrap();
        assert_eq!(row.retention_ends, ends_on.parse().ok());
        assert_eq!(row.retention_basis.unwrap().to_string(), "KE Data Protection Act 2019, s.39");
        assert_eq!(row.lines.last().unwrap().action, "RETENTION_SET");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn x5_a_digest_that_differs_puts_integrity_in_question_until_it_is_ruled_on(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    send(&live, exhibit, acquire(), akinyi()).await;
    let verify = |computed| EvidenceCommand::VerifyHash { computed };
    send(&live, exhibit, verify(digest("a")), akinyi()).await;
    let verified = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!((verified.verified, verified.hashes), (true, vec![digest("a"), digest("b")]));
    send(&live, exhibit, verify(digest("c")), akinyi()).await;
    let failed = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!((failed.status.as_str(), failed.verified), ("COMPROMISED", false));
    let rule = EvidenceCommand::RuleOnIntegrity {
        ruling: IntegrityRuling::Reinstate,
        reason: said("The image was cut short; the device is whole."),
    };
    send(&live, exhibit, rule, supervisor()).await;
    assert_eq!(standing(&live, exhibit).await, ExhibitStatus::Seized);
}

#[sqlx::test(migrations = "../../migrations")]
async fn exhibits_know_what_they_were_made_from_and_what_was_found_in_them(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let parent = seized(&live, file, "MB/2", akinyi).await;
    for command in [acquire(), store()] {
        send(&live, parent, command, akinyi()).await;
    }
    let child = ids::next();
    send(&live, child, identify(file, Some(parent)), akinyi()).await;
    send(&live, child, seize("MB/2/T1"), akinyi()).await;
    let derive = EvidenceCommand::Derive {
        child: child.into(),
        relation: Relation::Translation,
        hashes: vec![],
        parent_hash: Some(digest("a")),
    };
    send(&live, parent, derive, akinyi()).await;
    let imei = Selector::Imei(Imei::parse("001017005592137").unwrap());
    let found = EvidenceCommand::RecordSelector {
        selector: Personal::new(imei),
        context: said("Written on page 4."),
    };
    send(&live, parent, found, akinyi()).await;
    let row = seen(&live, &colleague(), parent).await.unwrap();
    assert_eq!((row.selectors(), row.derived.len(), row.derived_from.len()), (1, 1, 0));
    assert_eq!(row.derived[0].exhibit_ref.as_deref(), Some("MB/2/T1"));
    assert_eq!(row.derived[0].relation.as_deref(), Some("TRANSLATION"));
    let made = seen(&live, &colleague(), child).await.unwrap();
    assert_eq!(made.derived_from[0].exhibit_ref.as_deref(), Some("MB/2"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_exhibit_is_seen_by_its_agency_and_by_those_it_was_released_to(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let first = seized(&live, file, "JM/1", akinyi).await;
    let second = seized(&live, file, "JM/2", || released(akinyi(), "UK-NMC")).await;
    let views = live.store.views();
    let listed = async |reader: &Reader| -> Vec<Uuid> {
        let rows = views.exhibits(reader, Finder::OfFile(file), &PAGE).await.unwrap();
        rows.into_iter().map(|row| row.evidence_item_id).collect()
    };
    assert_eq!(listed(&colleague()).await, [first, second]);
    assert_eq!(listed(&reader("george", "UK-NMC")).await, [second]);
    assert!(listed(&reader("guyo", "KE-DCI-MARSABIT")).await.is_empty());
    let auditor = Reader::from(&viewer("petra", "KE-DCI-TOCU", Role::Auditor));
    assert!(listed(&auditor).await.is_empty());
    assert!(seen(&live, &reader("guyo", "KE-DCI-MARSABIT"), first).await.is_none());
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_officer_who_is_offered_an_exhibit_sees_its_custody_and_no_more(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    seized(&live, file, "JM/2", akinyi).await;
    send(&live, exhibit, acquire(), akinyi()).await;
    let recipient = reader("harriet", "UK-NMC");
    assert!(seen(&live, &recipient, exhibit).await.is_none());
    send(&live, exhibit, offer_to_harriet(CustodyPurpose::Storage), akinyi()).await;
    let row = seen(&live, &recipient, exhibit).await.unwrap();
    let actions: Vec<&str> = row.lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["SEIZED", "OFFERED"]);
    assert!(seen(&live, &reader("george", "UK-NMC"), exhibit).await.is_none());
    let views = live.store.views();
    let in_hand = async |reader: &Reader| -> Vec<Uuid> {
        let rows = views.exhibits(reader, Finder::InHand, &PAGE).await.unwrap();
        rows.into_iter().map(|row| row.evidence_item_id).collect()
    };
    assert_eq!(in_hand(&recipient).await, [exhibit]);
    assert!(in_hand(&colleague()).await.is_empty());
    let withdraw = EvidenceCommand::WithdrawOffer { reason: said("Kept here.") };
    send(&live, exhibit, withdraw, akinyi()).await;
    assert!(seen(&live, &recipient, exhibit).await.is_none());
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_officer_who_holds_an_exhibit_sees_the_work_of_their_own_agency_on_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    send(&live, exhibit, acquire(), akinyi()).await;
    send(&live, exhibit, offer_to_harriet(CustodyPurpose::Examination), akinyi()).await;
    send(&live, exhibit, accept(true), harriet()).await;
    let examine = EvidenceCommand::Examine {
        action: said("Calls extracted."),
        examiner: said("H. Lowe"),
        was_informed_by: None,
        results: said("41 calls."),
    };
    send(&live, exhibit, examine, harriet()).await;
    let row = seen(&live, &reader("harriet", "UK-NMC"), exhibit).await.unwrap();
    let actions: Vec<&str> = row.lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["SEIZED", "OFFERED", "ACCEPTED", "EXAMINED"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_compartment_is_kept_even_from_the_officer_who_is_offered_the_exhibit(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let compartment = Compartment::parse("SAFE-HOUSES").unwrap();
    let secret = || {
        let mut metadata = akinyi();
        metadata.handling.compartments.insert(compartment.clone());
        metadata
    };
    let exhibit = seized(&live, file, "JM/1", secret).await;
    send(&live, exhibit, offer_to_harriet(CustodyPurpose::Storage), secret()).await;
    assert!(seen(&live, &colleague(), exhibit).await.is_none());
    assert!(seen(&live, &reader("harriet", "UK-NMC"), exhibit).await.is_none());
    let mut member = viewer("harriet", "UK-NMC", Role::Investigator);
    member.compartments.insert(compartment);
    assert!(seen(&live, &Reader::from(&member), exhibit).await.is_some());
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_an_exhibit_looks_like_and_who_saw_it_taken_stand_sealed(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    let stored: Vec<String> = sqlx::query_scalar(
        "SELECT description::text FROM exhibit UNION ALL SELECT data::text FROM custody_entry",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let stored = stored.concat();
    assert!(stored.contains("$sealed") && stored.contains("Warrant 41/2026"));
    assert!(!stored.contains("Murage") && !stored.contains("Barasa"));
    let row = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!(row.description, "Black phone of Dickson Kibet Murage.");
    assert_eq!(row.lines[1].data["witness"], "PC A. Barasa");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_ledger_made_anew_is_the_same(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    send(&live, exhibit, acquire(), akinyi()).await;
    send(&live, exhibit, offer_to_harriet(CustodyPurpose::Storage), akinyi()).await;
    let shown = async || format!("{:?}", seen(&live, &colleague(), exhibit).await);
    let before = shown().await;
    assert!(live.store.rebuild("custody_ledger", &|_, _| {}).await.unwrap());
    assert_eq!(shown().await, before);
    send(&live, exhibit, accept(true), harriet()).await;
    assert_eq!(standing(&live, exhibit).await, ExhibitStatus::InStore);
}
