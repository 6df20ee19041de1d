//! The suspect index: what it shows of a suspect, and to whom.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use mpaka_domain::casework::suspect::{
    ChargeOutcome, Counsel, DetentionRule, ForcedLabourIndicator, NetworkRole,
    NonpunishmentDecision, ReleaseType, RoleInProcess, Suspect, SuspectCommand as Command,
    SuspectStatus, WantedMeasure, WantedScope,
};
use mpaka_domain::casework::text::Offence;
use mpaka_domain::handling::Compartment;
use mpaka_domain::metadata::SourceKind;
use mpaka_domain::nominals::nominal::{NamedNominal, NominalCategory};
use mpaka_domain::value::{
    BirthBasis, BirthDate, CountryCode, ExhibitRef, LanguageTag, LegalBasis, Msisdn, PersonName,
    Place, PlaceKind, Selector,
};
use mpaka_domain::{AgencyId, Metadata, Personal, Role, SourceRef};
use mpaka_persistence::view::suspect::{Known, SuspectRow};
use mpaka_persistence::view::{Page, Reader};
use mpaka_persistence::{MasterKey, Store, ids};
use sqlx::{Executor, PgPool};
use uuid::Uuid;

use super::casework::{
    Live, PAGE, akinyi, at, by, dated, live, nominate, reader, released, viewer,
};

const NAME: &str = "Dickson Kibet Murage";
const FILE: &str = "TOCU/2026/0117";

impl Live {
    async fn suspect(&self, id: Uuid, command: Command, metadata: Metadata) {
        let sent = self.store.streams().send::<Suspect>(id, command, metadata, None).await;
        self.store.positions().all_reached(sent.unwrap().position).await.unwrap();
    }

    /// A file of the agency with a suspect, both marked the same way.
    async fn nominated(&self, metadata: impl Fn() -> Metadata) -> (Uuid, Uuid) {
        let (file, suspect) = (self.open(FILE, metadata()).await, ids::next());
        self.suspect(suspect, nominate(file, NAME), metadata()).await;
        (file, suspect)
    }

    /// The same, raised to suspect on an exhibit and arrested in Nairobi at the envelope's time.
    async fn arrested(&self) -> Uuid {
        let (_, suspect) = self.nominated(akinyi).await;
        for command in [add_grounds(), raise(), arrest()] {
            self.suspect(suspect, command, on_exhibit(akinyi())).await;
        }
        suspect
    }

    async fn seen(&self, suspect: Uuid, reader: &Reader) -> Option<SuspectRow> {
        self.store.views().suspect(reader, suspect).await.unwrap()
    }

    async fn known(&self, suspect: Uuid) -> Known {
        self.seen(suspect, &own()).await.unwrap().known
    }
}

fn own() -> Reader {
    reader("akinyi", "KE-DCI-TOCU")
}

fn njeri() -> Metadata {
    by("njeri", "KE-ODPP", Role::Prosecutor)
}

fn on_exhibit(mut metadata: Metadata) -> Metadata {
    let reference = "JM/2".to_owned();
    metadata.source = Some(SourceRef { kind: SourceKind::Exhibit, reference, grade: None });
    metadata
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn named(name: &str) -> Personal<PersonName> {
    Personal::new(PersonName::parse(name).unwrap())
}

fn law(provision: &str) -> LegalBasis {
    LegalBasis::parse("KE", "Criminal Procedure Code", provision).unwrap()
}

fn born(date: &str) -> Command {
    let birth = BirthDate::parse(date, BirthBasis::Stated).unwrap();
    Command::RecordBirth { birth: Personal::new(birth) }
}

fn add_grounds() -> Command {
    Command::AddGrounds { text: said("The ledger lists payments under his initials.") }
}

fn raise() -> Command {
    Command::ChangeStatus { to: SuspectStatus::Suspect, basis: said("The ledger.") }
}

fn wanted(scope: WantedScope) -> Command {
    Command::MarkWanted {
        scope,
        measure: WantedMeasure::Arrest,
        legal_basis: law("s.100"),
        expires: NaiveDate::from_ymd_opt(2026, 9, 30).unwrap(),
    }
}

fn arrest() -> Command {
    let kenya = CountryCode::parse("KE").unwrap();
    let nairobi = Place::try_new("Nairobi", None, kenya, None, PlaceKind::Town).unwrap();
    Command::Arrest {
        place: Personal::new(nairobi),
        power: law("s.29"),
        by: said("Sgt J. Mutiso, 48213"),
        rights_given: true,
        interpreter: Some(LanguageTag::parse("sw").unwrap()),
    }
}

fn flag(indicator: ForcedLabourIndicator) -> Command {
    Command::FlagPossibleVictim { indicator_set: BTreeSet::from([indicator]) }
}

fn review() -> Command {
    Command::ReviewNonpunishment {
        decision: NonpunishmentDecision::Proceed,
        provision: law("s.14"),
        reasons: said("Nobody forced him."),
    }
}

fn charge() -> Command {
    let statute = LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.3");
    let offence = Offence { statute: statute.unwrap(), iccs_code: None };
    Command::Charge { offences: BTreeSet::from([offence]) }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_nomination_shows_the_person_and_why(pool: PgPool) {
    let live = live(&pool).await;
    let (file, suspect) = (live.open(FILE, akinyi()).await, ids::next());
    let birth = BirthDate::parse("1984-11-09", BirthBasis::Document).unwrap();
    let nomination = Command::Nominate {
        investigation: file.into(),
        nominal_id: Some(Uuid::from_u128(9).into()),
        named: Some(NamedNominal::Another {
            agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
            category: NominalCategory::Person,
        }),
        name: Some(named(NAME)),
        description: Some(said("Director of an agency that places care workers")),
        birth: Some(Personal::new(birth.clone())),
        roles: BTreeSet::from([RoleInProcess::RecruiterOrIntermediary]),
        network_roles: BTreeSet::from([NetworkRole::Organiser]),
        grounds: said("Named by three applicants."),
    };
    live.suspect(suspect, nomination, on_exhibit(akinyi())).await;
    let phone = Selector::Phone(Msisdn::parse("+254 199 000 141").unwrap());
    let selector = Command::RecordSelector { selector: Personal::new(phone.clone()) };
    live.suspect(suspect, selector, akinyi()).await;
    let alias = Command::RecordAlias { name: named("Boss Dickie") };
    live.suspect(suspect, alias, akinyi()).await;

    let row = live.seen(suspect, &own()).await.unwrap();
    assert_eq!((row.suspect_id, row.investigation_id, row.version), (suspect, file, 3));
    assert_eq!((row.agency.as_str(), &row.handling), ("KE-DCI-TOCU", &akinyi().handling));
    let known = row.known;
    assert_eq!(known.status(), SuspectStatus::PersonOfInterest);
    assert_eq!(known.nominal, Some(Uuid::from_u128(9).into()));
    assert_eq!(known.name, Some(named(NAME)));
    assert_eq!(known.aliases, [named("Boss Dickie")]);
    assert_eq!(known.birth, Some(Personal::new(birth)));
    assert_eq!(known.description, Some(said("Director of an agency that places care workers")));
    assert_eq!(known.roles, BTreeSet::from([RoleInProcess::RecruiterOrIntermediary]));
    assert_eq!(known.network_roles, BTreeSet::from([NetworkRole::Organiser]));
    assert_eq!(known.selectors[0].what.get(), Some(&phone));
    assert_eq!(known.grounds[0].what.text, said("Named by three applicants."));
    assert_eq!(known.grounds[0].what.source, on_exhibit(akinyi()).source);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_ladder_shows_each_step_with_its_time_and_reason(pool: PgPool) {
    use SuspectStatus::{Arrested, Charged, Convicted, PersonOfInterest, Wanted};

    let live = live(&pool).await;
    let (_, suspect) = live.nominated(akinyi).await;
    live.suspect(suspect, add_grounds(), on_exhibit(akinyi())).await;
    let raised = dated(akinyi(), "2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z");
    live.suspect(suspect, raise(), raised).await;
    live.suspect(suspect, wanted(WantedScope::National), akinyi()).await;
    live.suspect(suspect, wanted(WantedScope::Regional), akinyi()).await;
    let known = live.known(suspect).await;
    assert_eq!(known.wanted.unwrap().what.scope, WantedScope::Regional);
    live.suspect(suspect, arrest(), akinyi()).await;
    live.suspect(suspect, charge(), akinyi()).await;
    let outcome = Command::RecordOutcome { outcome: ChargeOutcome::Convicted };
    live.suspect(suspect, outcome, njeri()).await;

    let known = live.known(suspect).await;
    assert_eq!(
        known.ladder.iter().map(|step| step.what.status).collect::<Vec<_>>(),
        [PersonOfInterest, SuspectStatus::Suspect, Wanted, Arrested, Charged, Convicted]
    );
    assert_eq!(known.ladder[1].what.reason, Some(said("The ledger.")));
    assert_eq!(known.ladder[1].occurred.earliest(), at("2026-03-03T10:00:00Z"));
    assert_eq!(known.ladder[1].recorded_at, at("2026-03-03T11:00:00Z"));
    assert_eq!(known.status(), Convicted);
    assert_eq!(known.wanted, None, "an arrested person is no longer looked for");
    assert_eq!(known.arrest.unwrap().what.by, said("Sgt J. Mutiso, 48213"));
    assert_eq!(known.charges[0].what.statute.provision(), "s.3");
    assert_eq!(known.outcome.unwrap().what, ChargeOutcome::Convicted);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_detention_clock_runs_until_the_person_is_released(pool: PgPool) {
    let live = live(&pool).await;
    let suspect = live.arrested().await;
    let clock = live.known(suspect).await.detention.unwrap();
    assert_eq!((clock.what.rule, clock.what.ended), (DetentionRule::KeArraign, None));
    assert_eq!(clock.what.due, at("2026-03-03T09:00:00Z"));

    let bail = Command::Release {
        release_type: ReleaseType::CourtBail,
        conditions: Some(said("Passport deposited with the court")),
    };
    let released = dated(akinyi(), "2026-03-03T08:00:00Z", "2026-03-03T08:30:00Z");
    live.suspect(suspect, bail, released).await;
    let interview = Command::Interview {
        exhibit_ref: ExhibitRef::parse("JM/7").unwrap(),
        language: LanguageTag::parse("sw").unwrap(),
        counsel: Counsel::Present,
        appropriate_adult: None,
    };
    live.suspect(suspect, born("1984"), akinyi()).await;
    live.suspect(suspect, interview, akinyi()).await;
    let known = live.known(suspect).await;
    let ended = known.detention.unwrap().what.ended.unwrap();
    assert_eq!(ended.earliest(), at("2026-03-03T08:00:00Z"));
    assert_eq!(known.release.unwrap().what.release_type, ReleaseType::CourtBail);
    assert_eq!(known.interviews[0].what.exhibit_ref.as_str(), "JM/7");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_latest_birth_date_counts(pool: PgPool) {
    let live = live(&pool).await;
    let (_, suspect) = live.nominated(akinyi).await;
    live.suspect(suspect, born("1984"), akinyi()).await;
    live.suspect(suspect, born("1983-02"), akinyi()).await;
    let birth = BirthDate::parse("1983-02", BirthBasis::Stated).unwrap();
    assert_eq!(live.known(suspect).await.birth, Some(Personal::new(birth)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn new_signs_of_force_ask_for_a_new_review(pool: PgPool) {
    let live = live(&pool).await;
    let (_, suspect) = live.nominated(akinyi).await;
    live.suspect(suspect, flag(ForcedLabourIndicator::Deception), akinyi()).await;
    live.suspect(suspect, review(), njeri()).await;
    let decided = live.known(suspect).await.review.unwrap();
    assert_eq!(decided.what.decision, NonpunishmentDecision::Proceed);

    live.suspect(suspect, flag(ForcedLabourIndicator::DebtBondage), akinyi()).await;
    let known = live.known(suspect).await;
    assert_eq!(known.possible_victim.unwrap().what.indicators.len(), 2);
    assert_eq!(known.review, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_stranger_and_an_auditor_see_no_suspect(pool: PgPool) {
    let live = live(&pool).await;
    let (file, suspect) = live.nominated(akinyi).await;
    let auditor = Reader::from(&viewer("akinyi", "KE-DCI-TOCU", Role::Auditor));
    for reader in [reader("harriet", "UK-NMC"), reader("guyo", "KE-DCI-MARSABIT"), auditor] {
        assert!(live.seen(suspect, &reader).await.is_none());
        let listed = live.store.views().suspects(&reader, file, &PAGE).await.unwrap();
        assert!(listed.is_empty());
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_partner_sees_what_was_released_and_nothing_found_out_later(pool: PgPool) {
    let live = live(&pool).await;
    let (file, suspect) = live.nominated(|| released(akinyi(), "GB")).await;
    live.suspect(suspect, add_grounds(), on_exhibit(akinyi())).await;
    live.suspect(suspect, raise(), akinyi()).await;
    live.suspect(suspect, born("1984"), released(akinyi(), "UK-NMC")).await;

    let partner = reader("harriet", "UK-NMC");
    let known = live.seen(suspect, &partner).await.unwrap().known;
    assert_eq!(known.name, Some(named(NAME)));
    assert_eq!(known.grounds.len(), 1);
    assert_eq!(known.status(), SuspectStatus::PersonOfInterest);
    assert!(known.birth.is_some());
    let listed = live.store.views().suspects(&partner, file, &PAGE).await.unwrap();
    assert_eq!(listed[0].known, known);
    assert_eq!(live.known(suspect).await.status(), SuspectStatus::Suspect);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_fact_in_a_compartment_is_for_those_who_hold_it(pool: PgPool) {
    let live = live(&pool).await;
    let (_, suspect) = live.nominated(akinyi).await;
    let covert = Compartment::parse("COVERT").unwrap();
    let mut within = akinyi();
    within.handling = within.handling.within(covert.clone());
    let alias = Command::RecordAlias { name: named("Boss Dickie") };
    live.suspect(suspect, alias, within).await;

    assert_eq!(live.known(suspect).await.aliases, []);
    let mut holder = viewer("akinyi", "KE-DCI-TOCU", Role::Investigator);
    holder.compartments.insert(covert);
    let seen = live.seen(suspect, &Reader::from(&holder)).await.unwrap();
    assert_eq!(seen.known.aliases, [named("Boss Dickie")]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_last_changed_comes_first_and_pages_join(pool: PgPool) {
    let live = live(&pool).await;
    let (file, first) = live.nominated(akinyi).await;
    let mut nominated = vec![first];
    for name in ["Grace Wanja", "Peter Odhiambo"] {
        let suspect = ids::next();
        live.suspect(suspect, nominate(file, name), akinyi()).await;
        nominated.push(suspect);
    }
    live.suspect(first, born("1984"), akinyi()).await;
    let expected = [nominated[0], nominated[2], nominated[1]];

    let views = live.store.views();
    let (mut read, mut after) = (Vec::new(), None);
    loop {
        let page = Page { size: 1, after, ..PAGE };
        let rows = views.suspects(&own(), file, &page).await.unwrap();
        let (rows, more) = page.trim(rows);
        after = rows.last().map(SuspectRow::place);
        read.extend(rows.into_iter().map(|row| row.suspect_id));
        if !more {
            break;
        }
    }
    assert_eq!(read, expected);
    let page = Page { size: 2, from_end: true, ..PAGE };
    let (rows, more) = page.trim(views.suspects(&own(), file, &page).await.unwrap());
    assert_eq!(rows.iter().map(|row| row.suspect_id).collect::<Vec<_>>(), expected[1..]);
    assert!(more);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_they_are_is_sealed_at_rest_and_erased_with_the_key(pool: PgPool) {
    let live = live(&pool).await;
    let suspect = live.arrested().await;
    let stored: Vec<String> = sqlx::query_scalar("SELECT to_json(f)::text FROM suspect_fact f")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(stored.len(), 5);
    for personal in ["Murage", "complainants", "ledger", "Nairobi", "Mutiso"] {
        assert!(!stored.iter().any(|row| row.contains(personal)), "{personal} is readable");
    }

    pool.execute("UPDATE subject_keys SET wrapped = NULL").await.unwrap();
    let store = Store::open(pool, &MasterKey::new([7; 32])).await.unwrap();
    let erased = store.views().suspect(&own(), suspect).await.unwrap().unwrap().known;
    assert_eq!(erased.name.unwrap().get(), None);
    assert_eq!(erased.grounds[0].what.text.get(), None);
    assert_eq!(erased.ladder.last().unwrap().what.status, SuspectStatus::Arrested);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_rebuilt_index_shows_the_same(pool: PgPool) {
    let live = live(&pool).await;
    let suspect = live.arrested().await;
    let before = live.known(suspect).await;
    assert!(live.store.rebuild("suspect_index", &|_, _| {}).await.unwrap());
    assert_eq!(live.known(suspect).await, before);
    live.suspect(suspect, charge(), akinyi()).await;
    assert_eq!(live.known(suspect).await.status(), SuspectStatus::Charged);
}
