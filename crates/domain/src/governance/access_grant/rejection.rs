//! Why a grant of access refuses a command.

use crate::decider::refusals;

refusals! {
    /// Why a grant of access refuses a command.
    pub enum AccessGrantRejection {
        RoleMayNotWrite = None, "",
            "your role neither asks for access nor gives it; ask an officer of the investigation";
        NotRequested = None, "accessGrantId",
            "nobody has asked for this access; request it first";
        AlreadyRequested = None, "accessGrantId",
            "this id is that of another request; ask for access under a new id";
        RecordUnknown = None, "record",
            "the file has no such record; name one of its records, or the whole file";
        ReasonMissing = None, "reason", "give the reason";

        NotTheOwnersSupervisor = Some("AG-1"), "",
            "access is decided on by a supervisor of the agency whose file it is; ask one of them";
        OwnRequest = Some("AG-1"), "",
            "whoever asked for access or would have it does not give it; have another supervisor decide";
        PeriodBackwards = Some("AG-2"), "validUntil",
            "access ends after it begins; correct one of the times";
        PeriodTooLong { days: i64 } = Some("AG-2"), "validUntil",
            "access is given for {days} days at most; shorten the period and ask again before it ends";
        PeriodOver = Some("AG-2"), "validUntil",
            "this period is over; ask for access with a new one";
        ConsentNotGiven = Some("AG-3"), "consent",
            "the person has not given this consent, or took it back; obtain it first, or name another \
             ground";
        Over = Some("AG-4"), "",
            "this access was refused or taken back, which is final; ask for it anew";
        AlreadyApproved = Some("AG-4"), "",
            "this access was given; revoke it instead";
        NotYoursToRevoke = Some("AG-4"), "",
            "access is taken back by the agency whose file it is, or given up by whoever has it; ask \
             one of them";
        RestsOnNoConsent = Some("V5"), "code",
            "this access rests on no consent that could be taken back; give the reason that applies";
    }
}
