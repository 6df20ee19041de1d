//! What the commands of a bench say: a made-up file of a made-up operation, marked as an exercise.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use mpaka_domain::casework::investigation::{
    CrimeType, Element, ElementStatus, InvestigationCommand, LinkKind, Origin, OriginKind,
};
use mpaka_domain::casework::text::{Offence, Reference, Title};
use mpaka_domain::handling::{Classification, HandlingCode, Tlp};
use mpaka_domain::value::{InvestigationReference, LegalBasis, PartialTime, SubdivisionCode};
use mpaka_domain::{Actor, AgencyId, Handling, Metadata, Personal, Purpose, Role, UserId, Viewer};
use mpaka_persistence::ids;

use crate::error::BenchError;

/// Decisions with their reasons and what was considered instead.
const DECISIONS: [[&str; 3]; 4] = [
    [
        "Search the recruitment office in Eastleigh before the first arrest.",
        "The ledger of debts is said to be kept there and could be destroyed once word goes round.",
        "Arrest at the airport first; the ledger would be lost and with it the means.",
    ],
    [
        "Ask the mobile money provider for the wallet's statement of the last six months.",
        "Three complainants paid the same number before they travelled, in instalments of the same size.",
        "Ask the complainants for their own messages only; that would show no other victim.",
    ],
    [
        "Hold the interviews in Swahili with an interpreter from outside the county.",
        "Two witnesses fear that what they say will be known at home before the week is over.",
        "Use the station's interpreter, who is known to the family of the recruiter.",
    ],
    [
        "Do not approach the second address until the joint team has spoken to the partner agency.",
        "The partner watches it for an operation of its own, and its people would be seen.",
        "Watch it ourselves; there are not enough officers for both addresses this month.",
    ],
];

/// What makes the commands.
#[derive(Debug)]
pub struct Texts {
    title: Title,
    territory: BTreeSet<SubdivisionCode>,
    origin: Origin,
    actor: Actor,
    legal_basis: LegalBasis,
    began: DateTime<Utc>,
    files: AtomicU64,
    envelopes: AtomicI64,
}

impl Texts {
    /// The texts, read once.
    pub fn new() -> Result<Self, BenchError> {
        let reference = Reference::parse("OCC/14/02/2026").map_err(text)?;
        Ok(Self {
            title: Title::parse("Exercise: care visas against debt, Nairobi to Leicester")
                .map_err(text)?,
            territory: BTreeSet::from([SubdivisionCode::parse("KE-30").map_err(text)?]),
            origin: Origin { kind: OriginKind::Complaint, reference: Some(reference) },
            actor: Actor {
                user: UserId::parse("akinyi").map_err(text)?,
                agency: AgencyId::parse("KE-DCI-TOCU").map_err(text)?,
                role: Role::Investigator,
            },
            legal_basis: LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.3")
                .map_err(text)?,
            began: "2026-03-02T09:00:00Z".parse().map_err(text)?,
            files: AtomicU64::new(1),
            envelopes: AtomicI64::new(1),
        })
    }

    /// Opens a file under a reference that no other has.
    pub fn open(&self) -> Result<InvestigationCommand, BenchError> {
        let number = self.files.fetch_add(1, Ordering::Relaxed);
        let reference = format!("TOCU/2026/{number:08}");
        Ok(InvestigationCommand::Open {
            reference: InvestigationReference::parse(&reference).map_err(text)?,
            title: self.title.clone(),
            crime_types: BTreeSet::from([CrimeType::Tip, CrimeType::ForcedLabour]),
            territory: self.territory.clone(),
            sio: None,
            deputies: BTreeSet::new(),
            origin: self.origin.clone(),
            template_id: None,
        })
    }

    /// Opens a file and records decisions in it, `events` events together.
    pub fn file_of(&self, events: u64) -> Result<Vec<InvestigationCommand>, BenchError> {
        let mut commands = vec![self.open()?];
        commands.extend((1..events).map(decision));
        Ok(commands)
    }

    /// Opens a file and works on it, four events together, none of which holds personal data: nothing
    /// in them is bound to the event's id, so that their rows can be copied.
    pub fn plain_file(&self) -> Result<Vec<InvestigationCommand>, BenchError> {
        let element = |name| {
            let element = Reference::parse(name).map_err(text)?;
            Ok::<_, BenchError>(Element { element, status: ElementStatus::Supported })
        };
        Ok(vec![
            self.open()?,
            InvestigationCommand::Activate,
            InvestigationCommand::AdoptAllegation {
                offence: Offence { statute: self.legal_basis.clone(), iccs_code: None },
                elements: vec![element("Act")?, element("Means")?, element("Purpose")?],
            },
            InvestigationCommand::LinkInvestigation {
                reference: InvestigationReference::parse("NMC/MS/26/0042").map_err(text)?,
                agency: AgencyId::parse("UK-NMC").map_err(text)?,
                kind: LinkKind::Joint,
                basis_link_id: None,
            },
        ])
    }

    /// An envelope with ids of its own, recorded a little after the one before it.
    pub fn envelope(&self) -> Metadata {
        let since = self.envelopes.fetch_add(1, Ordering::Relaxed);
        let now = self.began + TimeDelta::milliseconds(since);
        Metadata {
            command: ids::next().into(),
            correlation: ids::next().into(),
            causation: None,
            actor: self.actor.clone(),
            on_behalf_of: None,
            occurred: PartialTime::instant(now),
            recorded_at: now,
            legal_basis: self.legal_basis.clone(),
            purpose: Purpose::Investigate,
            handling: Handling {
                classification: Classification::Restricted,
                tlp: Tlp::Amber,
                code: HandlingCode::P,
                conditions: BTreeSet::new(),
                europol: BTreeSet::new(),
                releasable_to: BTreeSet::new(),
                compartments: BTreeSet::new(),
                review_by: None,
            },
            source: None,
            exercise: true,
        }
    }

    /// Somebody who may see all that these commands do.
    pub fn viewer(&self) -> Viewer {
        Viewer {
            user: self.actor.user.clone(),
            agency: self.actor.agency.clone(),
            role: self.actor.role,
            compartments: BTreeSet::new(),
        }
    }
}

/// Records a decision in a file; `number` chooses which.
pub fn decision(number: u64) -> InvestigationCommand {
    let count = DECISIONS.len() as u64;
    let chosen = usize::try_from(number % count).unwrap_or_default();
    let [decision, rationale, alternatives] =
        DECISIONS[chosen].map(|text| Personal::new(text.to_owned()));
    InvestigationCommand::RecordDecision { decision, rationale, alternatives: Some(alternatives) }
}

/// Records `events` decisions.
pub fn decisions(events: u64) -> Vec<InvestigationCommand> {
    (0..events).map(decision).collect()
}

fn text(error: impl std::fmt::Display) -> BenchError {
    BenchError::Text(error.to_string())
}
