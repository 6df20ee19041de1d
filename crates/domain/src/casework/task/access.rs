//! Who creates tasks, hands them on, and says what came of them.

use super::command::TaskCommand;
use super::event::{Assignment, Creation};
use super::rejection::TaskRejection as Rejection;
use super::{Slip, require};
use crate::{Actor, Role};

/// Whether somebody with a role works on tasks.
pub(crate) fn works_on_tasks(role: Role) -> bool {
    match role {
        Role::Investigator
        | Role::Supervisor
        | Role::Analyst
        | Role::Prosecutor
        | Role::VictimSupportOfficer => true,
        Role::LiaisonOfficer | Role::Auditor | Role::Integrator | Role::System => false,
    }
}

/// People create tasks for their own agency and a file, and say what is to be done. A process creates them
/// for the agency whose record it watches, and says for which event.
pub(super) fn creating(creation: &Creation, actor: &Actor) -> Result<(), Rejection> {
    assignable(&creation.assignment)?;
    if actor.role == Role::System {
        return require(creation.process.is_some(), Rejection::RoleMayNotWrite);
    }
    require(works_on_tasks(actor.role) && creation.process.is_none(), Rejection::RoleMayNotWrite)?;
    require(actor.agency == creation.agency, Rejection::NotYourTask)?;
    require(creation.investigation.is_some(), Rejection::FileMissing)?;
    let title = creation.title.as_ref();
    require(title.is_some_and(|title| !crate::casework::is_blank(title)), Rejection::TitleMissing)
}

/// Tasks are given to roles that work on them.
pub(super) fn assignable(assignment: &Assignment) -> Result<(), Rejection> {
    let role = assignment.role;
    require(works_on_tasks(role), Rejection::RoleDoesNoTasks { role })
}

/// Who may ask what of a task that was created.
pub(super) fn changing(slip: &Slip, command: &TaskCommand, actor: &Actor) -> Result<(), Rejection> {
    if actor.role == Role::System {
        // A process ends what processes began, and leaves people's tasks alone.
        return require(slip.process.is_some(), Rejection::NotYourTask);
    }
    require(works_on_tasks(actor.role), Rejection::RoleMayNotWrite)?;
    require(actor.agency == slip.agency, Rejection::NotYourTask)?;
    let supervises = actor.role == Role::Supervisor;
    let created = slip.process.is_none() && slip.created_by == actor.user;
    let Assignment { role, user } = &slip.assignment;
    let is_named = user.as_ref() == Some(&actor.user);
    let may_take = user.is_none() && *role == actor.role;
    match command {
        TaskCommand::Create(_) => Ok(()),
        TaskCommand::Assign { assignment } => {
            let takes = may_take && assignment.user.as_ref() == Some(&actor.user);
            require(supervises || created || is_named || takes, Rejection::AssignerNotAllowed)
        }
        TaskCommand::Complete { .. } => {
            require(supervises || is_named || may_take, Rejection::NotYoursToDo)
        }
        TaskCommand::Cancel { .. } => require(supervises || created, Rejection::NotYoursToEnd),
        TaskCommand::Reopen { .. } => {
            require(supervises || created || is_named || may_take, Rejection::NotYoursToDo)
        }
    }
}
