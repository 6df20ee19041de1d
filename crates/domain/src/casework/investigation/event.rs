//! What can happen to an investigation.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

use super::code::{ClosureOutcome, CrimeType, ElementStatus, LinkKind, OriginKind};
use crate::casework::text::{IccsCode, Reference, Title};
use crate::id::{JourneyId, SuspectId};
use crate::law::{EntryCode, TemplateTask};
use crate::metadata::Role;
use crate::value::{ExhibitRef, InvestigationReference, LegalBasis, SubdivisionCode, VictimAlias};
use crate::{AgencyId, Personal, UserId};

/// What has happened to an investigation.
#[derive(
    Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum InvestigationEvent {
    /// The file was opened.
    Opened {
        /// The agency's reference.
        reference: InvestigationReference,
        /// What the file is called.
        title: Title,
        /// What it is about.
        crime_types: BTreeSet<CrimeType>,
        /// The agency whose file it is.
        lead_agency: AgencyId,
        /// The senior investigating officer.
        sio: UserId,
        /// Who decides in the senior investigating officer's place.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        deputies: BTreeSet<UserId>,
        /// What set it in motion.
        origin: Origin,
        /// The counties or regions it touches (ISO 3166-2).
        territory: BTreeSet<SubdivisionCode>,
        /// The template its tasks are made from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        template_id: Option<Reference>,
    },
    /// A case template was applied: its tasks are to be done.
    TemplateApplied {
        /// What the template is called in the law that was loaded.
        template: EntryCode,
        /// The first day on which the version of it that was applied was in force.
        valid_from: NaiveDate,
        /// The tasks.
        tasks: Vec<TemplateTask>,
    },
    /// The work began.
    Activated {},
    /// An allegation was taken up, or its elements stated anew; the latest per statute counts.
    AllegationAdopted {
        /// The provision.
        statute: LegalBasis,
        /// Its code in the International Classification of Crime for Statistical Purposes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        iccs_code: Option<IccsCode>,
        /// Its elements and how far each is made out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        elements: Vec<Element>,
    },
    /// A decision was written into the policy log.
    DecisionRecorded {
        /// Its number in the file, from 1 without a gap.
        number: u32,
        /// What was decided.
        decision: Personal<String>,
        /// Why.
        rationale: Personal<String>,
        /// What else was considered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alternatives: Option<Personal<String>>,
        /// Who decided.
        by: UserId,
    },
    /// Somebody joined the team, or does something else in it now; the latest per user and agency
    /// counts.
    MemberAdded {
        /// Who.
        user: UserId,
        /// The agency they act for.
        agency: AgencyId,
        /// What they do in the team.
        role: Role,
        /// The last day they belong to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    },
    /// Somebody left the team.
    MemberRemoved {
        /// Who.
        user: UserId,
        /// The agency they act for.
        agency: AgencyId,
    },
    /// Another investigation has to do with this one.
    Linked {
        /// The other's reference.
        other_ref: InvestigationReference,
        /// The agency whose file the other is.
        other_agency: AgencyId,
        /// How it relates to this one.
        kind: LinkKind,
        /// The link in the link inbox that shows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis_link_id: Option<Reference>,
    },
    /// Something kept elsewhere belongs to this investigation.
    RefAssociated {
        /// What.
        associated: Associated,
    },
    /// The file went to a reviewer.
    SubmittedForReview {},
    /// The file came back from review.
    ReturnedFromReview {
        /// What is still to be done.
        reason: Personal<String>,
    },
    /// The file was paused.
    Suspended {
        /// Why.
        reason: Personal<String>,
    },
    /// The file was taken up again after a pause.
    Resumed {},
    /// The file went to the prosecuting agency, which is a party to it from now on.
    ReferredToProsecutor {
        /// The prosecuting agency.
        agency: AgencyId,
    },
    /// The file came back from the prosecutor.
    ReturnedFromProsecutor {
        /// What is still to be done.
        reason: Personal<String>,
    },
    /// The trial began.
    TrialCommenced {},
    /// The file went to another agency. Members of the agency it came from are no longer members.
    Transferred {
        /// The agency it came from.
        from: AgencyId,
        /// The agency whose file it is now.
        to: AgencyId,
        /// The agreement under which the agency it came from keeps reading it; none, and it does not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keeps_read_right: Option<Reference>,
    },
    /// The investigation ended.
    Closed {
        /// How it ended.
        outcome: ClosureOutcome,
        /// That every victim was told and knows who looks after them now.
        victim_outcomes_confirmed: bool,
        /// The supervisor who approved.
        approved_by: UserId,
    },
    /// A closed investigation was taken up again.
    Reopened {
        /// Why.
        reason: Personal<String>,
        /// What had come to light.
        new_material: Personal<String>,
    },
}

/// What set an investigation in motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The kind of it.
    pub kind: OriginKind,
    /// Its own reference: the complaint's, the report's, the request's number.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
}

/// An element of an offence and how far it is made out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Element {
    /// The element, as the statute's element model calls it: `Act`, `Means`, `Purpose`.
    pub element: Reference,
    /// How far it is made out.
    pub status: ElementStatus,
}

/// Something kept elsewhere that belongs to an investigation. A victim is an alias by construction:
/// an id or a name cannot be written here (INV-I5).
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, IntoStaticStr,
)]
#[serde(tag = "kind", content = "ref", rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Associated {
    /// A suspect.
    Suspect(SuspectId),
    /// A victim, by alias.
    Victim(VictimAlias),
    /// A journey.
    Journey(JourneyId),
    /// An exhibit, by its reference.
    Exhibit(ExhibitRef),
    /// An intelligence report, by its unique reference number.
    Intel(Reference),
    /// A place or border point, by its code or public name.
    Place(Reference),
}
