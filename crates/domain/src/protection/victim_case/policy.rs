//! The rules of a protection file, by theme.

pub(super) mod access;
pub(super) mod care;
pub(super) mod closing;
pub(super) mod consent;
pub(super) mod dates;
pub(super) mod decision;
pub(super) mod guardian;
pub(super) mod referral;
pub(super) mod repatriation;
pub(super) mod support;

use super::{VictimCaseEvent, VictimCaseRejection};

/// What a rule answers: events, nothing when it is already so, or the reason why not.
pub(super) type Answer = Result<Vec<VictimCaseEvent>, VictimCaseRejection>;

/// Whether a rule is satisfied.
pub(super) type Check = Result<(), VictimCaseRejection>;
