//! What can be asked of a disclosure schedule.

use std::collections::BTreeSet;

use serde::Serialize;

use super::code::{DisclosureClass, DisclosureDecision, PiiOutcome};
use super::item::{Audience, DisclosureTest, Material};
use crate::Personal;
use crate::casework::text::{CourtName, Reference};
use crate::id::{EvidenceItemId, InvestigationId, SuspectId};
use crate::prosecution::prosecution_file::Referral;

/// What can be asked of a disclosure schedule. Officers of the investigating agency list; prosecutors of
/// the agency that the investigation was referred to review and serve.
///
/// What a rule needs of other records is filled in by the server, anew each time the command is sent,
/// so it is no part of the serialised command by which a repetition is recognised.
#[derive(Debug, Clone, Serialize)]
pub enum DisclosureCommand {
    /// Opens the schedules of an investigation, which has one pair of them.
    Open {
        /// The investigation.
        investigation: InvestigationId,
        /// What the case is called on the schedules, such as its unique reference number.
        reference: Option<Reference>,
    },
    /// Lists an item. Items of each schedule are numbered in the order they are listed in, from 1 (D1).
    AddItem {
        /// The schedule.
        class: DisclosureClass,
        /// What is listed.
        material: Material,
        /// What it is, clearly enough to decide on it without seeing it.
        description: Personal<String>,
        /// Why it is sensitive; of sensitive items only (D4).
        reason: Option<Personal<String>>,
        /// What is known around the schedule.
        #[serde(skip_serializing)]
        standing: DisclosureStanding,
    },
    /// Describes an item otherwise, before it was served (D2). A prosecutor has to review it again.
    RedescribeItem {
        /// The schedule.
        class: DisclosureClass,
        /// The item's number on it.
        no: u32,
        /// What it is.
        description: Personal<String>,
        /// Why it is described otherwise.
        reason: Personal<String>,
    },
    /// Moves an item to the other schedule, where it gets the next number.
    ReclassifyItem {
        /// The schedule it is on.
        class: DisclosureClass,
        /// The item's number there.
        no: u32,
        /// Why it is sensitive, or no longer is.
        reason: Personal<String>,
    },
    /// Records that the prosecution uses something that no charge's element names.
    MarkUsed {
        /// What is used.
        material: Material,
        /// As what, such as a witness's statement to be read.
        reason: Personal<String>,
        /// What is known around the schedule.
        #[serde(skip_serializing)]
        standing: DisclosureStanding,
    },
    /// Records that the prosecution does not use it after all: it is to be listed (D3).
    MarkUnused {
        /// What is not used.
        material: Material,
        /// Why.
        reason: Personal<String>,
        /// What is known around the schedule.
        #[serde(skip_serializing)]
        standing: DisclosureStanding,
    },
    /// A prosecutor decides on an item (D5, D6); the latest decision counts.
    Review {
        /// The schedule.
        class: DisclosureClass,
        /// The item's number on it.
        no: u32,
        /// The decision.
        decision: DisclosureDecision,
        /// How the item stands to the disclosure test.
        test: DisclosureTest,
        /// Why it is withheld or a court is asked, or what is taken out.
        reason: Option<Personal<String>>,
        /// What is known around the schedule.
        #[serde(skip_serializing)]
        standing: DisclosureStanding,
    },
    /// Records what a court ruled on the immunity of a sensitive item; the latest ruling counts.
    RecordRuling {
        /// The item's number on the sensitive schedule.
        no: u32,
        /// The ruling.
        outcome: PiiOutcome,
        /// The court.
        court: CourtName,
        /// The ruling's reference.
        ruling: Reference,
        /// What is known around the schedule.
        #[serde(skip_serializing)]
        standing: DisclosureStanding,
    },
    /// Serves a schedule as it is now: a new version where it differs from the last one (D2).
    Serve {
        /// The schedule.
        class: DisclosureClass,
        /// On whom.
        to: Audience,
        /// What is known around the schedule.
        #[serde(skip_serializing)]
        standing: DisclosureStanding,
    },
}

/// What is known of other records around a disclosure schedule, as the views show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DisclosureStanding {
    /// To whom the investigation was referred.
    pub referral: Referral,
    /// The material that the command names.
    pub material: MaterialStanding,
    /// The exhibits whose integrity is in question until a supervisor rules (X5).
    pub compromised: BTreeSet<EvidenceItemId>,
    /// Who stands accused: the suspects of charges that were approved and not given up.
    pub accused: BTreeSet<SuspectId>,
    /// How many exhibits and statements of the investigation are neither used nor listed (D3).
    pub gaps: u32,
}

/// Whether material can be named on a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub enum MaterialStanding {
    /// The investigation has no such material, or none that the actor may see.
    #[default]
    Unknown,
    /// An exhibit that was found and not seized, so that it has no mark.
    NotSeized,
    /// An intelligence report as it was submitted (N3).
    Unsanitised,
    /// It can be, under this name: an exhibit's mark, a sanitised report's number, a reference.
    Known {
        /// The name.
        reference: Reference,
    },
}
