//! Why an investigation refuses a command.

use chrono::NaiveDate;

use super::code::InvestigationStatus;
use crate::decider::refusals;

refusals! {
    /// Why an investigation refuses a command.
    pub enum InvestigationRejection {
        NotOpened = None, "investigationId",
            "this investigation has not been opened; open it first";
        AlreadyOpened = None, "investigationId",
            "this id is already an investigation with another reference; open yours under a new id";
        RoleMayNotWrite = None, "",
            "your role reads casework and does not write it; ask an investigator or a supervisor of the agency";
        NotYourFile = None, "",
            "this file belongs to another agency; ask that agency to do this, or open a file of your own and link the two";
        NotLeadingIt = None, "",
            "only the senior investigating officer, a deputy or a supervisor of the agency may do this; ask one of them";
        NotItsProsecutor = None, "",
            "only a prosecutor of the agency the file was referred to, or those who lead it, may do this; ask one of them";
        SupervisorMustReopen = None, "",
            "only a supervisor of the agency reopens a closed investigation; ask one";

        DuplicateReference = Some("INV-I1"), "reference",
            "your agency already has a file with this reference this year; take the next free reference";
        TemplateUnknown { template: String, day: NaiveDate } = None, "templateId",
            "there is no case template {template} on {day}; take one that caseTemplates lists";
        CrimeTypeMissing = None, "crimeTypes", "name at least one crime type";
        TerritoryMissing = None, "territory",
            "name at least one county or region by its ISO 3166-2 code, such as KE-30";
        DeputyIsSio = None, "deputies",
            "the senior investigating officer cannot be their own deputy; name somebody else or nobody";

        NotSioOrDeputy = Some("INV-I3"), "",
            "only the senior investigating officer or a deputy records decisions and begins the work; ask one of them";
        DecisionMissing = None, "decision", "say what was decided";
        RationaleMissing = None, "rationale", "say why it was decided";
        ReasonMissing = None, "reason", "give a reason";
        NewMaterialMissing = None, "newMaterial", "say what has come to light since the closing";
        RoleNotInTeam = None, "role",
            "auditors and integrators read no case content and join no team; choose another role";
        UntilPast = None, "until", "the last day in the team has passed; give a day from today on, or none";
        LinkedToItself = None, "reference",
            "an investigation is not linked to itself; give the other one's reference and agency";
        TransferToItself = None, "to", "the file already belongs to this agency; name another one";

        FileClosed { status: InvestigationStatus } = None, "investigationId",
            "this file is {status} and takes up nothing new; have it reopened, or open a file of your own";
        NotReferred = None, "",
            "a prosecutor acts on files that were referred to their agency or whose team they are in; ask the agency to refer it or to take you in";
        NotAllowedIn { action: &'static str, status: InvestigationStatus, from: String } = None, "",
            "{action} is not possible while the investigation is {status}, only while it is {from}; bring it there first";
        ChargedOnlyFromTrial = None, "outcome",
            "an investigation closes as CHARGED only from TRIAL; commence the trial first or choose another outcome";
        SupervisorMustClose = Some("INV-I2"), "",
            "only a supervisor of the agency closes an investigation; ask one";
        SupervisorIsSio = Some("INV-I2"), "",
            "the supervisor who closes an investigation must not lead it; ask another supervisor";
        VictimsWithoutOnwardOwner { aliases: String } = Some("INV-I2"), "",
            "nobody looks after these victims once the file is closed: {aliases}; find them a provider or close their cases first";
        VictimOutcomesNotConfirmed = Some("INV-I2"), "victimOutcomesConfirmed",
            "confirm that every victim knows the outcome and who looks after them now";
        ExhibitsOnHold { exhibits: String } = Some("INV-I2"), "",
            "these exhibits are on hold: {exhibits}; have the holds lifted first";
        ExhibitsUndisposed { exhibits: String } = Some("INV-I2"), "",
            "these exhibits are neither returned nor destroyed: {exhibits}; dispose of them first";
        TasksOpen { count: u32 } = Some("INV-I2"), "",
            "{count} tasks are open; finish or cancel them first";
        TasksOpenElsewhere { agencies: String } = Some("INV-I2"), "",
            "these agencies have yet to do something in this file: {agencies}; ask them to finish it first";
    }
}
