//! A decision in an investigation's policy log.

use async_graphql::{Object, Result};
use chrono::{DateTime, Utc};
use mpaka_persistence::view::investigation::DecisionRow;

use crate::handling::Handling;
use crate::time::PartialTime;

/// A decision in the policy log.
pub struct Decision(pub DecisionRow);

/// A decision in the policy log.
#[Object]
impl Decision {
    /// Its number in the file, from 1 without a gap.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What was decided; null once erased.
    async fn decision(&self) -> Option<&str> {
        self.0.data["decision"].as_str()
    }

    /// Why; null once erased.
    async fn rationale(&self) -> Option<&str> {
        self.0.data["rationale"].as_str()
    }

    /// What else was considered.
    async fn alternatives(&self) -> Option<&str> {
        self.0.data["alternatives"].as_str()
    }

    /// Who decided.
    async fn decided_by(&self) -> &str {
        &self.0.decided_by
    }

    /// When it was decided.
    async fn occurred(&self) -> Result<PartialTime> {
        PartialTime::stored(&self.0.occurred)
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// How it may be passed on and used.
    async fn handling(&self) -> Handling {
        Handling(self.0.handling.0.clone())
    }
}
