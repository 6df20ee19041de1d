//! The code lists of a prosecution file.

code_list! {
    /// Where a charge stands.
    pub enum ChargeStatus {
        /// Drawn up, not yet decided on.
        Proposed,
        /// To be brought before a court.
        Approved,
        /// Before a court.
        Filed,
        /// A court gave its verdict.
        Decided,
        /// Not to be brought.
        Refused,
        /// Taken back.
        Withdrawn,
    }
}

code_list! {
    /// How strongly what is named makes an element out.
    pub enum ElementStrength {
        /// One account or trace that nothing else supports.
        Weak,
        /// Several that fit together.
        Moderate,
        /// Hardly to be explained otherwise.
        Strong,
    }
}

code_list! {
    /// Whether an exhibit can prove something, and if not, why.
    pub enum ExhibitStanding {
        /// It is in custody and whole: it can be shown to a court.
        Admissible,
        /// It was obtained under a marking that keeps it out of court (rule P3).
        NotForCourt,
        /// It was found and not seized.
        NotSeized,
        /// Its integrity is in question until a supervisor rules.
        Compromised,
        /// It was ruled out for its integrity.
        Excluded,
        /// It was given back.
        Returned,
        /// It was destroyed.
        Destroyed,
    }
}

code_list! {
    /// What happens in court.
    pub enum CourtEventType {
        /// The case is called and put off.
        Mention,
        /// The accused pleads.
        Plea,
        /// Bail is argued.
        Bail,
        /// The case is sent to a higher court.
        Committal,
        /// Evidence is heard.
        Trial,
        /// The court rules on a question.
        Ruling,
        /// The verdict is given.
        Judgment,
        /// The sentence is passed.
        Sentence,
        /// A higher court looks at the verdict or the sentence.
        Appeal,
    }
}

code_list! {
    /// What a court found.
    pub enum Verdict {
        /// Guilty, as the accused pleaded.
        GuiltyOnPlea,
        /// Guilty, after a trial.
        Guilty,
        /// Not guilty.
        NotGuilty,
    }
}

impl Verdict {
    /// Whether it leads to a sentence.
    pub fn convicts(self) -> bool {
        match self {
            Self::GuiltyOnPlea | Self::Guilty => true,
            Self::NotGuilty => false,
        }
    }
}

code_list! {
    /// What a court imposed.
    pub enum SentenceType {
        /// Imprisonment for life.
        LifeImprisonment,
        /// Imprisonment for a term.
        Imprisonment,
        /// Imprisonment that is suspended for a term.
        SuspendedImprisonment,
        /// Work, treatment or supervision in the community for a term.
        CommunityOrder,
        /// A fine and no more.
        Fine,
        /// A discharge.
        Discharge,
    }
}

impl SentenceType {
    /// Whether it is imposed for a term.
    pub fn has_term(self) -> bool {
        match self {
            Self::Imprisonment | Self::SuspendedImprisonment | Self::CommunityOrder => true,
            Self::LifeImprisonment | Self::Fine | Self::Discharge => false,
        }
    }
}
