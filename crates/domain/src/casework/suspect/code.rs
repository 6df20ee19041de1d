//! The code lists of a suspect.

code_list! {
    /// Where a suspect stands in one investigation.
    pub enum SuspectStatus {
        /// Looked at, not suspected.
        PersonOfInterest,
        /// Suspected on graded grounds.
        Suspect,
        /// Suspected and looked for.
        Wanted,
        /// In custody.
        Arrested,
        /// Released from custody while the case goes on.
        Bailed,
        /// Charged.
        Charged,
        /// Convicted.
        Convicted,
        /// Acquitted.
        Acquitted,
        /// The charges were dropped.
        Discontinued,
        /// No longer of interest.
        Eliminated,
    }
}

code_list! { "PascalCase"
    /// What a person did in the trafficking process: `per_RoleInProcess` of the Human Trafficking Case
    /// Data Standard (IOM HTCDS 2.0), its identifiers as they are. The standard leaves open who did
    /// what in `…Individual`; they are read as the person who did it to somebody.
    pub enum RoleInProcess {
        /// Travelled with the victim.
        TravellingPartner,
        /// Transported.
        Transporter,
        /// Recruited or put in touch.
        RecruiterOrIntermediary,
        /// Arranged the travel.
        BrokerTravelAgent,
        /// Transferred somebody.
        TransferredIndividual,
        /// Harboured somebody.
        HarbouredIndividual,
        /// Sold somebody.
        SoldIndividual,
        /// Bought somebody.
        BoughtIndividual,
        /// Received somebody.
        ReceivedIndividual,
        /// Controlled somebody.
        ControlledIndividual,
        /// Smuggled.
        Smuggler,
        /// Abused.
        Abuser,
        /// Kidnapped.
        Kidnapper,
        /// Exploited.
        Exploiter,
        /// Something else.
        Other,
    }
}

code_list! {
    /// What a person does in a network.
    pub enum NetworkRole {
        /// Runs it.
        Organiser,
        /// Finds the people.
        Recruiter,
        /// Arranges transport.
        Transporter,
        /// Drives.
        Driver,
        /// Leads people across.
        Guide,
        /// Keeps people at a place.
        Harbourer,
        /// Makes or alters documents.
        DocumentForger,
        /// Abuses an office for it.
        CorruptOfficial,
        /// Pays for it.
        Financier,
        /// Moves its money by hawala.
        Hawala,
        /// Threatens and punishes.
        Enforcer,
        /// Profits from the work or the body of others.
        Exploiter,
        /// Watches out.
        Lookout,
        /// Posts the adverts.
        OnlinePoster,
    }
}

code_list! {
    /// How far a person is looked for.
    pub enum WantedScope {
        /// In one country.
        National,
        /// In the region.
        Regional,
        /// Everywhere.
        International,
    }
}

code_list! {
    /// What to do when a wanted person is found.
    pub enum WantedMeasure {
        /// Say where they are.
        Locate,
        /// Stop them and ask.
        Stop,
        /// Watch without being noticed.
        Discreet,
        /// Arrest them.
        Arrest,
    }
}

code_list! {
    /// How a person is released from custody while the case goes on.
    pub enum ReleaseType {
        /// On bail granted by the police.
        PoliceBail,
        /// On bail or bond granted by a court.
        CourtBail,
        /// Without bail, while the investigation goes on.
        UnderInvestigation,
    }
}

code_list! {
    /// What became of the right to a lawyer at an interview.
    pub enum Counsel {
        /// A lawyer was present.
        Present,
        /// A lawyer was consulted before.
        Consulted,
        /// The person did without.
        Waived,
        /// A lawyer was asked for and none was to be had.
        Unavailable,
    }
}

code_list! {
    /// Who stands by a child at an interview.
    pub enum AppropriateAdultKind {
        /// A parent.
        Parent,
        /// A guardian.
        Guardian,
        /// A social worker.
        SocialWorker,
        /// A children officer (Kenya, Children Act 2022).
        ChildrenOfficer,
        /// Another adult who is not with the police.
        Other,
    }
}

code_list! { "PascalCase"
    /// Signs that a person was forced: the eleven indicators of forced labour of the International
    /// Labour Office (2012), as identifiers.
    pub enum ForcedLabourIndicator {
        /// Abuse of vulnerability.
        AbuseOfVulnerability,
        /// Deception.
        Deception,
        /// Restriction of movement.
        RestrictionOfMovement,
        /// Isolation.
        Isolation,
        /// Physical and sexual violence.
        PhysicalAndSexualViolence,
        /// Intimidation and threats.
        IntimidationAndThreats,
        /// Retention of identity documents.
        RetentionOfIdentityDocuments,
        /// Withholding of wages.
        WithholdingOfWages,
        /// Debt bondage.
        DebtBondage,
        /// Abusive working and living conditions.
        AbusiveWorkingAndLivingConditions,
        /// Excessive overtime.
        ExcessiveOvertime,
    }
}

code_list! {
    /// What a prosecutor decided on a suspect who may be a victim.
    pub enum NonpunishmentDecision {
        /// The person was not forced to do it, or the law makes no exception: charging may go on.
        Proceed,
        /// The person is not to be punished for what they were forced to do: no charge.
        DoNotProceed,
    }
}

code_list! {
    /// How the charges ended.
    pub enum ChargeOutcome {
        /// Convicted.
        Convicted,
        /// Acquitted.
        Acquitted,
        /// Dropped.
        Discontinued,
    }
}

code_list! {
    /// The rule that says how long a person may be held before a court or a charge.
    pub enum DetentionRule {
        /// Kenya: before a court within 24 hours of the arrest (Constitution of Kenya 2010, article
        /// 49(1)(f)(i)).
        KeArraign,
        /// England and Wales: 24 hours without charge from the relevant time, which is never before
        /// the arrest (Police and Criminal Evidence Act 1984, s.41).
        UkPaceDetention,
    }
}
