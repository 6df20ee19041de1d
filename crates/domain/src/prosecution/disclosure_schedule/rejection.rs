//! Why a disclosure schedule refuses a command.

use super::code::DisclosureForm;
use crate::decider::refusals;

refusals! {
    /// Why a disclosure schedule refuses a command.
    pub enum DisclosureRejection {
        OnlyOfficersList = None, "",
            "schedules are kept by investigators and supervisors of the investigating agency; ask one \
             of them";
        NotYourSchedule = None, "",
            "these schedules are another agency's; ask an officer of that agency";
        OnlyProsecutorsReview = Some("D6"), "",
            "only prosecutors decide on items and serve schedules; ask one of the prosecuting agency";
        NotReferred = Some("D6"), "",
            "the investigation was not referred to your agency; have its senior investigating officer \
             refer it first";
        ReviewerListedIt = Some("D6"), "no",
            "whoever listed, described or moved an item does not review it; have another prosecutor \
             decide";

        NotOpened = None, "disclosureScheduleId",
            "these disclosure schedules have not been opened; open them first";
        AlreadyOpened = None, "disclosureScheduleId",
            "this id is that of other disclosure schedules; open yours under a new id";
        AlreadyScheduled = None, "investigationId",
            "this investigation has its disclosure schedules; list the items on those";

        MaterialUnknown = None, "material",
            "the investigation has no such exhibit or sanitised report, or it is not shared with you; \
             name one that it has, or give another record's reference";
        ExhibitNotSeized = None, "material",
            "this exhibit was found and not seized, so it has no mark; seize it first";
        ReportNotSanitised = Some("N3"), "material",
            "an intelligence report is never disclosed as it was submitted; sanitise it and name the \
             sanitised report";
        AlreadyListed { form: DisclosureForm, no: u32 } = None, "material",
            "this is item {no} of the {form}; redescribe or reclassify that item instead";
        DescriptionMissing = None, "description",
            "say what it is, clearly enough to decide on it without seeing it";
        SensitivityUnexplained = Some("D4"), "reason",
            "say why it is sensitive: which important public interest would be seriously harmed, and \
             how";
        ReasonMisplaced = Some("D4"), "reason",
            "only sensitive items have a reason for their sensitivity; leave it out, or list the item \
             as sensitive";
        ReasonMissing = None, "reason", "give the reason";

        NoSuchItem { form: DisclosureForm, no: u32 } = None, "no",
            "the {form} has no item {no}; list it first";
        ItemMoved { form: DisclosureForm, no: u32 } = None, "no",
            "this item was moved; it is item {no} of the {form} now";
        AlreadyServed = Some("D2"), "no",
            "this item was served as it is and stays so; list what has changed as a new item, for the \
             next version";

        StillSensitive = Some("D4"), "decision",
            "a sensitive item is not disclosed as it is; disclose it edited, or have an officer move \
             it to the non-sensitive schedule";
        MeetsTheTest = Some("D5"), "decision",
            "what might undermine the prosecution or assist the accused is not withheld; disclose it, \
             disclose it edited, or apply to a court for public interest immunity";
        ImmunityOfNonSensitive = Some("D5"), "decision",
            "public interest immunity is for sensitive items; have an officer move it to the sensitive \
             schedule, or decide otherwise";
        OrderedByCourt = Some("D5"), "decision",
            "a court ruled that this item is to be disclosed; disclose it edited, or have an officer \
             move it to the non-sensitive schedule and disclose it";
        NotAppliedFor = Some("D5"), "no",
            "no application for public interest immunity is recorded for this item; record that \
             decision first";
        IntegrityInQuestion { no: u32 } = Some("X5"), "",
            "the integrity of the exhibit that is item {no} is in question; have a supervisor of its \
             agency rule on it first";

        NeverToTheDefence = Some("D4"), "to",
            "the sensitive schedule is never served on the defence; serve the non-sensitive one";
        NothingListed { form: DisclosureForm } = None, "class",
            "nothing is listed on the {form}; list the unused material first";
        NotAccused = None, "to.defenceOf",
            "this is nobody against whom a charge of the investigation was approved; name one of the \
             accused";
        NotReviewed { form: DisclosureForm, numbers: String } = Some("D6"), "",
            "no prosecutor has decided on {numbers} of the {form}; review them first";
        OrderOutstanding { no: u32 } = Some("D5"), "",
            "a court ruled that item {no} of the MG6D is to be disclosed; disclose it edited or have \
             it moved to the non-sensitive schedule first";
        Incomplete { gaps: u32 } = Some("D3"), "",
            "exhibits or statements that are neither used nor listed: {gaps}; list them or mark them \
             as used first, as the schedules' gaps name them";
        DescriptionErased { form: DisclosureForm } = None, "",
            "a text of an item of the {form} was erased, so that it cannot be served; list the item \
             anew";
    }
}
