//! Why an intelligence report refuses a command.

use crate::decider::refusals;

refusals! {
    /// Why an intelligence report refuses a command.
    pub enum IntelligenceRejection {
        RoleMayNotWrite = None, "",
            "your role reads but does not record intelligence; ask an investigator of the agency";
        NotYourReport = None, "",
            "this report is another agency's; you can acknowledge what they passed on to you, and \
             nothing else";
        NotSubmitted = None, "intelligenceReportId",
            "this report has not been submitted; submit it first";
        AlreadySubmitted = None, "intelligenceReportId",
            "another report was submitted under this id; submit yours under a new one";
        DuplicateUrn = None, "urn",
            "this unique reference number is taken in your agency; give the next one";
        SanitisedIdTaken = None, "sanitisedReportId",
            "this id is another sanitised report's; leave it out, or give a new one";
        EvaluatorIsSubmitter = Some("N1"), "",
            "you submitted this report, so somebody else has to grade it; ask a colleague";
        AlreadyEvaluated = None, "grade",
            "this report has a grade; regrade it and say why";
        NotEvaluated = None, "",
            "this report has no grade yet; have somebody else evaluate it first";
        RiskNotAssessed = None, "",
            "nobody has assessed what passing this report on could do; assess the risk first";
        NothingRemoved = Some("N3"), "removed",
            "say what was taken out: what points at the source, the method, or persons";
        TextNotSanitised = Some("N3"), "text",
            "the text is still that of the report; take out what must not be passed on";
        SourceInText = Some("N3"), "text",
            "the text still holds what the source is known by; take it out";
        NotSanitised = Some("N3"), "sanitisedReportId",
            "the report itself stays in the agency that submitted it; sanitise it, and pass the \
             sanitised report on";
        NoSuchSanitisedReport = Some("N3"), "sanitisedReportId",
            "nothing was sanitised from this report under this id; look at its sanitised reports";
        AcknowledgementDatePassed = None, "ackBy",
            "the day by which to acknowledge it has passed; give a later one";
        NotDisseminatedToYou = None, "intelligenceReportId",
            "this report was not passed on to your agency, so there is nothing to acknowledge";
        CorroborationWithoutSource = None, "source",
            "say what corroborates the report: its kind, its reference and, if it has one, its grade";
        CorroboratesItself = Some("N4"), "source.reference",
            "a report does not corroborate itself, nor does what was sanitised from it; name \
             something else";
        ReportRecalled = Some("N5"), "",
            "this report was recalled and is not to be used; it can only be acknowledged, reviewed, \
             retained or left to expire";
        ReportExpired = None, "",
            "this report has expired; it can only be acknowledged or recalled";
        NotUnderReview = None, "",
            "a report is retained or expires after a review; review it first";
        ReviewDatePassed = None, "until",
            "the day of the next review has passed; give a later one";
        TextMissing = None, "text",
            "say what is reported";
        SourceHandleMissing = None, "sourceHandle",
            "say what the source is known by: a pseudonym or a number in a register, never a name";
        ObtainedHowMissing = None, "obtainedHow",
            "say how it was obtained";
        DutyOfCareMissing = None, "dutyOfCare",
            "say what is owed to the source and to the people the report speaks of";
        RiskMissing = None, "riskIfDisseminated",
            "say what could happen if the report is passed on";
        ReasonMissing = None, "reason",
            "give the reason";
        FindingsMissing = None, "findings",
            "say what the review found";
    }
}
