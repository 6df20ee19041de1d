//! Why a prosecution file refuses a command.

use chrono::NaiveDate;

use super::code::{ChargeStatus, CourtEventType};
use crate::decider::refusals;
use crate::law::Circumstance;

refusals! {
    /// Why a prosecution file refuses a command.
    pub enum ProsecutionRejection {
        RoleMayNotWrite = None, "",
            "only prosecutors record prosecutions; ask one of the prosecuting agency";
        NotYourFile = None, "",
            "this prosecution is another agency's; ask a prosecutor of that agency";
        NotOpened = None, "prosecutionFileId",
            "this prosecution file has not been opened; open it first";
        AlreadyOpened = None, "prosecutionFileId",
            "this id is already a prosecution file; open yours under a new id";
        AlreadyProsecuted = None, "investigationId",
            "this investigation has a prosecution file; propose charges in that one";
        NotReferred = None, "investigationId",
            "this investigation is not with your agency for prosecution; have its senior \
             investigating officer refer it first";

        SuspectUnknown = None, "suspectId",
            "this is no suspect of the investigation, or not one shared with you; name one of its \
             suspects";
        ExhibitUnknown { element: String } = None, "elements.evidence",
            "the element {element} names an exhibit that the investigation does not have, or that is \
             not shared with you; name exhibits of the investigation";
        ParticularsMissing = None, "particulars",
            "say what they are said to have done, when, where and to whom";
        ReasonMissing = None, "reason", "give the reason";
        OffenceInFuture = None, "offenceDate",
            "the offence lies in the future; correct the date";
        OffenceDateMissing = Some("P1"), "offenceDate",
            "say on which day the offence was committed, or its last day where it went on: what has to be \
             proved is what the law said on that day";
        CircumstanceUnknown { circumstance: Circumstance } = Some("P1"), "circumstances",
            "nothing in the provision depends on {circumstance}; leave it out";
        NotAsTheLawSays = Some("P1"), "number",
            "what the charge has to prove is not what the law says by now; amend the charge, then \
             approve or file it";
        NotInForce { day: NaiveDate } = Some("P1"), "offenceDate",
            "the provision was not in force on {day}; charge under the law of that day, or correct the \
             date of the offence";
        NoMandatoryElement = None, "elements",
            "name what has to be proved: at least one element without which there is no offence";
        ElementTwice { element: String } = None, "elements",
            "the element {element} is named twice; name each once, with all its exhibits";
        StrengthWithoutEvidence { element: String } = None, "elements.strength",
            "the element {element} is given a strength and no exhibit; name the exhibits that prove \
             it, or leave the strength out";

        NoSuchCharge { number: u32 } = None, "number",
            "there is no charge {number}; propose it first";
        NotAllowedIn { action: &'static str, status: ChargeStatus, from: String } = None, "number",
            "{action} is not possible while the charge is {status}, only while it is {from}; look at \
             its history";
        ElementUnproved { elements: String } = Some("P1"), "",
            "no admissible exhibit proves {elements}; amend the charge with one for each, have \
             integrity ruled on, or refuse the charge";
        SuspectMayBeVictim = Some("P2"), "",
            "the suspect may be a victim of trafficking; record the non-punishment review of the \
             suspect first";
        SuspectNotToBePunished = Some("P2"), "",
            "a prosecutor decided that the suspect is not to be punished; refuse or withdraw the \
             charge, or record a new review first";
        ExhibitNotForCourt { element: String } = Some("P3"), "elements",
            "the element {element} rests on an exhibit that was obtained on condition that it is not \
             used in court; take the exhibit out and prove the element otherwise";

        NoSuchCourtEvent { number: u32 } = None, "number",
            "there is no entry {number} in the court diary; schedule it first";
        AlreadyHeld = None, "number",
            "another result of this entry is recorded; schedule a new entry for what came after";
        ResultMissing = None, "result", "say what came of it";
        NextBeforeThis = None, "next.on",
            "what comes next cannot come before what was held; correct one of the times";
        TooEarlyInCourt { kind: CourtEventType, needs: &'static str } = None, "type",
            "{kind} needs {needs}; record that first";
        MeasureMissing = None, "measures", "name at least one measure";
        AlreadyDecided = None, "verdict",
            "the court found otherwise on this charge; record the appeal in the court diary before \
             its verdict";
        NotConvicted = None, "number",
            "nobody was convicted on this charge; record the verdict first";
        TermMissing = None, "sentence.term", "say for how long: years, months or days";
        TermMisplaced = None, "sentence.term",
            "this sentence is not imposed for a term; leave the term out or correct the type";
        FineMissing = None, "sentence.fine", "say how much is to be paid";
    }
}
