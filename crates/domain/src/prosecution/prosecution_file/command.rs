//! What can be asked of a prosecution file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::charge::{Accusation, Sentence};
use super::code::{CourtEventType, ExhibitStanding, Verdict};
use crate::casework::investigation::InvestigationStatus;
use crate::casework::text::{CourtName, Reference};
use crate::id::{EvidenceItemId, InvestigationId, SuspectId};
use crate::protection::victim_case::SpecialMeasure;
use crate::value::PartialTime;
use crate::{AgencyId, Personal};

/// What can be asked of a prosecution file. Every command comes from a prosecutor of its agency.
///
/// What a rule needs of other records is filled in by the server, anew each time the command is sent,
/// so it is no part of the serialised command by which a repetition is recognised.
#[derive(Debug, Clone, Serialize)]
pub enum ProsecutionCommand {
    /// Opens the file of an investigation that was referred to the actor's agency.
    Open {
        /// The investigation, which has one prosecution file.
        investigation: InvestigationId,
        /// What the agency calls its file.
        reference: Option<Reference>,
        /// To whom the investigation was referred.
        #[serde(skip_serializing)]
        referral: Referral,
    },
    /// Draws up a charge. Charges are numbered in the order they are proposed in, from 1.
    ProposeCharge {
        /// Who is charged.
        suspect: SuspectId,
        /// With what.
        accusation: Box<Accusation>,
        /// How the investigation's suspects and exhibits stand.
        #[serde(skip_serializing)]
        standing: ChargeStanding,
    },
    /// Replaces what a charge says. What was approved or filed must be as well proved afterwards.
    AmendCharge {
        /// The charge's number.
        number: u32,
        /// What they are accused of, whole.
        accusation: Box<Accusation>,
        /// Why.
        reason: Personal<String>,
        /// How the investigation's suspects and exhibits stand.
        #[serde(skip_serializing)]
        standing: ChargeStanding,
    },
    /// Decides that a charge is to be brought (P1, P2, P3).
    ApproveCharge {
        /// The charge's number.
        number: u32,
        /// How the investigation's suspects and exhibits stand.
        #[serde(skip_serializing)]
        standing: ChargeStanding,
    },
    /// Decides that a charge is not to be brought.
    RefuseCharge {
        /// The charge's number.
        number: u32,
        /// Why.
        reason: Personal<String>,
    },
    /// Takes a charge back.
    WithdrawCharge {
        /// The charge's number.
        number: u32,
        /// Why.
        reason: Personal<String>,
    },
    /// Brings an approved charge before a court (P2).
    FileCharge {
        /// The charge's number.
        number: u32,
        /// The court.
        court: CourtName,
        /// The number under which the court keeps the case.
        case_number: Reference,
        /// How the investigation's suspects and exhibits stand.
        #[serde(skip_serializing)]
        standing: ChargeStanding,
    },
    /// Enters into the diary what is to happen in court. Entries are numbered from 1.
    ScheduleCourtEvent {
        /// What is to happen, where and when.
        court_event: CourtDate,
    },
    /// Records what came of an entry of the diary, at the time in the envelope, and enters what comes
    /// next.
    HoldCourtEvent {
        /// The entry's number.
        number: u32,
        /// What came of it.
        result: Personal<String>,
        /// What comes next.
        next: Option<CourtDate>,
    },
    /// Records how a court protects a witness; the latest order counts.
    OrderWitnessMeasures {
        /// The witness: a victim's alias, or what the court calls them. Never a name.
        witness: Reference,
        /// The measures, at least one.
        measures: BTreeSet<SpecialMeasure>,
    },
    /// Records what the court found on a charge.
    RecordVerdict {
        /// The charge's number.
        number: u32,
        /// What it found.
        verdict: Verdict,
    },
    /// Records what the court imposed on a charge; the latest counts.
    RecordSentence {
        /// The charge's number.
        number: u32,
        /// What it imposed.
        sentence: Box<Sentence>,
    },
}

/// What is to happen in court, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CourtDate {
    /// What.
    pub kind: CourtEventType,
    /// Where.
    pub court: CourtName,
    /// When, as exactly as it is fixed.
    pub on: PartialTime,
}

/// To whom an investigation was referred, as the views show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Referral {
    /// Where the investigation stands.
    pub status: Option<InvestigationStatus>,
    /// The prosecuting agencies it was referred to.
    pub agencies: BTreeSet<AgencyId>,
}

/// How the suspects and exhibits of an investigation stand, as the views show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ChargeStanding {
    /// Whether each suspect may be charged.
    pub suspects: BTreeMap<SuspectId, SuspectStanding>,
    /// Whether each exhibit can prove something.
    pub exhibits: BTreeMap<EvidenceItemId, ExhibitStanding>,
}

/// Whether a suspect may be charged, as far as they may be a victim themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SuspectStanding {
    /// Nobody flagged them as a possible victim.
    Unflagged,
    /// They were flagged, and no review has followed.
    ReviewDue,
    /// They were flagged, and a prosecutor decided to proceed.
    Reviewed,
    /// They were flagged, and a prosecutor decided that they are not to be punished.
    NotToBePunished,
}
