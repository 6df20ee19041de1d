//! What can happen to a prosecution file.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::charge::{Accusation, Sentence};
use super::code::{CourtEventType, Verdict};
use crate::casework::text::{CourtName, Reference};
use crate::id::{InvestigationId, SuspectId};
use crate::protection::victim_case::SpecialMeasure;
use crate::value::PartialTime;
use crate::{AgencyId, Personal};

/// A fact about a prosecution.
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
pub enum ProsecutionEvent {
    /// A prosecuting agency opened its file of an investigation that was referred to it.
    Opened {
        /// The investigation.
        investigation: InvestigationId,
        /// The prosecuting agency.
        agency: AgencyId,
        /// What it calls its file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<Reference>,
    },
    /// A charge was drawn up.
    ChargeProposed {
        /// The number of the charge, from 1.
        n: u32,
        /// Who is charged.
        suspect: SuspectId,
        /// With what.
        #[serde(flatten)]
        accusation: Box<Accusation>,
    },
    /// A charge says something else now; it stands where it stood.
    ChargeAmended {
        /// The number of the charge.
        n: u32,
        /// Why.
        reason: Personal<String>,
        /// What they are accused of now, whole.
        #[serde(flatten)]
        accusation: Box<Accusation>,
    },
    /// A charge is to be brought.
    ChargeApproved {
        /// The number of the charge.
        n: u32,
    },
    /// A charge is not to be brought.
    ChargeRefused {
        /// The number of the charge.
        n: u32,
        /// Why.
        reason: Personal<String>,
    },
    /// A charge was taken back.
    ChargeWithdrawn {
        /// The number of the charge.
        n: u32,
        /// Why.
        reason: Personal<String>,
    },
    /// A charge was brought before a court.
    ChargeFiled {
        /// The number of the charge.
        n: u32,
        /// The court.
        court: CourtName,
        /// The number under which the court keeps the case.
        case_number: Reference,
    },
    /// Something is to happen in court.
    CourtEventScheduled {
        /// The number of the entry in the diary, from 1.
        n: u32,
        /// What is to happen.
        kind: CourtEventType,
        /// Where.
        court: CourtName,
        /// When.
        on: PartialTime,
    },
    /// It happened in court, at the time in the envelope.
    CourtEventHeld {
        /// The number of the entry in the diary.
        n: u32,
        /// What happened.
        kind: CourtEventType,
        /// Where.
        court: CourtName,
        /// What came of it.
        result: Personal<String>,
        /// The number of the entry that comes next.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<u32>,
    },
    /// A court protects a witness; the latest order for a witness counts.
    WitnessMeasuresOrdered {
        /// The witness: a victim's alias, or what the court calls them.
        witness: Reference,
        /// The measures.
        measures: BTreeSet<SpecialMeasure>,
    },
    /// A court found on a charge; the latest counts.
    VerdictRecorded {
        /// The number of the charge.
        n: u32,
        /// What it found.
        verdict: Verdict,
    },
    /// A court passed sentence on a charge; the latest counts.
    SentenceRecorded {
        /// The number of the charge.
        n: u32,
        /// What it imposed.
        #[serde(flatten)]
        sentence: Box<Sentence>,
    },
}
