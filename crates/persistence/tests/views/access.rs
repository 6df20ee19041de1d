//! The register of access: what stands around it, who reads of it, and where it stands.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use mpaka_domain::governance::access_grant::{
    AccessGrant, AccessGrantCommand as Command, Consent, GrantStatus, Grantee, Period, Request,
    RevocationReason,
};
use mpaka_domain::governance::break_glass::{
    BreakGlass, BreakGlassCommand, Emergency, EmergencyGround, GlassStatus,
};
use mpaka_domain::governance::{Subject, Surroundings};
use mpaka_domain::protection::victim_case::{
    ConsentGiver, ConsentScope, InformedAnswers, VictimCase, VictimCaseCommand,
};
use mpaka_domain::value::LegalBasis;
use mpaka_domain::{AgencyId, Metadata, Purpose, Role, UserId};
use mpaka_persistence::ids;
use mpaka_persistence::view::access::AccessFinder;
use mpaka_persistence::view::{Page, Reader};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, PAGE, akinyi, at, by, live, reader};
use super::prosecution::{said, send};
use super::rebuild::rows;

fn supervisor() -> Metadata {
    by("wambui", "KE-DCI-TOCU", Role::Supervisor)
}

fn agency(code: &str) -> AgencyId {
    AgencyId::parse(code).unwrap()
}

pub fn scope() -> ConsentScope {
    ConsentScope::ShareWith { agency: agency("UK-NMC") }
}

/// What a person answers who was told of everything.
pub fn informed() -> InformedAnswers {
    InformedAnswers {
        agrees_to_interview: true,
        informed_of_purpose: true,
        informed_of_use: true,
        informed_of_research: true,
        informed_of_right_to_request: true,
        informed_of_retention: true,
        informed_of_withdrawal: true,
    }
}

/// Whether a person agrees that UK-NMC sees their case.
pub fn consent_said(given: bool) -> VictimCaseCommand {
    VictimCaseCommand::RecordConsent {
        scopes: BTreeSet::from([scope()]),
        given,
        answers: informed(),
        interpreter: false,
        by: ConsentGiver::Person,
    }
}

fn request(file: Uuid, user: Option<&str>) -> Request {
    Request {
        investigation: file.into(),
        subject: Subject::File,
        grantee: Grantee {
            agency: agency("UK-NMC"),
            user: user.map(|name| UserId::parse(name).unwrap()),
        },
        consent: None,
        purpose: Purpose::ProtectVictim,
        legal_basis: LegalBasis::parse("KE", "Data Protection Act 2019", "s.32").unwrap(),
        period: Period {
            valid_from: at("2026-03-02T09:00:00Z"),
            valid_until: at("2026-04-01T09:00:00Z"),
        },
        reason: said("She is to be supported in London"),
    }
}

async fn around(live: &Live, file: Uuid, subject: &Subject) -> Surroundings {
    live.store.views().access_surroundings(file, subject, None).await.unwrap()
}

/// A grant that was asked for and given.
async fn granted(live: &Live, file: Uuid, user: Option<&str>) -> Uuid {
    let grant = ids::next();
    let around = around(live, file, &Subject::File).await;
    let ask = Command::Request { request: Box::new(request(file, user)), around: around.clone() };
    send::<AccessGrant>(live, grant, ask, akinyi()).await;
    send::<AccessGrant>(live, grant, Command::Approve { around }, supervisor()).await;
    grant
}

/// The grants that a reader has, or of a file, in their order.
async fn listed(live: &Live, reader: &Reader, finder: AccessFinder, page: &Page) -> Vec<Uuid> {
    let rows = live.store.views().access_grants(reader, finder, page).await.unwrap();
    page.trim(rows).0.into_iter().map(|row| row.access_id).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn access_is_about_a_file_and_what_is_in_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let other = live.open("TOCU/2026/0118", akinyi()).await;
    let whole = around(&live, file, &Subject::File).await;
    assert_eq!((whole.owner, whole.in_file), (Some(agency("KE-DCI-TOCU")), true));
    let victim = live.register(file, "VIC-KE-2026-0117", akinyi()).await;
    assert!(around(&live, file, &Subject::Record(victim)).await.in_file);
    assert!(!around(&live, other, &Subject::Record(victim)).await.in_file);
    assert_eq!(around(&live, ids::next(), &Subject::File).await, Surroundings::default());
}

#[sqlx::test(migrations = "../../migrations")]
async fn ag_3_a_consent_stands_until_it_is_taken_back(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let victim = live.register(file, "VIC-KE-2026-0117", akinyi()).await;
    let consent = Consent { victim_case: victim.into(), scope: scope() };
    let stands = async || {
        let views = live.store.views();
        let around = views.access_surroundings(file, &Subject::File, Some(&consent)).await;
        around.unwrap().consent_stands
    };
    assert!(!stands().await, "nobody was asked");
    send::<VictimCase>(&live, victim, consent_said(true), akinyi()).await;
    assert!(stands().await);
    let withdraw = VictimCaseCommand::WithdrawConsent { scopes: BTreeSet::from([scope()]) };
    send::<VictimCase>(&live, victim, withdraw, akinyi()).await;
    assert!(!stands().await);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_has_access_reads_of_it_and_so_do_those_whose_file_it_is(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let hers = granted(&live, file, Some("harriet")).await;
    let everybodys = granted(&live, file, None).await;
    let of_file = AccessFinder::OfFile(file);
    let officer = reader("otieno", "KE-DCI-TOCU");
    assert_eq!(listed(&live, &officer, of_file, &PAGE).await, [everybodys, hers]);
    assert!(listed(&live, &officer, AccessFinder::OfReader, &PAGE).await.is_empty());
    let harriet = reader("harriet", "UK-NMC");
    assert_eq!(listed(&live, &harriet, AccessFinder::OfReader, &PAGE).await, [everybodys, hers]);
    let henry = reader("henry", "UK-NMC");
    assert_eq!(listed(&live, &henry, AccessFinder::OfReader, &PAGE).await, [everybodys]);
    assert!(listed(&live, &henry, AccessFinder::One(hers), &PAGE).await.is_empty());
    let guyo = reader("guyo", "KE-DCI-MARSABIT");
    assert!(listed(&live, &guyo, of_file, &PAGE).await.is_empty());

    let first = Page { size: 1, ..PAGE };
    assert_eq!(listed(&live, &officer, of_file, &first).await, [everybodys]);
    let rows = live.store.views().access_grants(&officer, of_file, &first).await.unwrap();
    let after = Page { after: Some(rows[0].place()), ..PAGE };
    assert_eq!(listed(&live, &officer, of_file, &after).await, [hers]);
    let last = Page { size: 1, from_end: true, ..PAGE };
    assert_eq!(listed(&live, &officer, of_file, &last).await, [hers]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_grant_stands_as_it_was_decided_and_as_its_period_says(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let grant = granted(&live, file, Some("harriet")).await;
    let officer = reader("otieno", "KE-DCI-TOCU");
    let status = async |moment: &str| {
        let moment: DateTime<Utc> = at(moment);
        let one = AccessFinder::One(grant);
        let rows = live.store.views().access_grants(&officer, one, &Page::ONE).await.unwrap();
        rows[0].known.status(moment)
    };
    assert_eq!(status("2026-03-01T09:00:00Z").await, GrantStatus::NotYetValid);
    assert_eq!(status("2026-03-05T09:00:00Z").await, GrantStatus::Active);
    assert_eq!(status("2026-04-01T09:00:00Z").await, GrantStatus::Expired);
    let revoke = Command::Revoke {
        code: RevocationReason::PurposeFulfilled,
        reason: said("She has arrived"),
        around: around(&live, file, &Subject::File).await,
    };
    send::<AccessGrant>(&live, grant, revoke, akinyi()).await;
    assert_eq!(status("2026-03-05T09:00:00Z").await, GrantStatus::Revoked);
    let before = rows(&pool).await;
    assert!(live.store.rebuild("access_register", &|_, _| {}).await.unwrap());
    assert_eq!(rows(&pool).await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn broken_glass_is_read_with_its_notice(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let glass = ids::next();
    let take = BreakGlassCommand::Break {
        emergency: Box::new(Emergency {
            investigation: file.into(),
            subject: Subject::File,
            ground: EmergencyGround::DangerToLife,
            reason: said("A caller says that the house is emptied tonight"),
        }),
        minutes: 20,
        around: around(&live, file, &Subject::File).await,
    };
    send::<BreakGlass>(&live, glass, take, akinyi()).await;
    let officer = reader("otieno", "KE-DCI-TOCU");
    let of_file = AccessFinder::OfFile(file);
    let rows = live.store.views().broken_glass(&officer, of_file, &PAGE).await.unwrap();
    assert_eq!((rows.len(), rows[0].access_id, rows[0].version), (1, glass, 2));
    let known = &rows[0].known;
    assert_eq!(known.owner, Some(agency("KE-DCI-TOCU")));
    assert_eq!(known.status(at("2026-03-02T09:19:59Z")), GlassStatus::Open);
    assert_eq!(known.status(at("2026-03-02T09:20:00Z")), GlassStatus::ToBeReviewed);
    assert!(listed(&live, &officer, of_file, &PAGE).await.is_empty(), "it is no grant");
}
