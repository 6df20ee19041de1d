//! Why a task refuses a command.

use super::code::TaskStatus;
use crate::Role;
use crate::decider::refusals;

refusals! {
    /// Why a task refuses a command.
    pub enum TaskRejection {
        RoleMayNotWrite = None, "",
            "your role does not work on tasks; ask an investigator or a supervisor of your agency";
        NotYourTask = None, "",
            "this task is another agency's; ask somebody of that agency";
        NotCreated = None, "taskId", "this task has not been created; create it first";
        AlreadyCreated = None, "taskId",
            "this id is another task's; create yours under a new id";
        FileMissing = None, "investigationId", "say for which investigation it is to be done";
        TitleMissing = None, "title", "say what is to be done";
        RoleDoesNoTasks { role: Role } = None, "assignee.role",
            "nobody with the role {role} works on tasks; name another role";
        AssignerNotAllowed = None, "",
            "only whoever created the task, whoever is to do it, or a supervisor says who does it; \
             ask one of them, or take the task yourself while it names your role and nobody else";
        NotYoursToDo = None, "",
            "only whoever is to do the task, or a supervisor, says that it was done; have it \
             assigned to you first";
        NotYoursToEnd = None, "",
            "only whoever created the task, or a supervisor, cancels it; ask one of them";
        NotOpen { status: TaskStatus } = None, "",
            "the task is {status}; reopen it first";
        OutcomeMissing = None, "outcome", "say what came of it";
        ReasonMissing = None, "reason", "give the reason";
    }
}
