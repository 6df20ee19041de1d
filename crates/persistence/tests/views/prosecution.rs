//! The prosecution files: how suspects and exhibits stand, and who sees what of a charge.

use std::collections::BTreeSet;

use mpaka_domain::casework::investigation::{InvestigationCommand, InvestigationStatus};
use mpaka_domain::casework::suspect::{
    ForcedLabourIndicator, NonpunishmentDecision, Suspect, SuspectCommand,
};
use mpaka_domain::casework::text::{ElementText, Reference};
use mpaka_domain::evidence::evidence_item::{
    AcquisitionMethod, EvidenceCommand, EvidenceItem, EvidenceKind, IntegrityRuling,
};
use mpaka_domain::handling::{Compartment, EuropolHandling};
use mpaka_domain::id::EvidenceItemId;
use mpaka_domain::prosecution::prosecution_file::{
    Accusation, ChargeElement, ChargeStatus, ExhibitStanding, ProsecutionCommand, ProsecutionFile,
    ProsecutionRejection, SuspectStanding,
};
use mpaka_domain::value::{
    CountryCode, ExhibitRef, Hash, HashAlgorithm, LegalBasis, Place, PlaceKind,
};
use mpaka_domain::{AgencyId, Decider, Metadata, Personal, Role};
use mpaka_persistence::view::Reader;
use mpaka_persistence::{SendError, ids};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, akinyi, by, live, nominate, reader, viewer};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn njeri() -> Metadata {
    by("njeri", "KE-ODPP", Role::Prosecutor)
}

pub fn prosecutor() -> Reader {
    Reader::from(&viewer("njeri", "KE-ODPP", Role::Prosecutor))
}

fn under_h1() -> Metadata {
    let mut metadata = akinyi();
    metadata.handling.europol.insert(EuropolHandling::H1);
    metadata
}

fn not_for_court() -> Metadata {
    let mut metadata = akinyi();
    metadata.handling.conditions.insert("NOT_FOR_COURT".to_owned());
    metadata
}

pub fn compartmented(mut metadata: Metadata) -> Metadata {
    metadata.handling = metadata.handling.within(Compartment::protection());
    metadata
}

pub fn digest(digit: &str) -> Hash {
    Hash::try_new(HashAlgorithm::Sha256, &digit.repeat(64)).unwrap()
}

pub async fn send<D: Decider>(live: &Live, stream: Uuid, command: D::Command, metadata: Metadata) {
    let sent = live.store.streams().send::<D>(stream, command, metadata, None).await;
    live.store.positions().all_reached(sent.unwrap().position).await.unwrap();
}

/// A copy of a telephone, or one made from another exhibit.
pub async fn identified(live: &Live, file: Uuid, parent: Option<Uuid>, metadata: Metadata) -> Uuid {
    let kenya = CountryCode::parse("KE").unwrap();
    let exhibit = ids::next();
    let identify = EvidenceCommand::Identify {
        investigation: file.into(),
        description: said("A copy of the telephone"),
        kind: EvidenceKind::DigitalCopy,
        place: Place::try_new("Nairobi", None, kenya, None, PlaceKind::Town).unwrap(),
        by: said("PC J. Mwangi"),
        derived_from: parent.map(Into::into),
    };
    send::<EvidenceItem>(live, exhibit, identify, metadata).await;
    exhibit
}

pub async fn seize(live: &Live, exhibit: Uuid, mark: &str, metadata: Metadata) {
    let seize = EvidenceCommand::Seize {
        exhibit_ref: ExhibitRef::parse(mark).unwrap(),
        authority_ref: "Warrant 41/2026".to_owned(),
        seal: None,
        witness: said("PC A. Barasa"),
        photos: 0,
    };
    send::<EvidenceItem>(live, exhibit, seize, metadata).await;
}

pub async fn seized(live: &Live, file: Uuid, mark: &str, metadata: impl Fn() -> Metadata) -> Uuid {
    let exhibit = identified(live, file, None, metadata()).await;
    seize(live, exhibit, mark, metadata()).await;
    exhibit
}

/// A file that was referred to the prosecutor's agency.
pub async fn referred(live: &Live) -> Uuid {
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let agency = AgencyId::parse("KE-ODPP").unwrap();
    for command in [
        InvestigationCommand::Activate,
        InvestigationCommand::SubmitForReview,
        InvestigationCommand::ReferToProsecutor { agency },
    ] {
        live.investigation(file, command, akinyi()).await;
    }
    file
}

pub async fn opened(live: &Live, file: Uuid, metadata: Metadata) -> Uuid {
    let prosecution = ids::next();
    let referral = live.store.views().referral(file).await.unwrap();
    let reference = Some(Reference::parse("ODPP/CT/0044/2026").unwrap());
    let open = ProsecutionCommand::Open { investigation: file.into(), reference, referral };
    send::<ProsecutionFile>(live, prosecution, open, metadata).await;
    prosecution
}

pub fn accusation(evidence: &[Uuid]) -> Box<Accusation> {
    let evidence: BTreeSet<EvidenceItemId> = evidence.iter().map(|id| (*id).into()).collect();
    // A provision that the shipped law does not have: this element is all that is to be proved.
    let statute = LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.7");
    let element = ChargeElement {
        element: Reference::parse("ACT").unwrap(),
        text: ElementText::parse("Receives a person").unwrap(),
        mandatory: true,
        evidence,
        strength: None,
    };
    let particulars = said("He received three persons");
    Box::new(Accusation::under(statute.unwrap(), particulars, vec![element]))
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_investigation_is_referred_to_the_agency_and_not_to_its_team(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let referral = live.store.views().referral(file).await.unwrap();
    assert_eq!(referral.status, Some(InvestigationStatus::WithProsecutor));
    assert_eq!(referral.agencies, [AgencyId::parse("KE-ODPP").unwrap()].into());
    let nowhere = live.store.views().referral(ids::next()).await.unwrap();
    assert_eq!((nowhere.status, nowhere.agencies.is_empty()), (None, true));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_investigation_has_one_prosecution_file(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    opened(&live, file, njeri()).await;
    let referral = live.store.views().referral(file).await.unwrap();
    let again = ProsecutionCommand::Open { investigation: file.into(), reference: None, referral };
    let streams = live.store.streams();
    let refused = streams.send::<ProsecutionFile>(ids::next(), again, njeri(), None).await;
    assert!(matches!(refused, Err(SendError::Rejected(ProsecutionRejection::AlreadyProsecuted))));
}

#[sqlx::test(migrations = "../../migrations")]
async fn p1_an_exhibit_stands_as_its_custody_and_integrity_do(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let found = identified(&live, file, None, akinyi()).await;
    let whole = seized(&live, file, "JM/1", akinyi).await;
    let altered = seized(&live, file, "JM/2", akinyi).await;
    let stands = async |exhibit: Uuid| {
        live.store.views().charge_standing(file).await.unwrap().exhibits[&exhibit.into()]
    };
    assert_eq!(stands(found).await, ExhibitStanding::NotSeized);
    assert_eq!(stands(whole).await, ExhibitStanding::Admissible);
    let acquire = EvidenceCommand::Acquire {
        method: AcquisitionMethod::Logical,
        tool: "Reader".to_owned(),
        tool_version: "7.1".to_owned(),
        hashes: vec![digest("a")],
        specialist: said("IT Expert"),
        live: false,
        capture: None,
    };
    let rule = EvidenceCommand::RuleOnIntegrity {
        ruling: IntegrityRuling::Exclude,
        reason: said("Somebody wrote to it"),
    };
    let verify = EvidenceCommand::VerifyHash { computed: digest("b") };
    send::<EvidenceItem>(&live, altered, acquire, akinyi()).await;
    send::<EvidenceItem>(&live, altered, verify, akinyi()).await;
    assert_eq!(stands(altered).await, ExhibitStanding::Compromised);
    let supervisor = by("wambui", "KE-DCI-TOCU", Role::Supervisor);
    send::<EvidenceItem>(&live, altered, rule, supervisor).await;
    assert_eq!(stands(altered).await, ExhibitStanding::Excluded);
}

#[sqlx::test(migrations = "../../migrations")]
async fn p2_a_review_counts_for_the_signs_flagged_before_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let suspect = ids::next();
    send::<Suspect>(&live, suspect, nominate(file, "Dickson Kibet Murage"), akinyi()).await;
    let stands =
        async || live.store.views().charge_standing(file).await.unwrap().suspects[&suspect.into()];
    let flag = |sign| SuspectCommand::FlagPossibleVictim { indicator_set: [sign].into() };
    let review = |decision| SuspectCommand::ReviewNonpunishment {
        decision,
        provision: LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.14")
            .unwrap(),
        reasons: said("He gave the orders"),
    };
    assert_eq!(stands().await, SuspectStanding::Unflagged);
    let hidden = compartmented(akinyi());
    send::<Suspect>(&live, suspect, flag(ForcedLabourIndicator::DebtBondage), hidden).await;
    assert_eq!(stands().await, SuspectStanding::ReviewDue, "whoever may see the signs");
    send::<Suspect>(&live, suspect, review(NonpunishmentDecision::Proceed), njeri()).await;
    assert_eq!(stands().await, SuspectStanding::Reviewed);
    send::<Suspect>(&live, suspect, review(NonpunishmentDecision::DoNotProceed), njeri()).await;
    assert_eq!(stands().await, SuspectStanding::NotToBePunished);
    send::<Suspect>(&live, suspect, flag(ForcedLabourIndicator::Isolation), akinyi()).await;
    assert_eq!(stands().await, SuspectStanding::ReviewDue);
}

#[sqlx::test(migrations = "../../migrations")]
async fn p3_what_was_made_from_an_exhibit_is_kept_from_court_with_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let given = seized(&live, file, "JM/1", under_h1).await;
    let told = seized(&live, file, "JM/2", not_for_court).await;
    let copy = identified(&live, file, Some(given), akinyi()).await;
    seize(&live, copy, "JM/3", akinyi()).await;
    let extract = identified(&live, file, Some(copy), akinyi()).await;
    seize(&live, extract, "JM/4", akinyi()).await;
    let later = identified(&live, file, None, akinyi()).await;
    seize(&live, later, "JM/5", under_h1()).await;
    let free = seized(&live, file, "JM/6", akinyi).await;
    let exhibits = live.store.views().charge_standing(file).await.unwrap().exhibits;
    for exhibit in [given, told, copy, extract, later] {
        assert_eq!(exhibits[&exhibit.into()], ExhibitStanding::NotForCourt);
    }
    assert_eq!(exhibits[&free.into()], ExhibitStanding::Admissible);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_a_prosecutor_may_not_see_cannot_be_named_and_still_counts(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let suspect = ids::next();
    send::<Suspect>(&live, suspect, nominate(file, "Dickson Kibet Murage"), akinyi()).await;
    let hidden = seized(&live, file, "JM/1", || compartmented(akinyi())).await;
    let views = live.store.views();
    let seen = views.charge_standing_seen_by(&prosecutor(), file).await.unwrap();
    assert!(seen.exhibits.is_empty() && seen.suspects.contains_key(&suspect.into()));
    let stranger = reader("harriet", "UK-NMC");
    let nothing = views.charge_standing_seen_by(&stranger, file).await.unwrap();
    assert!(nothing.suspects.is_empty() && nothing.exhibits.is_empty());

    let prosecution = opened(&live, file, njeri()).await;
    let standing = views.charge_standing(file).await.unwrap();
    let propose = ProsecutionCommand::ProposeCharge {
        suspect: suspect.into(),
        accusation: accusation(&[hidden]),
        standing,
    };
    send::<ProsecutionFile>(&live, prosecution, propose, njeri()).await;
    let rows = views.element_matrix(&prosecutor(), file).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].is_proved() && rows[0].exhibits.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_reader_knows_of_a_charge_what_they_may_see_of_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = referred(&live).await;
    let suspect = ids::next();
    send::<Suspect>(&live, suspect, nominate(file, "Dickson Kibet Murage"), akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    let prosecution = opened(&live, file, njeri()).await;
    let views = live.store.views();
    let standing = views.charge_standing(file).await.unwrap();
    let propose = |evidence: &[Uuid]| ProsecutionCommand::ProposeCharge {
        suspect: suspect.into(),
        accusation: accusation(evidence),
        standing: standing.clone(),
    };
    send::<ProsecutionFile>(&live, prosecution, propose(&[]), compartmented(njeri())).await;
    send::<ProsecutionFile>(&live, prosecution, propose(&[exhibit]), njeri()).await;
    for number in [1, 2] {
        let refuse = ProsecutionCommand::RefuseCharge { number, reason: said("Too little") };
        send::<ProsecutionFile>(&live, prosecution, refuse, njeri()).await;
    }
    let row = views.prosecution(&prosecutor(), prosecution).await.unwrap().unwrap();
    assert_eq!((row.version, row.reference.as_deref()), (5, Some("ODPP/CT/0044/2026")));
    assert_eq!(row.known.charges.keys().collect::<Vec<_>>(), [&2], "the first is kept from them");
    assert_eq!(row.known.charges[&2].status(), ChargeStatus::Refused);
    assert_eq!(row.known.charges[&2].accusation, *accusation(&[exhibit]));
    let mut insider = viewer("njeri", "KE-ODPP", Role::Prosecutor);
    insider.compartments.insert(Compartment::protection());
    let row = views.prosecution_of(&Reader::from(&insider), file).await.unwrap().unwrap();
    assert_eq!(row.known.charges.len(), 2);
    let stranger = reader("harriet", "UK-NMC");
    assert!(views.prosecution(&stranger, prosecution).await.unwrap().is_none());
    assert!(views.prosecution_of(&stranger, file).await.unwrap().is_none());
    assert!(views.element_matrix(&stranger, file).await.unwrap().is_empty());
}
