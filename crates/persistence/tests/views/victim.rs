//! The victim board: what it shows, to whom, and what it never shows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use mpaka_domain::handling::{Compartment, Recipient};
use mpaka_domain::protection::victim_case::{
    ClockCode, CloseReason, CompetentAuthority, ConsentGiver, ConsentScope, GroundsOutcome,
    ImmediateSafety, Jurisdiction, Majority, Mechanism, Organisation, Provider, Reference,
    ScreeningOutcome, ScreeningTool, Status, VictimCase, VictimCaseCommand as Command,
    WhereaboutsKind,
};
use mpaka_domain::value::{CountryCode, LanguageTag, PersonName, Place, PlaceKind, VictimAlias};
use mpaka_domain::{AgencyId, Metadata, Personal, Role, Viewer};
use mpaka_persistence::ids;
use mpaka_persistence::view::victim::board::Standing;
use mpaka_persistence::view::victim::{VictimFilter, VictimRow};
use mpaka_persistence::view::{Page, Reader};
use sqlx::PgPool;
use uuid::Uuid;

use super::access::informed;
use super::casework::{Live, PAGE, akinyi, by, dated, harriet, live, reader, released, viewer};

pub const NAME: &str = "Mercy Anyango Nekesa";

impl Live {
    pub async fn victim(&self, id: Uuid, command: Command, metadata: Metadata) {
        let streams = self.store.streams();
        let sent = streams.send::<VictimCase>(id, command, metadata, None).await.unwrap();
        self.store.positions().all_reached(sent.position).await.unwrap();
    }

    /// Registers an adult under the United Kingdom's mechanism.
    pub async fn register(&self, investigation: Uuid, alias: &str, metadata: Metadata) -> Uuid {
        let id = ids::next();
        self.victim(id, register(investigation, alias), metadata).await;
        id
    }

    async fn board(&self, reader: &Reader) -> Vec<VictimRow> {
        let views = self.store.views();
        views.victim_cases(reader, &VictimFilter::default(), &PAGE).await.unwrap()
    }

    async fn case(&self, reader: &Reader, id: Uuid) -> Option<VictimRow> {
        self.store.views().victim_case(reader, id).await.unwrap()
    }
}

fn register(investigation: Uuid, alias: &str) -> Command {
    Command::Register {
        investigation: investigation.into(),
        alias: VictimAlias::parse(alias).unwrap(),
        jurisdiction: Jurisdiction::Uk,
        majority: Majority::Adult,
        language: LanguageTag::parse("luo").unwrap(),
        immediate_safety: ImmediateSafety::Safe,
    }
}

fn screen() -> Command {
    Command::Screen {
        tool: ScreeningTool::Ilo11,
        answers: None,
        indicators: BTreeSet::new(),
        outcome: ScreeningOutcome::Inconclusive,
    }
}

fn consent(scopes: impl IntoIterator<Item = ConsentScope>, given: bool) -> Command {
    Command::RecordConsent {
        scopes: scopes.into_iter().collect(),
        given,
        answers: informed(),
        interpreter: true,
        by: ConsentGiver::Person,
    }
}

fn refer() -> Command {
    Command::Refer {
        mechanism: Mechanism::UkNrm,
        referral_ref: Reference::parse("SCA-26-003117").unwrap(),
        first_responder_org: Organisation::parse("National Migrant Crime Unit").unwrap(),
        received_at: day("2026-03-02"),
        notification: None,
    }
}

fn reasonable_grounds() -> Command {
    Command::DecideReasonableGrounds {
        outcome: GroundsOutcome::Positive,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day("2026-03-09"),
        reasons_ref: Reference::parse("SCA-26-003117/RG").unwrap(),
        recovery_ends: None,
    }
}

pub fn identity() -> Command {
    Command::RecordIdentity {
        name: Personal::new(PersonName::parse(NAME).unwrap()),
        birth: None,
        gender: None,
        citizenships: BTreeSet::new(),
        documents: Vec::new(),
        phones: Vec::new(),
    }
}

fn whereabouts() -> Command {
    let kenya = CountryCode::parse("KE").unwrap();
    let place = Place::try_new("Upendo House", None, kenya, None, PlaceKind::Other).unwrap();
    Command::RecordWhereabouts { kind: WhereaboutsKind::Accommodation, place: Personal::new(place) }
}

fn supported_by(agency: &str) -> Command {
    Command::AssignSupport { provider: Provider::Agency(AgencyId::parse(agency).unwrap()) }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on(metadata: Metadata, date: &str) -> Metadata {
    let noon = format!("{date}T12:00:00Z");
    dated(metadata, &noon, &noon)
}

pub fn officer(agency: &str) -> Viewer {
    let mut viewer = viewer("fatuma", agency, Role::VictimSupportOfficer);
    viewer.compartments.insert(Compartment::protection());
    viewer
}

fn aliases(rows: &[VictimRow]) -> Vec<&str> {
    rows.iter().map(|row| row.alias.as_str()).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_board_shows_status_consents_referral_and_clocks(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("NMC/MS/26/0042", harriet()).await;
    let id = live.register(file, "VIC-UK-2026-0031", harriet()).await;
    live.victim(id, screen(), harriet()).await;
    let scopes = [ConsentScope::Referral, ConsentScope::Support];
    live.victim(id, consent(scopes, true), harriet()).await;
    live.victim(id, consent([ConsentScope::Media], false), harriet()).await;
    live.victim(id, refer(), harriet()).await;
    live.victim(id, reasonable_grounds(), on(harriet(), "2026-03-09")).await;
    live.victim(
        id,
        Command::WithdrawConsent { scopes: BTreeSet::from([ConsentScope::Support]) },
        on(harriet(), "2026-03-10"),
    )
    .await;

    let row = live.case(&reader("harriet", "UK-NMC"), id).await.unwrap();
    assert_eq!(row.board.status, Status::Recovery);
    let said: Vec<_> =
        row.board.consents.iter().map(|consent| (&consent.scope, consent.standing)).collect();
    assert_eq!(
        said,
        [
            (&ConsentScope::Referral, Standing::Given),
            (&ConsentScope::Support, Standing::Withdrawn),
            (&ConsentScope::Media, Standing::Refused),
        ]
    );
    let clocks: Vec<_> =
        row.board.clocks.iter().map(|clock| (clock.code, clock.due, clock.met_at)).collect();
    assert_eq!(
        clocks,
        [
            (ClockCode::UkNrmRg, day("2026-03-09"), Some(day("2026-03-09"))),
            (ClockCode::UkNrmRecovery, day("2026-04-08"), None),
        ]
    );
    assert_eq!(row.board.referral.unwrap().received_at, day("2026-03-02"));
    assert_eq!(row.board.decisions.len(), 1);
    assert_eq!(row.version, 8);
}

#[sqlx::test(migrations = "../../migrations")]
async fn v2_a_refusal_starts_the_duty_to_notify_and_its_clock(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("NMC/MS/26/0042", harriet()).await;
    let id = live.register(file, "VIC-UK-2026-0032", harriet()).await;
    live.victim(id, screen(), harriet()).await;
    live.victim(id, consent([ConsentScope::Referral], false), harriet()).await;
    let row = live.case(&reader("harriet", "UK-NMC"), id).await.unwrap();
    let due = row.board.duty_to_notify.unwrap();
    assert_eq!((due.due, due.notice), (day("2026-03-09"), None));

    let to = AgencyId::parse("UK-HO").unwrap();
    let command = Command::SendDutyToNotify { anonymous: true, to };
    live.victim(id, command, on(harriet(), "2026-03-04")).await;
    let row = live.case(&reader("harriet", "UK-NMC"), id).await.unwrap();
    assert_eq!(row.board.clocks[0].met_at, Some(day("2026-03-04")));
    assert!(row.board.duty_to_notify.unwrap().notice.unwrap().anonymous);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_time_limit_that_ends_first_comes_first_and_pages_join_up(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("NMC/MS/26/0042", harriet()).await;
    for (alias, refused_on) in [
        ("VIC-UK-2026-0001", None),
        ("VIC-UK-2026-0002", Some("2026-03-10")),
        ("VIC-UK-2026-0003", Some("2026-03-03")),
        ("VIC-UK-2026-0004", None),
    ] {
        let id = live.register(file, alias, harriet()).await;
        live.victim(id, screen(), harriet()).await;
        if let Some(date) = refused_on {
            let refusal = consent([ConsentScope::Referral], false);
            live.victim(id, refusal, on(harriet(), date)).await;
        }
    }
    let reader = reader("harriet", "UK-NMC");
    let order = ["VIC-UK-2026-0003", "VIC-UK-2026-0002", "VIC-UK-2026-0001", "VIC-UK-2026-0004"];
    assert_eq!(aliases(&live.board(&reader).await), order);

    let views = live.store.views();
    let filter = VictimFilter::default();
    let (mut page, mut seen) = (Page { size: 1, ..PAGE }, Vec::new());
    loop {
        let (rows, more) = page.trim(views.victim_cases(&reader, &filter, &page).await.unwrap());
        page.after = rows.last().map(VictimRow::place);
        seen.extend(rows);
        if !more {
            break;
        }
    }
    assert_eq!(aliases(&seen), order);

    let last = Page { size: 2, before: Some(seen[3].place()), from_end: true, ..PAGE };
    let (rows, _) = last.trim(views.victim_cases(&reader, &filter, &last).await.unwrap());
    assert_eq!(aliases(&rows), order[1..3]);

    let overdue = VictimFilter { overdue_on: Some(day("2026-03-11")), ..filter };
    let rows = views.victim_cases(&reader, &overdue, &PAGE).await.unwrap();
    assert_eq!(aliases(&rows), [order[0]]);
    let overdue = VictimFilter { overdue_on: Some(day("2026-03-10")), ..overdue };
    assert!(views.victim_cases(&reader, &overdue, &PAGE).await.unwrap().is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_fact_is_shown_by_its_own_marking(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("NMC/MS/26/0042", harriet()).await;
    let id = live.register(file, "VIC-UK-2026-0032", released(harriet(), "KE")).await;
    live.victim(id, screen(), released(harriet(), "KE-DCI-TOCU")).await;
    live.victim(id, consent([ConsentScope::Referral], false), harriet()).await;

    let owner = live.case(&reader("harriet", "UK-NMC"), id).await.unwrap();
    assert_eq!(owner.board.status, Status::DutyToNotify);
    assert!(owner.handling.releasable_to.is_empty());

    let partner = reader("akinyi", "KE-DCI-TOCU");
    let seen = live.case(&partner, id).await.unwrap();
    assert_eq!(seen.board.status, Status::Screened);
    assert!(seen.board.clocks.is_empty() && seen.board.consents.is_empty());
    let country = live.case(&reader("guyo", "KE-DCI-MARSABIT"), id).await.unwrap();
    assert_eq!(country.board.status, Status::Identified);
    assert!(country.handling.releasable_to.contains(&Recipient::parse("KE").unwrap()));

    // Neither a filter nor the order tells what the facts do not.
    let views = live.store.views();
    let hidden = VictimFilter { status: Some("DUTY_TO_NOTIFY".into()), ..VictimFilter::default() };
    assert!(views.victim_cases(&partner, &hidden, &PAGE).await.unwrap().is_empty());
    let overdue = VictimFilter { overdue_on: Some(day("2027-01-01")), ..VictimFilter::default() };
    assert!(views.victim_cases(&partner, &overdue, &PAGE).await.unwrap().is_empty());

    assert!(live.case(&reader("stranger", "UG-POLICE"), id).await.is_none());
    let auditor = Reader::from(&viewer("petra", "OVERSIGHT", Role::Auditor));
    assert!(live.board(&auditor).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_file_in_a_compartment_is_seen_by_those_who_hold_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let mut metadata = akinyi();
    metadata.handling = metadata.handling.within(Compartment::protection());
    let id = live.register(file, "VIC-KE-2026-0042", metadata).await;
    assert!(live.case(&reader("akinyi", "KE-DCI-TOCU"), id).await.is_none());
    assert!(live.case(&Reader::from(&officer("KE-DCI-TOCU")), id).await.is_some());
}

#[sqlx::test(migrations = "../../migrations")]
async fn v6_only_a_support_officer_who_holds_the_compartment_reads_an_identity(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let id = live.register(file, "VIC-KE-2026-0042", akinyi()).await;
    live.victim(id, identity(), akinyi()).await;
    live.victim(id, whereabouts(), akinyi()).await;

    let views = live.store.views();
    let read = officer("KE-DCI-TOCU");
    let facts = views.victim_identity(&read, id).await.unwrap().unwrap();
    assert_eq!(facts[0].kind, "identity_recorded");
    assert_eq!(facts[0].data["name"]["full_as_recorded"], NAME);
    assert_eq!(facts[1].kind, "whereabouts_recorded");
    assert_eq!(facts[1].data["place"]["name"], "Upendo House");

    let no_compartment = Viewer { compartments: BTreeSet::new(), ..read.clone() };
    let supervisor = Viewer { role: Role::Supervisor, ..read.clone() };
    let investigator = Viewer { role: Role::Investigator, ..read };
    for viewer in [no_compartment, supervisor, investigator, officer("KE-CPS")] {
        assert!(views.victim_identity(&viewer, id).await.unwrap().is_none(), "{viewer:?}");
    }
    // It counts as a change of the file and shows nothing else on the board.
    let row = live.case(&reader("akinyi", "KE-DCI-TOCU"), id).await.unwrap();
    assert_eq!((row.version, row.board.status), (3, Status::Identified));
    assert!(!format!("{row:?}").contains("Nekesa"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_supports_the_person_sees_the_file_though_not_the_investigation(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let id = live.register(file, "VIC-KE-2026-0042", akinyi()).await;
    live.victim(id, identity(), akinyi()).await;
    let fatuma = officer("KE-CPS");
    let reader = Reader::from(&fatuma);
    assert!(live.case(&reader, id).await.is_none());

    live.victim(id, supported_by("KE-CPS"), akinyi()).await;
    assert_eq!(aliases(&live.board(&reader).await), ["VIC-KE-2026-0042"]);
    assert_eq!(live.case(&reader, id).await.unwrap().board.providers.len(), 1);
    let views = live.store.views();
    assert!(views.victim_identity(&fatuma, id).await.unwrap().is_some());
    assert!(views.investigation(&reader, file).await.unwrap().is_none());

    // What the officer records is taken into account like anybody's.
    let metadata = by("fatuma", "KE-CPS", Role::VictimSupportOfficer);
    live.victim(id, screen(), metadata).await;
    assert_eq!(live.case(&reader, id).await.unwrap().board.status, Status::Screened);
}

#[sqlx::test(migrations = "../../migrations")]
async fn inv_i2_open_cases_without_anybody_responsible_are_named(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let other = live.open("TOCU/2026/0118", akinyi()).await;
    let open = live.register(file, "VIC-KE-2026-0042", akinyi()).await;
    let supported = live.register(file, "VIC-KE-2026-0043", akinyi()).await;
    let closed = live.register(file, "VIC-KE-2026-0044", akinyi()).await;
    live.register(other, "VIC-KE-2026-0045", akinyi()).await;
    let provider = Provider::Organisation(Organisation::parse("Upendo Trust").unwrap());
    live.victim(supported, Command::AssignSupport { provider }, akinyi()).await;
    let close = Command::Close { reason: CloseReason::ContactLost, onward_provider: None };
    live.victim(closed, close, akinyi()).await;

    let standing = || live.store.views().open_victim_cases(file);
    assert_eq!(standing().await.unwrap(), [VictimAlias::parse("VIC-KE-2026-0042").unwrap()]);
    live.victim(open, supported_by("KE-CPS"), akinyi()).await;
    assert!(standing().await.unwrap().is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_identity_is_sealed_at_rest_and_a_rebuilt_board_has_the_same_rows(pool: PgPool) {
    async fn rows(pool: &PgPool) -> Vec<String> {
        let sql = "SELECT to_jsonb(v)::text FROM victim v
            UNION ALL SELECT to_jsonb(f)::text FROM victim_fact f
            UNION ALL SELECT to_jsonb(i)::text FROM victim_identity i
            ORDER BY 1";
        sqlx::query_scalar(sql).fetch_all(pool).await.unwrap()
    }
    let live = live(&pool).await;
    let file = live.open("NMC/MS/26/0042", harriet()).await;
    let id = live.register(file, "VIC-UK-2026-0031", harriet()).await;
    live.victim(id, identity(), harriet()).await;
    live.victim(id, screen(), harriet()).await;
    live.victim(id, consent([ConsentScope::Referral], true), harriet()).await;
    live.victim(id, refer(), harriet()).await;
    live.victim(id, supported_by("UK-SALVATION"), harriet()).await;

    let before = rows(&pool).await;
    assert_eq!(before.len(), 1 + 5 + 1);
    assert!(before.iter().all(|row| !row.contains("Nekesa") && !row.contains("Mercy")));
    assert!(before.iter().any(|row| row.contains("$sealed")));
    assert!(live.store.rebuild("victim_board", &|_, _| {}).await.unwrap());
    assert_eq!(rows(&pool).await, before);
}
