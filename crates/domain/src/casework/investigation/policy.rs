//! The longer rules of an investigation: one function a rule.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::File;
use super::code::ClosureOutcome;
use super::code::InvestigationStatus::{
    self, Active, Closed, Registered, Suspended, Transferred, Trial, UnderReview, WithProsecutor,
};
use super::command::{CaseStanding, InvestigationCommand, OpenTasks};
use super::event::InvestigationEvent;
use super::rejection::InvestigationRejection as Rejection;
use crate::casework::task::TaskKind;
use crate::casework::text::Reference;
use crate::casework::writes_casework;
use crate::metadata::{Actor, Role};
use crate::value::InvestigationReference;
use crate::{AgencyId, Law};

/// The statuses in which a file is worked on.
pub(super) const OPEN: &[InvestigationStatus] =
    &[Registered, Active, Suspended, UnderReview, WithProsecutor, Trial];

/// Closing needs a reviewer to have looked at the file.
const CLOSABLE: &[InvestigationStatus] = &[UnderReview, WithProsecutor, Trial];

/// Any file is transferred once.
pub(super) const BEFORE_TRANSFER: &[InvestigationStatus] =
    &[Registered, Active, Suspended, UnderReview, WithProsecutor, Trial, Closed];

/// A step of the state machine.
pub(super) struct Step {
    action: &'static str,
    from: &'static [InvestigationStatus],
    to: InvestigationStatus,
}

pub(super) const ACTIVATE: Step = Step { action: "activating", from: &[Registered], to: Active };
pub(super) const SUBMIT: Step =
    Step { action: "submitting for review", from: &[Active], to: UnderReview };
pub(super) const RETURN: Step =
    Step { action: "returning from review", from: &[UnderReview], to: Active };
pub(super) const SUSPEND: Step = Step { action: "suspending", from: &[Active], to: Suspended };
pub(super) const RESUME: Step = Step { action: "resuming", from: &[Suspended], to: Active };
pub(super) const REFER: Step =
    Step { action: "referring to the prosecutor", from: &[UnderReview], to: WithProsecutor };
pub(super) const GIVE_BACK: Step =
    Step { action: "returning from the prosecutor", from: &[WithProsecutor], to: Active };
pub(super) const COMMENCE: Step =
    Step { action: "commencing the trial", from: &[WithProsecutor], to: Trial };
pub(super) const REOPEN: Step = Step { action: "reopening", from: &[Closed], to: Active };

/// Only investigators and supervisors open files, with what a file must say from the start.
pub(super) fn opening(
    command: InvestigationCommand,
    actor: &Actor,
    law: (&Law, NaiveDate),
) -> Result<Vec<InvestigationEvent>, Rejection> {
    let InvestigationCommand::Open {
        reference,
        title,
        crime_types,
        territory,
        sio,
        deputies,
        origin,
        template_id,
    } = command
    else {
        return Err(Rejection::NotOpened);
    };
    let sio = sio.unwrap_or_else(|| actor.user.clone());
    if !writes_casework(actor.role) {
        return Err(Rejection::RoleMayNotWrite);
    }
    if crime_types.is_empty() {
        return Err(Rejection::CrimeTypeMissing);
    }
    if territory.is_empty() {
        return Err(Rejection::TerritoryMissing);
    }
    if deputies.contains(&sio) {
        return Err(Rejection::DeputyIsSio);
    }
    let applied = template_id.as_ref().map(|named| template(named, law)).transpose()?;
    let lead_agency = actor.agency.clone();
    let opened = InvestigationEvent::Opened {
        reference,
        title,
        crime_types,
        lead_agency,
        sio,
        deputies,
        origin,
        territory,
        template_id,
    };
    Ok(std::iter::once(opened).chain(applied).collect())
}

/// The tasks of a case template, as it is on the day.
pub(super) fn template(
    named: &Reference,
    (law, today): (&Law, NaiveDate),
) -> Result<InvestigationEvent, Rejection> {
    let found = law.case_templates.get_key_value(named.as_str());
    let version = found.and_then(|(code, entry)| Some((code, entry.on(today)?)));
    let Some((code, version)) = version else {
        return Err(Rejection::TemplateUnknown { template: named.to_string(), day: today });
    };
    Ok(InvestigationEvent::TemplateApplied {
        template: code.clone(),
        valid_from: version.valid_from,
        tasks: version.content.tasks.clone(),
    })
}

/// Opening the same file twice changes nothing; another file cannot take its id.
pub(super) fn opening_again(
    file: &File,
    reference: &InvestigationReference,
    actor: &Actor,
) -> Result<Vec<InvestigationEvent>, Rejection> {
    if file.reference == *reference && file.agency == actor.agency {
        return Ok(vec![]);
    }
    Err(Rejection::AlreadyOpened)
}

/// Investigators and supervisors write in their own agency's files; prosecutors of an agency that the
/// file was referred to take the steps that are theirs.
pub(super) fn access(
    file: &File,
    command: &InvestigationCommand,
    actor: &Actor,
) -> Result<(), Rejection> {
    let prosecutors_step = matches!(
        command,
        InvestigationCommand::ReturnFromProsecutor { .. } | InvestigationCommand::CommenceTrial
    );
    if prosecutors_step && actor.role == Role::Prosecutor {
        let referred = file.prosecutors.contains(&actor.agency);
        return if referred { Ok(()) } else { Err(Rejection::NotItsProsecutor) };
    }
    if !writes_casework(actor.role) {
        return Err(Rejection::RoleMayNotWrite);
    }
    if actor.agency != file.agency {
        return Err(Rejection::NotYourFile);
    }
    if prosecutors_step && !leads(file, actor) {
        return Err(Rejection::NotItsProsecutor);
    }
    Ok(())
}

/// INV-I3: only the senior investigating officer or a deputy decides.
pub(super) fn only_its_sio_or_deputy(file: &File, actor: &Actor) -> Result<(), Rejection> {
    if is_sio_or_deputy(file, actor) { Ok(()) } else { Err(Rejection::NotSioOrDeputy) }
}

/// The team and the course of a file are for those who lead it.
pub(super) fn only_those_who_lead_it(file: &File, actor: &Actor) -> Result<(), Rejection> {
    if leads(file, actor) { Ok(()) } else { Err(Rejection::NotLeadingIt) }
}

fn is_sio_or_deputy(file: &File, actor: &Actor) -> bool {
    file.sio == actor.user || file.deputies.contains(&actor.user)
}

fn leads(file: &File, actor: &Actor) -> bool {
    actor.role == Role::Supervisor || is_sio_or_deputy(file, actor)
}

/// INV-I2: an investigation is closed by a supervisor who does not lead it, once no victim is left
/// without somebody who looks after them, no exhibit is left, and no task is waited for.
pub(super) fn closing(
    file: &File,
    outcome: ClosureOutcome,
    victim_outcomes_confirmed: bool,
    standing: &CaseStanding,
    actor: &Actor,
) -> Result<Vec<InvestigationEvent>, Rejection> {
    if actor.role != Role::Supervisor {
        return Err(Rejection::SupervisorMustClose);
    }
    if is_sio_or_deputy(file, actor) {
        return Err(Rejection::SupervisorIsSio);
    }
    if file.status == Closed && file.outcome == Some(outcome) {
        return Ok(vec![]);
    }
    within(file.status, "closing", CLOSABLE)?;
    if outcome == ClosureOutcome::Charged && file.status != Trial {
        return Err(Rejection::ChargedOnlyFromTrial);
    }
    nothing_stands_open(&file.agency, standing)?;
    if !victim_outcomes_confirmed {
        return Err(Rejection::VictimOutcomesNotConfirmed);
    }
    let approved_by = actor.user.clone();
    Ok(vec![InvestigationEvent::Closed { outcome, victim_outcomes_confirmed, approved_by }])
}

fn nothing_stands_open(owner: &AgencyId, standing: &CaseStanding) -> Result<(), Rejection> {
    if !standing.open_victim_cases_without_onward_owner.is_empty() {
        let aliases = listed(&standing.open_victim_cases_without_onward_owner);
        return Err(Rejection::VictimsWithoutOnwardOwner { aliases });
    }
    if !standing.exhibits_on_hold.is_empty() {
        return Err(Rejection::ExhibitsOnHold { exhibits: listed(&standing.exhibits_on_hold) });
    }
    if !standing.exhibits_undisposed.is_empty() {
        let exhibits = listed(&standing.exhibits_undisposed);
        return Err(Rejection::ExhibitsUndisposed { exhibits });
    }
    no_task_is_waited_for(owner, &standing.open_tasks)
}

/// The agency's own tasks are waited for, and the prosecutors' review of somebody who may be a victim, of
/// which it is told only whose it is. What else another agency has to do, such as telling those who rely on
/// a consent that it was taken back, it does whether or not the file is closed.
fn no_task_is_waited_for(owner: &AgencyId, open: &[OpenTasks]) -> Result<(), Rejection> {
    let count = open.iter().filter(|tasks| tasks.agency == *owner).map(|tasks| tasks.count).sum();
    if count > 0 {
        return Err(Rejection::TasksOpen { count });
    }
    let reviews = open.iter().filter(|tasks| tasks.kind == TaskKind::NonpunishmentReview);
    let agencies: BTreeSet<_> = reviews.map(|tasks| &tasks.agency).collect();
    if !agencies.is_empty() {
        return Err(Rejection::TasksOpenElsewhere { agencies: listed(agencies) });
    }
    Ok(())
}

/// The course of a file is the one of its state machine; a step already taken changes nothing.
pub(super) fn step(
    file: &File,
    step: &Step,
    event: InvestigationEvent,
) -> Result<Vec<InvestigationEvent>, Rejection> {
    if file.status == step.to {
        return Ok(vec![]);
    }
    within(file.status, step.action, step.from)?;
    Ok(vec![event])
}

/// Refuses what is not possible in the file's status, by the name of the status.
pub(super) fn within(
    status: InvestigationStatus,
    action: &'static str,
    from: &[InvestigationStatus],
) -> Result<(), Rejection> {
    if from.contains(&status) {
        return Ok(());
    }
    let from = from.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    Err(Rejection::NotAllowedIn { action, status, from })
}

fn listed<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}

/// A rule that fits one line.
pub(super) fn require(holds: bool, rejection: Rejection) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(rejection) }
}

/// Suspects, victims, journeys, exhibits and intelligence are added to a file by the agency whose file
/// it is, while it is worked on (INV-I2 would not hold after the closing); members of other agencies
/// read.
pub fn adds_to_file_of(
    owner: &AgencyId,
    status: InvestigationStatus,
    actor: &AgencyId,
) -> Result<(), Rejection> {
    if owner != actor {
        return Err(Rejection::NotYourFile);
    }
    is_worked_on(status)
}

/// Nothing is added to a file that was closed or given away.
pub fn is_worked_on(status: InvestigationStatus) -> Result<(), Rejection> {
    require(!matches!(status, Closed | Transferred), Rejection::FileClosed { status })
}

/// A prosecutor changes the records of a file only when it was referred to their agency, or they were
/// taken into its team.
pub fn acts_as_prosecutor(role: Role, referred: bool) -> Result<(), Rejection> {
    if role == Role::Prosecutor && !referred { Err(Rejection::NotReferred) } else { Ok(()) }
}
