//! What can happen to a suspect.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

use super::code::{
    AppropriateAdultKind, ChargeOutcome, Counsel, DetentionRule, ForcedLabourIndicator,
    NetworkRole, NonpunishmentDecision, ReleaseType, RoleInProcess, SuspectStatus, WantedMeasure,
    WantedScope,
};
use crate::casework::text::Offence;
use crate::id::{InvestigationId, NominalId};
use crate::value::{BirthDate, ExhibitRef, LanguageTag, LegalBasis, PersonName, Place, Selector};
use crate::{AgencyId, Personal, SourceRef};

/// What has happened to a suspect.
#[derive(
    Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SuspectEvent {
    /// A person became of interest in an investigation.
    Nominated {
        /// The investigation.
        investigation: InvestigationId,
        /// The agency that nominated them.
        agency: AgencyId,
        /// The person as the agency holds them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nominal_id: Option<NominalId>,
        /// The name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Personal<PersonName>>,
        /// What they look like or are known for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<Personal<String>>,
        /// When they were born.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        birth: Option<Personal<BirthDate>>,
        /// What they did in the trafficking process (HTCDS).
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        roles: BTreeSet<RoleInProcess>,
        /// What they do in the network.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        network_roles: BTreeSet<NetworkRole>,
        /// Why they are of interest.
        grounds: Personal<String>,
        /// What the grounds rest on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source_ref: Option<SourceRef>,
    },
    /// It was said who they are in their agency's own records.
    NominalLinked {
        /// The record.
        nominal_id: NominalId,
    },
    /// That was taken back.
    NominalUnlinked {
        /// The record that they are not, or are not known to be.
        nominal_id: NominalId,
        /// Why.
        reason: Personal<String>,
    },
    /// A phone, plate, account, handle or document that they use.
    SelectorRecorded {
        /// The selector.
        selector: Personal<Selector>,
    },
    /// Another name they go by.
    AliasRecorded {
        /// The other name.
        name: Personal<PersonName>,
    },
    /// When they were born, as it is known now; the latest counts.
    BirthRecorded {
        /// The birth date.
        birth: Personal<BirthDate>,
    },
    /// Grounds for suspicion were added.
    GroundsAdded {
        /// The grounds.
        text: Personal<String>,
        /// What they rest on, with its grade.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source_ref: Option<SourceRef>,
    },
    /// The status was changed by decision.
    StatusChanged {
        /// The status before.
        from: SuspectStatus,
        /// The status from now on.
        to: SuspectStatus,
        /// Why.
        basis: Personal<String>,
    },
    /// They are looked for; the latest counts.
    WantedMarked {
        /// How far.
        scope: WantedScope,
        /// What to do when they are found.
        measure: WantedMeasure,
        /// The warrant or provision it is done under.
        legal_basis: LegalBasis,
        /// The last day it holds.
        expires: NaiveDate,
    },
    /// They were arrested, at the time in the envelope.
    Arrested {
        /// Where.
        place: Personal<Place>,
        /// The power used.
        power: LegalBasis,
        /// The arresting officer, as they sign.
        by: Personal<String>,
        /// Whether they were told why and what their rights are.
        rights_given: bool,
        /// The language interpreted into.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        interpreter: Option<LanguageTag>,
    },
    /// The time they may be held began to run.
    DetentionClockStarted {
        /// The rule that limits it.
        rule: DetentionRule,
        /// When it runs out.
        due: DateTime<Utc>,
    },
    /// They were released from custody while the case goes on.
    Released {
        /// How.
        release_type: ReleaseType,
        /// On which conditions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conditions: Option<Personal<String>>,
    },
    /// They were interviewed, on the day in the envelope.
    Interviewed {
        /// The exhibit that holds the record of it.
        exhibit_ref: ExhibitRef,
        /// The language it was held in.
        language: LanguageTag,
        /// What became of the right to a lawyer.
        counsel: Counsel,
        /// Who stood by the child.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appropriate_adult: Option<AppropriateAdult>,
    },
    /// They are no longer of interest.
    Eliminated {
        /// Why.
        reason: Personal<String>,
    },
    /// There are signs that they were forced; charges wait for a review.
    PossibleVictimFlagged {
        /// All signs recorded so far.
        indicator_set: BTreeSet<ForcedLabourIndicator>,
    },
    /// A prosecutor decided whether they may be punished; the latest counts.
    NonpunishmentReviewed {
        /// The decision.
        decision: NonpunishmentDecision,
        /// The provision it rests on.
        provision: LegalBasis,
        /// Why.
        reasons: Personal<String>,
    },
    /// They were charged, or charges were added.
    Charged {
        /// The offences charged by this event.
        offences: BTreeSet<Offence>,
    },
    /// The charges ended.
    OutcomeRecorded {
        /// How.
        outcome: ChargeOutcome,
    },
}

/// The adult who stands by a child at an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppropriateAdult {
    /// What they are to the child.
    pub kind: AppropriateAdultKind,
    /// Their name.
    pub name: Personal<PersonName>,
}
