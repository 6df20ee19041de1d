//! Somebody who may be a victim is reviewed before they are charged, and again at every new sign.

use super::{FILE, Run, created, creation, wanjiru};
use crate::casework::suspect::{
    ChargeOutcome, ForcedLabourIndicator, NonpunishmentDecision, SuspectEvent as Event,
};
use crate::casework::task::{Ground, TaskCommand, TaskKind, TaskStatus};
use crate::handling::{Compartment, Recipient};
use crate::process::{Cause, NonPunishmentGuard, What};
use crate::prosecution::prosecution_file::{Accusation, ProsecutionEvent};
use crate::value::LegalBasis;
use crate::{AgencyId, Personal, Role};

const SUSPECT: u128 = 21;
const NOW: &str = "2026-03-02T10:00:00Z";
const OPEN: (TaskKind, TaskStatus) = (TaskKind::NonpunishmentReview, TaskStatus::Open);
const DONE: (TaskKind, TaskStatus) = (TaskKind::NonpunishmentReview, TaskStatus::Done);
const CANCELLED: (TaskKind, TaskStatus) = (TaskKind::NonpunishmentReview, TaskStatus::Cancelled);

fn law() -> LegalBasis {
    LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.14").unwrap()
}

fn said() -> Personal<String> {
    Personal::new("As told".to_owned())
}

fn odpp() -> AgencyId {
    AgencyId::parse("KE-ODPP").unwrap()
}

fn flagged(sign: ForcedLabourIndicator) -> What {
    What::Suspect(Event::PossibleVictimFlagged { indicator_set: [sign].into() })
}

fn deceived() -> What {
    flagged(ForcedLabourIndicator::Deception)
}

fn isolated() -> What {
    flagged(ForcedLabourIndicator::Isolation)
}

fn reviewed() -> What {
    let decision = NonpunishmentDecision::Proceed;
    What::Suspect(Event::NonpunishmentReviewed { decision, provision: law(), reasons: said() })
}

fn charged() -> What {
    let accusation = Accusation::under(law(), said(), vec![]);
    What::Prosecution(ProsecutionEvent::ChargeProposed {
        n: 1,
        suspect: uuid::Uuid::from_u128(SUSPECT).into(),
        accusation: Box::new(accusation),
    })
}

fn by_odpp(cause: &mut Cause) {
    (cause.agency, cause.actor.agency) = (odpp(), odpp());
    cause.actor.role = Role::Prosecutor;
}

fn suspect(history: impl IntoIterator<Item = What>) -> Run<NonPunishmentGuard> {
    let mut run = Run::of(SUSPECT);
    for what in history {
        run.happens(SUSPECT, NOW, what);
    }
    run
}

#[test]
fn s3_a_sign_makes_a_task_until_it_is_reviewed() {
    let mut run = suspect([deceived()]);
    let orders = run.looks(NOW);
    let creation = created(&orders[0]);
    assert_eq!(creation.kind, TaskKind::NonpunishmentReview);
    assert_eq!(creation.assignment.role, Role::Supervisor, "nobody prosecutes yet");
    assert_eq!(creation.investigation, Some(uuid::Uuid::from_u128(FILE).into()));
    run.happens(SUSPECT, NOW, isolated());
    assert!(run.looks(NOW).is_empty(), "one review answers all signs");
    run.happens(SUSPECT, NOW, reviewed()).looks(NOW);
    assert_eq!(run.tasks(), [DONE]);
}

#[test]
fn s3_a_new_sign_after_the_review_makes_a_new_task() {
    let mut run = suspect([deceived()]);
    run.looks(NOW);
    run.happens(SUSPECT, NOW, reviewed()).looks(NOW);
    run.happens(SUSPECT, NOW, isolated()).looks(NOW);
    assert_eq!(run.tasks(), [OPEN, DONE]);
}

#[test]
fn p2_whoever_draws_up_a_charge_is_to_review() {
    let mut run = suspect([deceived()]);
    run.looks(NOW);
    run.happens_with(by_odpp, 61, NOW, charged());
    let orders = run.looks(NOW);
    let theirs = orders.iter().find_map(creation).expect("the prosecutors have a task");
    assert_eq!((&theirs.agency, theirs.assignment.role), (&odpp(), Role::Prosecutor));
    assert_eq!(run.tasks(), [OPEN, CANCELLED]);
    run.happens_with(by_odpp, 61, NOW, charged());
    assert!(run.looks(NOW).is_empty(), "once");
    run.happens(SUSPECT, NOW, reviewed()).looks(NOW);
    assert_eq!(run.tasks(), [DONE, CANCELLED]);
    run.happens(SUSPECT, NOW, isolated());
    let orders = run.looks(NOW);
    assert_eq!(created(&orders[0]).agency, odpp(), "they are known from then on");
}

#[test]
fn p2_what_was_brought_before_the_prosecutors_by_hand_is_theirs_once_they_charge() {
    let mut run = suspect([deceived()]);
    run.looks(NOW);
    let task = run.one(TaskKind::NonpunishmentReview, TaskStatus::Open);
    run.send(task, TaskCommand::Complete { outcome: Ground::Told(said()) }, &wanjiru());
    run.happens_with(by_odpp, 61, NOW, charged()).looks(NOW);
    assert_eq!(run.tasks(), [OPEN, DONE]);
}

#[test]
fn whoever_is_not_charged_any_more_is_not_waited_for() {
    let eliminated = What::Suspect(Event::Eliminated { reason: said() });
    let outcome = ChargeOutcome::Discontinued;
    for over in [eliminated, What::Suspect(Event::OutcomeRecorded { outcome })] {
        let mut run = suspect([deceived()]);
        run.looks(NOW);
        run.happens(SUSPECT, NOW, over).looks(NOW);
        assert_eq!(run.tasks(), [CANCELLED]);
    }
}

#[test]
fn whoever_shows_no_signs_needs_no_review() {
    let mut run = Run::<NonPunishmentGuard>::of(SUSPECT);
    run.happens_with(by_odpp, 61, NOW, charged());
    assert!(run.looks(NOW).is_empty());
    assert!(suspect([deceived(), reviewed()]).looks(NOW).is_empty(), "nor who was reviewed before");
}

#[test]
fn p2_a_sign_is_told_under_its_own_marking_and_not_under_that_of_the_charge() {
    let kept_back = |cause: &mut Cause| {
        cause.handling.compartments.insert(Compartment::parse("PROTECTION").unwrap());
    };
    let mut run = Run::<NonPunishmentGuard>::of(SUSPECT);
    run.happens_with(kept_back, SUSPECT, NOW, deceived());
    run.looks(NOW);
    let shared = |cause: &mut Cause| {
        by_odpp(cause);
        cause.handling.releasable_to.insert(Recipient::parse("GB").unwrap());
    };
    run.happens_with(shared, 61, NOW, charged());
    let orders = run.looks(NOW);
    let theirs = orders.iter().find(|order| creation(order).is_some()).unwrap();
    let handling = &theirs.under.handling;
    assert!(handling.compartments.contains(&Compartment::parse("PROTECTION").unwrap()));
    assert!(handling.releasable_to.is_empty(), "the sign was released to nobody");
    assert_eq!(run.tasks(), [OPEN, OPEN], "the supervisor is still to see to it");
    run.happens(SUSPECT, NOW, reviewed()).looks(NOW);
    assert_eq!(run.tasks(), [DONE, DONE]);
}
