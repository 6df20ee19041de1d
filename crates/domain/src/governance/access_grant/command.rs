//! What can be asked of a grant of access.

use serde::Serialize;

use super::code::RevocationReason;
use super::event::Request;
use crate::Personal;
use crate::governance::Surroundings;

/// What can be asked of a grant of access.
///
/// What a rule needs of other records is filled in by the server, anew each time the command is sent,
/// so it is no part of the serialised command by which a repetition is recognised.
#[derive(Debug, Clone, Serialize)]
pub enum AccessGrantCommand {
    /// Asks for access, for oneself or for somebody else.
    Request {
        /// What is asked for.
        request: Box<Request>,
        /// What is known around it.
        #[serde(skip_serializing)]
        around: Surroundings,
    },
    /// Gives it. A supervisor of the agency whose file it is does, who neither asked nor receives (AG-1).
    Approve {
        /// What is known around it.
        #[serde(skip_serializing)]
        around: Surroundings,
    },
    /// Does not give it.
    Refuse {
        /// Why.
        reason: Personal<String>,
        /// What is known around it.
        #[serde(skip_serializing)]
        around: Surroundings,
    },
    /// Takes it back, or the request.
    Revoke {
        /// Why, by its code.
        code: RevocationReason,
        /// Why.
        reason: Personal<String>,
        /// What is known around it.
        #[serde(skip_serializing)]
        around: Surroundings,
    },
}
