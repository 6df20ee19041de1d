//! The code lists of broken glass.

use chrono::{DateTime, Utc};

code_list! {
    /// What makes it an emergency.
    pub enum EmergencyGround {
        /// Somebody's life or body is in danger.
        DangerToLife,
        /// A child is in danger.
        DangerToChild,
        /// A person is about to be moved out of reach.
        PersonAboutToBeMoved,
        /// Somebody wanted is about to get away.
        ImminentEscape,
        /// Evidence is about to be lost.
        LossOfEvidence,
    }
}

code_list! {
    /// What a supervisor found afterwards.
    pub enum GlassOutcome {
        /// It was an emergency, and no more was looked at than it asked for.
        Justified,
        /// It was not.
        NotJustified,
    }
}

code_list! {
    /// Where broken glass stands at a moment.
    pub enum GlassStatus {
        /// Within its time.
        Open,
        /// Over, and to be reviewed.
        ToBeReviewed,
        /// Reviewed.
        Reviewed,
    }
}

impl GlassStatus {
    /// Where it stands at a moment.
    pub fn at(
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        ended: bool,
        outcome: Option<GlassOutcome>,
    ) -> Self {
        match outcome {
            Some(GlassOutcome::Justified | GlassOutcome::NotJustified) => Self::Reviewed,
            None if ended || now >= until => Self::ToBeReviewed,
            None => Self::Open,
        }
    }
}
