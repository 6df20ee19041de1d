//! Why a suspect refuses a command.

use super::code::SuspectStatus;
use crate::decider::refusals;

refusals! {
    /// Why a suspect refuses a command.
    pub enum SuspectRejection {
        NotNominated = None, "suspectId", "nobody has been nominated under this id; nominate them first";
        AlreadyNominated = None, "suspectId",
            "this id is already a suspect of another investigation or agency; nominate yours under a new id";
        RoleMayNotWrite = None, "",
            "your role reads casework and does not write it; ask an investigator or a supervisor of the agency";
        NotYourFile = None, "",
            "this suspect belongs to another agency's file; ask that agency, or nominate them in a file of your own";

        NothingToKnowThemBy = None, "name",
            "a suspect needs a name, a description or a nominal; give at least one";
        GroundsMissing = None, "grounds", "say why this person is of interest";
        GroundsTextMissing = None, "text", "say what the grounds are";
        BasisMissing = None, "basis", "say why the status changes";
        ReasonMissing = None, "reason", "give a reason";
        ReasonsMissing = None, "reasons", "give the reasons of the decision";
        OfficerMissing = None, "by", "name the arresting officer as they sign";
        PlaceMissing = None, "place", "say where the arrest was made";
        IndicatorMissing = None, "indicatorSet", "name at least one sign that the person was forced";
        OffenceMissing = None, "offences", "name at least one offence";
        WantedExpired = None, "expires", "the last day lies in the past; give a day from today on";

        NominalNotYours = Some("NOM-6"), "nominalId",
            "a suspect is linked to a record about a person that is their own agency's and shown to you; \
             begin that record first, or correct the id";
        AlreadyLinked = Some("NOM-6"), "nominalId",
            "this suspect is linked to another record of your agency, and is one person only; unlink \
             that one first, and say why";

        NotAllowedIn { action: &'static str, status: SuspectStatus, from: String } = None, "",
            "{action} is not possible while the person is {status}, only while they are {from}; bring the record there first";
        ReachedOtherwise { to: SuspectStatus } = None, "to",
            "{to} is not set by hand, only SUSPECT is; record what happened instead: an arrest, a release, a charge, an outcome, an elimination";
        GroundsTooWeak = Some("S1"), "to",
            "suspicion needs at least one ground from a source graded 0.3 or better, or an exhibit; add grounds with such a source first";
        AppropriateAdultMissing = Some("S2"), "appropriateAdult",
            "a child, or somebody whose age is not known to be 18, is interviewed with an appropriate adult; name the adult, or record the birth date first";
        NonpunishmentNotReviewed = Some("S3"), "",
            "this person may be a victim; a prosecutor must record the non-punishment review before any charge";
        NotToBePunished = Some("S3"), "",
            "a prosecutor decided that this person is not to be punished; charge only after a new review that says to proceed";
        ProsecutorMustReview = Some("S3"), "",
            "only a prosecutor reviews whether a possible victim may be punished; ask one";
        NotFlagged = Some("S3"), "",
            "nobody has flagged this person as a possible victim; record the signs first";
    }
}
