//! The code lists of a task.

code_list! {
    /// What a task is about.
    pub enum TaskKind {
        /// Whatever its title says.
        Action,
        /// A person found by an interception is to be screened (rule J3).
        Screening,
        /// The reasonable-grounds decision on a person referred to the mechanism is to be obtained.
        ReasonableGrounds,
        /// The recovery period is over, and the conclusive-grounds decision is to be obtained.
        ConclusiveGrounds,
        /// The Home Office is to be notified of a person who refused referral.
        DutyToNotify,
        /// A guardian or an officer is to be notified for a child.
        ChildNotification,
        /// A person under arrest is to be brought before a court, charged or released in time.
        Detention,
        /// A time limit was missed: a supervisor is to see to it.
        MissedLimit,
        /// The integrity of an exhibit is in question, and a supervisor is to rule on it (rule X5).
        IntegrityRuling,
        /// An offer of custody was neither accepted nor refused in time.
        CustodyOffer,
        /// An exhibit that was lent abroad is due back.
        ReturnFromAbroad,
        /// A prosecutor is to review whether somebody who may be a victim is to be punished (rule S3).
        NonpunishmentReview,
        /// A record is to be looked at again, and it is to be decided whether it is kept.
        RetentionReview,
        /// A person took consent back, and whoever relies on it is to be told (rule V5).
        ConsentWithdrawal,
        /// Exhibits or statements are neither used nor listed (rule D3).
        DisclosureGaps,
    }
}

code_list! {
    /// Where a task stands.
    pub enum TaskStatus {
        /// To be done.
        Open,
        /// Done.
        Done,
        /// Not to be done.
        Cancelled,
    }
}

code_list! {
    /// The kinds of record that a task can be about.
    pub enum TaskSubjectKind {
        /// A suspect.
        Suspect,
        /// A victim's case.
        VictimCase,
        /// A journey.
        Journey,
        /// An exhibit.
        EvidenceItem,
        /// An intelligence report.
        IntelligenceReport,
        /// A prosecution file.
        ProsecutionFile,
        /// The disclosure schedules of an investigation.
        DisclosureSchedule,
        /// A person as an agency holds them.
        PersonNominal,
        /// A group as an agency holds it.
        Group,
        /// An object as an agency holds it.
        ObjectNominal,
    }
}
