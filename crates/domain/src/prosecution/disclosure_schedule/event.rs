//! What can happen to a disclosure schedule.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{DisclosureClass, DisclosureDecision, PiiOutcome};
use super::item::{Audience, DisclosureTest, Material};
use crate::casework::text::{CourtName, Reference};
use crate::id::InvestigationId;
use crate::value::Hash;
use crate::{AgencyId, Personal, UserId};

/// A fact about the disclosure schedules of an investigation.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DisclosureEvent {
    /// The schedules of an investigation were opened.
    Opened {
        /// The investigation.
        investigation: InvestigationId,
        /// The investigating agency, whose officers list.
        agency: AgencyId,
        /// What the case is called on the schedules.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<Reference>,
    },
    /// An item was listed.
    ItemAdded {
        /// Its number on its schedule, from 1.
        no: u32,
        /// The schedule.
        class: DisclosureClass,
        /// What is listed.
        material: Material,
        /// What it is called: an exhibit's mark, a sanitised report's number, a reference.
        reference: Reference,
        /// What it is.
        description: Personal<String>,
        /// Why it is sensitive.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Personal<String>>,
        /// Who listed it.
        by: UserId,
    },
    /// An item is described otherwise; it has not been served and is to be reviewed again.
    ItemRedescribed {
        /// Its number on its schedule.
        no: u32,
        /// The schedule.
        class: DisclosureClass,
        /// What it is.
        description: Personal<String>,
        /// Why it is described otherwise.
        reason: Personal<String>,
        /// Who described it.
        by: UserId,
    },
    /// An item was moved to the other schedule; its number is not used again.
    ItemReclassified {
        /// Its number on the schedule it was on.
        no: u32,
        /// The schedule it was on.
        class: DisclosureClass,
        /// Its number on the other schedule.
        to_no: u32,
        /// Why it is sensitive, or no longer is.
        reason: Personal<String>,
        /// Who moved it.
        by: UserId,
    },
    /// The prosecution uses something that no charge's element names.
    MaterialUsed {
        /// What is used.
        material: Material,
        /// As what.
        reason: Personal<String>,
    },
    /// The prosecution does not use it after all.
    MaterialUnused {
        /// What is not used.
        material: Material,
        /// Why.
        reason: Personal<String>,
    },
    /// A prosecutor decided on an item; the latest counts.
    ReviewedByProsecutor {
        /// Its number on its schedule.
        no: u32,
        /// The schedule.
        class: DisclosureClass,
        /// The decision.
        decision: DisclosureDecision,
        /// How the item stands to the disclosure test.
        test: DisclosureTest,
        /// Why it is withheld or a court is asked, or what is taken out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Personal<String>>,
    },
    /// A court ruled on the immunity of a sensitive item; the latest counts.
    PiiRuled {
        /// Its number on the sensitive schedule.
        no: u32,
        /// The ruling.
        outcome: PiiOutcome,
        /// The court.
        court: CourtName,
        /// The ruling's reference.
        ruling: Reference,
    },
    /// A schedule was served as it was, at the time in the envelope.
    Served {
        /// The schedule.
        class: DisclosureClass,
        /// The version, from 1.
        version: u32,
        /// On whom.
        to: Audience,
        /// The digest of the served document in its canonical form (RFC 8785).
        hash: Hash,
    },
}

impl DisclosureEvent {
    /// Whether it tells of something sensitive.
    pub(super) fn is_sensitive(&self) -> bool {
        match self {
            Self::Opened { .. } | Self::MaterialUsed { .. } | Self::MaterialUnused { .. } => false,
            Self::ItemReclassified { .. } | Self::PiiRuled { .. } => true,
            Self::ItemAdded { class, .. }
            | Self::ItemRedescribed { class, .. }
            | Self::ReviewedByProsecutor { class, .. }
            | Self::Served { class, .. } => *class == DisclosureClass::Sensitive,
        }
    }
}
