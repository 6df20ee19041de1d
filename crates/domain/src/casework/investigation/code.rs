//! The code lists of an investigation.

code_list! {
    /// What an investigation is about.
    pub enum CrimeType {
        /// Trafficking in persons (Palermo Protocol, article 3).
        Tip,
        /// Smuggling of migrants (Protocol against the Smuggling of Migrants, article 3).
        Som,
        /// Exploitation of children.
        ChildExploitation,
        /// Forced labour (ILO Convention 29, article 2).
        ForcedLabour,
        /// Removal of organs.
        Organ,
        /// Compounds where people are held to defraud others online.
        ScamCompound,
        /// Forged, counterfeit or fraudulently obtained documents.
        DocFraud,
        /// Laundering of the proceeds.
        MoneyLaundering,
    }
}

code_list! {
    /// What set an investigation in motion.
    pub enum OriginKind {
        /// Somebody complained.
        Complaint,
        /// People were stopped on their way.
        Interception,
        /// An intelligence report.
        Intel,
        /// A report from the community.
        CommunityReport,
        /// Another agency's request.
        Request,
        /// Another agency passed the matter on.
        Referral,
    }
}

code_list! {
    /// Where an investigation stands.
    pub enum InvestigationStatus {
        /// Opened, not yet worked on.
        Registered,
        /// Being worked on.
        Active,
        /// Paused, with a reason.
        Suspended,
        /// With a reviewer, who decides how it goes on.
        UnderReview,
        /// With the prosecutor.
        WithProsecutor,
        /// Before a court.
        Trial,
        /// Ended; new material may reopen it.
        Closed,
        /// Handed to another agency, which carries on under a file of its own.
        Transferred,
    }
}

code_list! {
    /// How another investigation relates to this one.
    pub enum LinkKind {
        /// The other is the file this one came out of.
        Parent,
        /// The other came out of this one.
        Child,
        /// The two have something in common.
        Related,
        /// The two are worked jointly, each agency in its own file.
        Joint,
    }
}

code_list! {
    /// How an investigation ended.
    pub enum ClosureOutcome {
        /// Somebody was charged, and the trial is over.
        Charged,
        /// No crime was committed.
        NoCrime,
        /// There is not enough evidence.
        InsufficientEvidence,
        /// Another agency deals with the matter.
        Transferred,
        /// The matter goes on in a joint investigation.
        MergedIntoJoint,
        /// It is too late to prosecute.
        TimeBarred,
    }
}

code_list! {
    /// How far an element of an offence is made out.
    pub enum ElementStatus {
        /// Nothing has been found yet.
        Open,
        /// Some material supports it.
        Supported,
        /// It is known that material is missing.
        Gap,
        /// It is made out.
        Established,
    }
}
