//! The code lists of a disclosure schedule.

code_list! {
    /// On which of the two schedules an item is listed.
    pub enum DisclosureClass {
        /// It can be described to the defence: the schedule that is served on them.
        NonSensitive,
        /// Disclosing it would give rise to a real risk of serious prejudice to an important public
        /// interest: the schedule that the defence is never given.
        Sensitive,
    }
}

impl DisclosureClass {
    /// The form on which it is listed in England and Wales.
    pub fn form(self) -> DisclosureForm {
        match self {
            Self::NonSensitive => DisclosureForm::Mg6c,
            Self::Sensitive => DisclosureForm::Mg6d,
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::NonSensitive => Self::Sensitive,
            Self::Sensitive => Self::NonSensitive,
        }
    }
}

code_list! {
    /// The forms of the Manual of Guidance (England and Wales). Kenya knows no form; the same two lists
    /// are kept there under the same names.
    pub enum DisclosureForm {
        /// The schedule of relevant non-sensitive unused material.
        Mg6c,
        /// The schedule of relevant sensitive unused material.
        Mg6d,
    }
}

impl DisclosureForm {
    /// What is listed on it.
    pub fn class(self) -> DisclosureClass {
        match self {
            Self::Mg6c => DisclosureClass::NonSensitive,
            Self::Mg6d => DisclosureClass::Sensitive,
        }
    }
}

code_list! {
    /// What a prosecutor decides on an item.
    pub enum DisclosureDecision {
        /// The defence is given it.
        Disclose,
        /// The defence is given it with parts taken out.
        Edit,
        /// The defence is not given it: it does not meet the disclosure test.
        Withhold,
        /// A court is asked whether it may be withheld in the public interest (public interest
        /// immunity).
        Pii,
    }
}

impl DisclosureDecision {
    /// Whether the defence is given the item, whole or in part.
    pub fn discloses(self) -> bool {
        match self {
            Self::Disclose | Self::Edit => true,
            Self::Withhold | Self::Pii => false,
        }
    }
}

code_list! {
    /// What a court ruled on an application for public interest immunity.
    pub enum PiiOutcome {
        /// The item may be withheld.
        Upheld,
        /// The item is to be disclosed.
        Refused,
    }
}

code_list! {
    /// Where an item stands.
    pub enum DisclosureStatus {
        /// Listed; no prosecutor has decided on it as it is described.
        Listed,
        /// To be disclosed.
        ToDisclose,
        /// To be disclosed with parts taken out.
        ToDiscloseEdited,
        /// Withheld: it does not meet the disclosure test.
        Withheld,
        /// A court is asked whether it may be withheld; until it rules, nothing is final.
        PiiPending,
        /// Withheld by a court's ruling.
        PiiUpheld,
        /// A court ruled that it is to be disclosed, and it is not yet.
        PiiRefused,
        /// Moved to the other schedule: its number is not used again.
        Moved,
    }
}
