//! What can be asked of a task.

use serde::Serialize;

use super::event::{Assignment, Creation, Ground};
use crate::Personal;

/// What can be asked of a task.
#[derive(Debug, Clone, Serialize)]
pub enum TaskCommand {
    /// Creates it.
    Create(Box<Creation>),
    /// Says who is to do it.
    Assign {
        /// Who.
        assignment: Assignment,
    },
    /// Records that it was done.
    Complete {
        /// What came of it.
        outcome: Ground,
    },
    /// Gives it up.
    Cancel {
        /// Why.
        reason: Ground,
    },
    /// Takes it up again after it was done or given up.
    Reopen {
        /// Why.
        reason: Personal<String>,
    },
}
