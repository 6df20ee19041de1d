//! What can be asked of broken glass.

use serde::Serialize;

use super::code::GlassOutcome;
use super::event::Emergency;
use crate::Personal;
use crate::governance::Surroundings;

/// What can be asked of broken glass.
///
/// What a rule needs of other records is filled in by the server, anew each time the command is sent,
/// so it is no part of the serialised command by which a repetition is recognised.
#[derive(Debug, Clone, Serialize)]
pub enum BreakGlassCommand {
    /// Takes access in an emergency, from now on.
    Break {
        /// Why, and to what.
        emergency: Box<Emergency>,
        /// For how many minutes.
        minutes: u32,
        /// What is known around it.
        #[serde(skip_serializing)]
        around: Surroundings,
    },
    /// Gives it up before its time.
    End,
    /// Records that a supervisor of the agency whose file it is has seen the notice.
    TakeNotice {
        /// What is known around it.
        #[serde(skip_serializing)]
        around: Surroundings,
    },
    /// Records what a supervisor of the agency whose file it is found afterwards (BG-3).
    Review {
        /// What they found.
        outcome: GlassOutcome,
        /// Why.
        reasons: Personal<String>,
        /// What is known around it.
        #[serde(skip_serializing)]
        around: Surroundings,
    },
}
