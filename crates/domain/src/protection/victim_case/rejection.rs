//! Why a protection file refuses a command.

use chrono::NaiveDate;

use super::Status;
use crate::decider::refusals;

refusals! {
    /// Why a protection file refuses a command.
    pub enum VictimCaseRejection {
        RoleMayNotWrite = None, "",
            "this role does not write in protection files; ask an investigator, a supervisor or a victim-support officer of the agency that owns the file";
        NotYourFile = None, "",
            "this file belongs to another agency; ask that agency, or have it assign support to yours";
        NotRegistered = None, "",
            "this file has not been opened; register the person first";
        AlreadyRegistered = None, "",
            "this file is already about somebody; register the person under a new file";
        AliasTaken = None, "alias",
            "another file of your agency already has this alias; take the next free number";
        AliasOfAnotherCountry = None, "alias",
            "the alias names another country than your agency's; use the code of your own, as in VIC-KE-2026-0042 for Kenya";
        DecisionInFuture = None, "decidedAt",
            "the decision is dated in the future; record it when it has been taken";
        ReceiptInFuture = None, "receivedAt",
            "the receipt is dated in the future; record it when it has been received";
        NotAllowedIn { status: Status, next: &'static str } = None, "",
            "this step cannot be taken while the case is {status}; the next step from there is: {next}";
        NotInThisJurisdiction = None, "",
            "the jurisdiction of this file has no such step; see its pathway, or register a file under the other jurisdiction";
        Closed = None, "",
            "this file is closed; register a new file if the person is met again";

        NoIndicators = None, "indicators",
            "the outcome says that indicators were found; name at least one, or correct the outcome";
        UnknownIndicator = None, "indicators",
            "an indicator is not on the list of the tool; use the names of the list of eleven";
        NoScope = None, "scopes",
            "say what the person was asked for; name at least one scope";
        NotInformed = None, "answers",
            "a yes counts only when it was informed; explain purpose, use and how to withdraw (and research, or the interview, where asked for), then record it";
        WithdrawInstead = None, "given",
            "the person has consented, or has been referred, before; record that they withdraw the consent instead";

        ConsentToReferralMissing = Some("V1"), "",
            "an adult is referred only with their consent; record consent to referral first";
        GuardianNotNotified = Some("V1"), "notification",
            "for a child, or while age is disputed, a guardian, trafficking guardian or (in Kenya) a children officer must be notified first or along with the referral";
        GuardianKindNotHere = Some("V1"), "notification.kind",
            "this jurisdiction has no such office; in Kenya notify a children officer or guardian, in the United Kingdom a guardian or an independent trafficking guardian";
        NotAChild = Some("V1"), "",
            "the person is an adult, for whom no guardian is notified; determine the age first if it is in doubt";
        MechanismOfAnotherJurisdiction = None, "mechanism",
            "a file is referred to the mechanism of its own jurisdiction; choose that one, or register a file under the other jurisdiction";
        AlreadyReferred = None, "referralRef",
            "the person has already been referred; record what follows from it";

        NoDutyToNotify = Some("V2"), "",
            "there is no duty to notify; it arises when an adult in the United Kingdom refuses referral";
        OnlyAnonymous = Some("V2"), "anonymous",
            "without consent to share with that agency the notification must be anonymous; send it anonymously";
        DutyToNotifyOutstanding = Some("V2"), "",
            "the duty to notify is outstanding; send the notification before closing the file";

        NoReferral = Some("V3"), "",
            "a decision needs the receipt of the referral; record the referral first";
        DecidedBeforeReferral = Some("V3"), "decidedAt",
            "the decision is dated before the referral was received; correct one of the dates";
        NoReasonableGrounds = Some("V3"), "",
            "a conclusive decision follows a positive reasonable-grounds decision; record that first";
        RecoveryNotOver { ends: NaiveDate } = Some("V3"), "decidedAt",
            "the recovery period does not end before {ends}; a conclusive decision cannot be dated earlier";
        RecoveryTooShort { earliest: NaiveDate } = Some("V4"), "recoveryEnds",
            "the law in force on the day of the decision does not let the recovery period end before {earliest}; choose that day or a later one";
        NoRecoveryRule = Some("V4"), "decidedAt",
            "no recovery period is known for that day; check the date of the decision";
        RecoveryNotLonger { ends: NaiveDate } = Some("V4"), "until",
            "the recovery period already lasts to {ends} and can only become longer; choose a later day";

        NoSupportKind = None, "kinds",
            "a support plan helps with something; name at least one kind of support";
        NoExploitationType = None, "types",
            "name at least one type of exploitation";
        ExploitationReversed = None, "end",
            "the exploitation ends before it begins; exchange or correct the times";

        RepatriationNeedsConsent = Some("V7"), "",
            "an adult returns only with their consent; record consent to repatriation first";
        RepatriationNeedsBestInterests = Some("V7"), "bestInterestsRef",
            "a child, or a person whose age is disputed, returns only after a determination of their best interests; give its reference";
        RepatriationNotPlanned = Some("V7"), "",
            "no return has been planned; plan the repatriation first";
        RepatriationNotConfirmed = Some("V7"), "",
            "the person has not been handed over to a named provider; confirm the repatriation first";
        StatusNeedsDecidingOrganisation = Some("V8"), "decidingOrg",
            "that the person is not a victim must be decided by somebody; name the deciding organisation";
        StatusNeedsReasons = Some("V8"), "reasonsRef",
            "that the person is not a victim must be reasoned; give the reference of the reasons";
        NotDeterminedNotAVictim = Some("V8"), "reason",
            "nobody has determined that the person is not a victim; determine the status first, or close for another reason";
    }
}
