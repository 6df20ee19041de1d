//! Why broken glass refuses a command.

use crate::decider::refusals;

refusals! {
    /// Why broken glass refuses a command.
    pub enum BreakGlassRejection {
        RoleMayNotWrite = None, "",
            "your role takes no access in an emergency; ask an officer of the investigation";
        NotBroken = None, "breakGlassId",
            "nobody took this access; open it first";
        AlreadyBroken = None, "breakGlassId",
            "this id is that of another emergency; take access under a new id";
        RecordUnknown = None, "record",
            "the file has no such record; name one of its records, or the whole file";
        TooLong { minutes: u32 } = Some("BG-1"), "minutes",
            "access in an emergency is taken for 1 to {minutes} minutes; shorten it, and ask for a \
             grant if it is needed longer";
        ReasonMissing = Some("BG-2"), "reason",
            "say what the emergency is and why access is needed now";
        NotYours = None, "",
            "only whoever took this access gives it up; wait until its time is over";
        NotTheOwnersSupervisor = Some("BG-3"), "",
            "this is looked at by a supervisor of the agency whose file it is; ask one of them";
        OwnGlass = Some("BG-3"), "",
            "whoever took access does not review it; have another supervisor look at it";
        NotOver = Some("BG-3"), "",
            "this access is still open; review it once its time is over";
        ReasonsMissing = Some("BG-4"), "reasons", "give the reasons";
        AlreadyReviewed = Some("BG-4"), "outcome",
            "this was reviewed with another outcome, which stands; record what came to light since \
             in the policy log of the file";
    }
}
