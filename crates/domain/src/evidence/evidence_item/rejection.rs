//! Why an exhibit refuses a command.

use crate::decider::refusals;

refusals! {
    /// Why an exhibit refuses a command.
    pub enum EvidenceRejection {
        RoleMayNotWrite = None, "",
            "your role reads but does not record exhibits; ask an investigator of the agency";
        NotYourFile = None, "",
            "this exhibit is another agency's; ask them, or have them offer you custody";

        NotIdentified = None, "evidenceItemId",
            "this exhibit has not been identified; identify it first";
        AlreadyIdentified = None, "evidenceItemId",
            "this exhibit has been identified; identify another under a new id";
        NotAllowedInIdentified = None, "",
            "this exhibit has only been identified; seize it first";
        AlreadySeized = None, "exhibitRef",
            "this exhibit has been seized and has its mark";
        DuplicateExhibitRef = Some("X7"), "exhibitRef",
            "this mark is taken in the investigation; give the exhibit the next number";
        NotAllowedInSeized = None, "",
            "this exhibit has been seized but not stored; store it first";
        NotAllowedInStore = None, "",
            "this exhibit is in store, where this has no meaning; look at its history";
        NotAllowedInTransfer = None, "",
            "custody is being handed over; have the offer accepted, refused or withdrawn first";
        NoExaminationInTransfer = Some("X3"), "",
            "nobody examines an exhibit while custody is being handed over; have the offer \
             accepted, refused or withdrawn first";
        NotAllowedInExamination = None, "",
            "this exhibit is being examined; store it first";
        NotAllowedAbroad = None, "",
            "this exhibit is abroad; record its return first";
        NotAllowedInCourt = None, "",
            "this exhibit is in court; record its return first";
        NotAllowedInCompromised = Some("X5"), "",
            "its digest does not match, so its integrity is in question; a supervisor must rule on \
             it first";
        NotAllowedInExcluded = Some("X5"), "",
            "this exhibit was excluded for its integrity; it can only come back to its custodian, be \
             returned or destroyed";
        NotAllowedInReturned = None, "",
            "this exhibit was given back; seize it again under a new id if it is needed";
        NotAllowedInDestroyed = None, "",
            "this exhibit was destroyed; nothing more can be recorded of it";

        NotTheCustodian = Some("X1"), "",
            "only the officer who holds the exhibit hands it over; ask them to offer it";
        AlreadyTheCustodian = Some("X1"), "to",
            "this officer holds the exhibit already; offer it to another";
        NothingOffered = Some("X2"), "",
            "no custody is offered; the custodian must offer it first";
        NotTheRecipient = Some("X2"), "",
            "custody was offered to another officer, who alone can accept or refuse it";
        AcceptedBeforeOffered = Some("X2"), "occurred",
            "custody cannot have been accepted before it was offered; correct the time";

        SealUnknown = None, "old",
            "the exhibit is not under this seal; look at the number on it and in its record";
        StillSealed = None, "new",
            "the exhibit is sealed; record first that its seal was broken";
        SealUsedBefore = None, "new",
            "a broken seal is not used again; take a new one";

        DigestMissing = None, "hashes",
            "give at least one digest of what was acquired";
        CaptureMissing = Some("X8"), "capture",
            "a capture of online material must give the address's digest, the operator's account \
             and how the clock was checked";
        CaptureAccountMissing = Some("X8"), "capture.operatorAccount",
            "say which account the operator was signed in with, or that there was none";
        CaptureClockMissing = Some("X8"), "capture.timeSync.reference",
            "say what the capturing machine's clock was compared with";
        NotACapture = Some("X8"), "capture",
            "this exhibit is no capture of online material; leave the capture out";
        ParentNotAcquired = Some("X4"), "",
            "this exhibit carries data of which no digest is recorded; acquire it first";
        ParentNotVerified = Some("X4"), "parentHash",
            "the exhibit's digest has not been verified since it last changed hands or was \
             opened; verify it first, or give the digest computed now";
        ParentAlgorithmNotRecorded = Some("X4"), "parentHash",
            "no digest of the exhibit is recorded under this algorithm; compute one under an \
             algorithm that is";
        AlgorithmNotRecorded = None, "computed",
            "no digest under this algorithm is recorded; compute one under an algorithm that is";
        SupervisorRules = Some("X5"), "",
            "a supervisor of the exhibit's agency rules on its integrity; ask one";

        FileNameMissing = None, "name",
            "give the file's name as it was where it came from";
        FileEmpty = None, "size",
            "the file is empty; choose the file that holds the data";
        FileStoredBefore = None, "",
            "this very file is kept with the exhibit already; look at its files";
        FileNotAcquired = Some("X4"), "",
            "this exhibit carries data of which no digest is recorded; acquire it first, and give \
             the file's SHA-256 or BLAKE3 digest";
        FileNotComparable = Some("X4"), "",
            "only digests of other algorithms are recorded of this exhibit's data; acquire it again \
             and give the file's SHA-256 or BLAKE3 digest";
        FileNotAsAcquired = Some("X5"), "sha256",
            "this file is not what was acquired: no acquisition recorded its digest; choose the \
             file that was acquired, or record its acquisition first";
        NoSuchFile = None, "fileId",
            "no such file is kept with this exhibit; look at its files";

        OnHold = Some("X6"), "",
            "a hold forbids this; have it lifted first";
        TwoWitnessesNeeded = Some("X6"), "witnesses",
            "two different persons must witness this";
        RetentionRuns = Some("X6"), "retentionExpiredOn",
            "the retention period had not ended on that day; wait until it has";
        RetentionOtherwiseSet = Some("X6"), "retentionExpiredOn",
            "its retention period was set to end on another day; give that day, or set it anew first";
        RetentionPassed = Some("X6"), "endsOn",
            "the day is before the one on which it is set; give a day to come";
        NoSuchHold = None, "authorityRef",
            "no hold rests on this authority; look at the holds of the exhibit";
        ReturnDatePassed = None, "returnBy",
            "the day it is due back is before the day it was lent; correct it";
        ItemNumberZero = None, "itemNo",
            "items of a schedule are numbered from 1";

        DescriptionMissing = None, "description",
            "describe the exhibit so that it can be told apart from others";
        FirstResponderMissing = None, "by",
            "say who found it";
        AuthorityMissing = None, "authorityRef",
            "say under which authority: a warrant's number, a provision or an order's reference";
        WitnessMissing = None, "witness",
            "say who witnessed it";
        ToolMissing = None, "tool",
            "name the tool and its version";
        SpecialistMissing = None, "specialist",
            "say which specialist did it";
        ConditionMissing = None, "condition",
            "say in what state it was received";
        ReasonMissing = None, "reason",
            "give the reason";
        ActionMissing = None, "action",
            "say what was done";
        ExaminerMissing = None, "examiner",
            "say who examined it";
        ContextMissing = None, "context",
            "say where in the exhibit it was found and as what";
        LocationMissing = None, "location",
            "say where in the store it is";
        RequestMissing = None, "mlaRef",
            "give the reference of the request for mutual legal assistance";
        CourtMissing = None, "court",
            "name the court";
        ScheduleMissing = None, "schedule",
            "name the disclosure schedule";
        ReceiverMissing = None, "to",
            "say whom it was given back to";
    }
}
