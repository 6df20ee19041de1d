//! What rests on a consent ends with it, and a victim-support officer tells those who relied on it.

use uuid::Uuid;

use super::{FILE, Run, created, wanjiru};
use crate::casework::task::{Ground, TaskCommand, TaskKind, TaskStatus};
use crate::governance::access_grant::{
    AccessGrantCommand as Command, AccessGrantEvent as Event, Consent, Grantee, Period, Request,
    RevocationReason,
};
use crate::governance::{Subject, Surroundings};
use crate::process::{Asked, Cause, ConsentCascade, Order, What};
use crate::protection::victim_case::{
    ConsentGiver, ConsentScope, InformedAnswers, Provider, VictimCaseEvent,
};
use crate::testing::{akinyi, at, by};
use crate::value::LegalBasis;
use crate::{AgencyId, Personal, Purpose, Role};

const VICTIM: u128 = 41;
const NOW: &str = "2026-03-02T10:00:00Z";
const OPEN: (TaskKind, TaskStatus) = (TaskKind::ConsentWithdrawal, TaskStatus::Open);

fn nmc() -> AgencyId {
    AgencyId::parse("UK-NMC").unwrap()
}

fn tocu() -> AgencyId {
    AgencyId::parse("KE-DCI-TOCU").unwrap()
}

fn share() -> ConsentScope {
    ConsentScope::ShareWith { agency: nmc() }
}

fn said() -> Personal<String> {
    Personal::new("As told".to_owned())
}

fn grant(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn around() -> Surroundings {
    Surroundings { owner: Some(tocu()), in_file: true, consent_stands: true }
}

/// UK-NMC is to see the person's case, as they agreed.
fn asking(scope: ConsentScope) -> Command {
    let request = Request {
        investigation: Uuid::from_u128(FILE).into(),
        subject: Subject::Record(Uuid::from_u128(VICTIM)),
        grantee: Grantee { agency: nmc(), user: None },
        consent: Some(Consent { victim_case: Uuid::from_u128(VICTIM).into(), scope }),
        purpose: Purpose::ProtectVictim,
        legal_basis: LegalBasis::parse("KE", "Data Protection Act 2019", "s.32").unwrap(),
        period: Period {
            valid_from: at("2026-03-02T09:00:00Z"),
            valid_until: at("2026-04-01T09:00:00Z"),
        },
        reason: said(),
    };
    Command::Request { request: Box::new(request), around: around() }
}

fn withdrawn(scope: ConsentScope) -> What {
    What::Victim(VictimCaseEvent::ConsentWithdrawn { scopes: [scope].into() })
}

fn given(scope: ConsentScope) -> What {
    let answers = InformedAnswers {
        agrees_to_interview: true,
        informed_of_purpose: true,
        informed_of_use: true,
        informed_of_research: true,
        informed_of_right_to_request: true,
        informed_of_retention: true,
        informed_of_withdrawal: true,
    };
    What::Victim(VictimCaseEvent::ConsentRecorded {
        scopes: [scope].into(),
        given: true,
        answers,
        interpreter: false,
        by: ConsentGiver::Person,
    })
}

/// A consent to share on which two grants rest, and one to support on which another does.
fn lent() -> Run<ConsentCascade> {
    let mut run = Run::of(VICTIM);
    run.happens(VICTIM, NOW, given(share()));
    run.ask(grant(1), asking(share()), &akinyi());
    let approve = Command::Approve { around: around() };
    run.ask(grant(1), approve, &by("wambui", "KE-DCI-TOCU", Role::Supervisor));
    run.ask(grant(2), asking(share()), &akinyi());
    run.ask(grant(3), asking(ConsentScope::Support), &akinyi());
    run
}

fn revocations(orders: &[Order]) -> usize {
    let revokes = |order: &&Order| matches!(order.asked, Asked::OfGrant(_, Command::Revoke { .. }));
    orders.iter().filter(revokes).count()
}

fn is_revoked(run: &Run<ConsentCascade>, number: u128) -> bool {
    let code = RevocationReason::ConsentWithdrawn;
    matches!(run.last_of(grant(number)), Event::Revoked { code: for_this, .. } if *for_this == code)
}

#[test]
fn v5_a_withdrawal_revokes_each_grant_in_its_scope_and_no_other() {
    let mut run = lent();
    assert!(run.looks(NOW).is_empty(), "while consent stands, nothing is to be done");
    run.happens(VICTIM, NOW, withdrawn(share()));
    let orders = run.looks(NOW);
    assert_eq!(revocations(&orders), 2, "one order a grant, also for what waits for a decision");
    for order in &orders {
        assert_eq!(order.under.agency, tocu(), "for the agency whose protection file it is");
    }
    assert!(is_revoked(&run, 1) && is_revoked(&run, 2));
    assert!(!is_revoked(&run, 3), "support goes on");
    assert!(run.looks("2026-06-01T00:00:00Z").is_empty(), "once");
}

#[test]
fn v5_a_withdrawal_makes_a_task_to_tell_those_who_rely_on_it() {
    let mut run = lent();
    run.happens(VICTIM, NOW, withdrawn(share()));
    let orders = run.looks(NOW);
    let task = orders.iter().find(|order| matches!(order.asked, Asked::OfTask(..)));
    let creation = created(task.expect("somebody is to tell them"));
    assert_eq!(creation.kind, TaskKind::ConsentWithdrawal);
    assert_eq!(creation.assignment.role, Role::Supervisor, "nobody supports the person yet");
    run.happens(VICTIM, NOW, given(share())).looks(NOW);
    assert_eq!(run.tasks(), [OPEN], "it ends when somebody says that they were told");
    run.happens(VICTIM, NOW, withdrawn(ConsentScope::Media)).looks(NOW);
    assert_eq!(run.tasks(), [OPEN, OPEN], "each withdrawal is told of");
}

#[test]
fn v5_a_victim_support_officer_tells_them_of_whoever_supports_the_person() {
    let cps = || AgencyId::parse("KE-CPS").unwrap();
    let supported =
        What::Victim(VictimCaseEvent::SupportAssigned { provider: Provider::Agency(cps()) });
    let mut run = Run::<ConsentCascade>::of(VICTIM);
    run.happens(VICTIM, NOW, supported).happens(VICTIM, NOW, withdrawn(share()));
    let orders = run.looks(NOW);
    let told_by = created(&orders[0]);
    assert_eq!((&told_by.agency, told_by.assignment.role), (&cps(), Role::VictimSupportOfficer));

    let mut run = Run::<ConsentCascade>::of(VICTIM);
    let by_an_officer = |cause: &mut Cause| cause.actor.role = Role::VictimSupportOfficer;
    run.happens_with(by_an_officer, VICTIM, NOW, withdrawn(share()));
    let orders = run.looks(NOW);
    let told_by = created(&orders[0]);
    assert_eq!((&told_by.agency, told_by.assignment.role), (&tocu(), Role::VictimSupportOfficer));
}

#[test]
fn v5_what_was_refused_or_revoked_before_is_left_alone() {
    let mut run = lent();
    let wambui = by("wambui", "KE-DCI-TOCU", Role::Supervisor);
    run.ask(grant(2), Command::Refuse { reason: said(), around: around() }, &wambui);
    let code = RevocationReason::PurposeFulfilled;
    run.ask(grant(1), Command::Revoke { code, reason: said(), around: around() }, &akinyi());
    run.happens(VICTIM, NOW, withdrawn(share()));
    assert_eq!(revocations(&run.looks(NOW)), 0);
}

#[test]
fn v5_what_is_asked_for_while_consent_is_taken_back_is_revoked_too() {
    let mut run = lent();
    run.happens(VICTIM, NOW, withdrawn(share())).looks(NOW);
    // Its asker was told that the consent stands, just before it did no longer.
    run.ask(grant(4), asking(share()), &akinyi());
    run.looks(NOW);
    assert!(is_revoked(&run, 4));
    run.happens(VICTIM, NOW, given(share()));
    run.ask(grant(5), asking(share()), &akinyi());
    run.looks(NOW);
    assert!(!is_revoked(&run, 5), "consent was given anew");
}

#[test]
fn v5_whoever_consent_is_taken_back_from_is_not_the_one_to_see_to_it() {
    let cps = || AgencyId::parse("KE-CPS").unwrap();
    let supported =
        || What::Victim(VictimCaseEvent::SupportAssigned { provider: Provider::Agency(cps()) });
    let from_them = ConsentScope::ShareWith { agency: cps() };
    for scope in [ConsentScope::Support, from_them] {
        let mut run = Run::<ConsentCascade>::of(VICTIM);
        let theirs = |cause: &mut Cause| {
            cause.actor.agency = cps();
            cause.actor.role = Role::VictimSupportOfficer;
        };
        run.happens(VICTIM, NOW, supported());
        run.happens(VICTIM, NOW, withdrawn(scope.clone()));
        run.happens_with(theirs, VICTIM, NOW, withdrawn(scope));
        for order in run.looks(NOW) {
            let told_by = created(&order);
            assert_eq!((&told_by.agency, told_by.assignment.role), (&tocu(), Role::Supervisor));
        }
        assert_eq!(run.tasks(), [OPEN, OPEN]);
    }
}

#[test]
fn what_was_revoked_and_told_is_not_kept_in_the_state() {
    let mut run = lent();
    run.happens(VICTIM, NOW, withdrawn(share()));
    let held = run.size();
    run.looks(NOW);
    assert_eq!(run.duties(), 1, "somebody is still to tell them");
    let task = run.one(TaskKind::ConsentWithdrawal, TaskStatus::Open);
    let outcome = Ground::Told(said());
    run.send(task, TaskCommand::Complete { outcome }, &wanjiru());
    assert_eq!(run.duties(), 0);
    assert!(run.size() < held / 2, "nor what was revoked");
    assert!(run.looks(NOW).is_empty());
}
