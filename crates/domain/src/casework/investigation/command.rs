//! What can be asked of an investigation.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::code::{ClosureOutcome, CrimeType, LinkKind};
use super::event::{Associated, Element, Origin};
use crate::casework::task::TaskKind;
use crate::casework::text::{Offence, Reference, Title};
use crate::metadata::Role;
use crate::value::{ExhibitRef, InvestigationReference, SubdivisionCode, VictimAlias};
use crate::{AgencyId, Personal, UserId};

/// What can be asked of an investigation. Unless it says otherwise, a command comes from an
/// investigator or a supervisor of the agency whose file it is.
#[derive(Debug, Clone, Serialize)]
pub enum InvestigationCommand {
    /// Opens a file of the actor's agency.
    Open {
        /// The agency's reference, which it uses once a year (INV-I1).
        reference: InvestigationReference,
        /// What the file is called; never names a victim.
        title: Title,
        /// What it is about, at least one.
        crime_types: BTreeSet<CrimeType>,
        /// The counties or regions it touches (ISO 3166-2), at least one.
        territory: BTreeSet<SubdivisionCode>,
        /// The senior investigating officer; the actor when none is named.
        sio: Option<UserId>,
        /// Who decides in the senior investigating officer's place.
        deputies: BTreeSet<UserId>,
        /// What set it in motion.
        origin: Origin,
        /// The template its tasks are made from.
        template_id: Option<Reference>,
    },
    /// Makes the tasks of a case template, once a template.
    ApplyTemplate {
        /// What the template is called in the law that was loaded.
        template: Reference,
    },
    /// Begins the work on a registered file. For its senior investigating officer or a deputy.
    Activate,
    /// Takes up an allegation, or states anew how far its elements are made out.
    AdoptAllegation {
        /// The offence.
        offence: Offence,
        /// Its elements and how far each is made out.
        elements: Vec<Element>,
    },
    /// Writes the next numbered decision into the policy log. For the senior investigating officer or
    /// a deputy (INV-I3).
    RecordDecision {
        /// What was decided.
        decision: Personal<String>,
        /// Why.
        rationale: Personal<String>,
        /// What else was considered and why it was not chosen.
        alternatives: Option<Personal<String>>,
    },
    /// Adds somebody to the team, or changes what they do in it. A member of another agency shares the
    /// whole file with that agency. For the senior investigating officer, a deputy or a supervisor.
    AssignTeamMember {
        /// Who.
        user: UserId,
        /// The agency they act for.
        agency: AgencyId,
        /// What they do in the team.
        role: Role,
        /// The last day they belong to it; open when none is given.
        until: Option<NaiveDate>,
    },
    /// Takes somebody out of the team. For the senior investigating officer, a deputy or a supervisor.
    RemoveTeamMember {
        /// Who.
        user: UserId,
        /// The agency they act for.
        agency: AgencyId,
    },
    /// Records that another investigation, of this or another agency, has to do with this one.
    LinkInvestigation {
        /// The other's reference.
        reference: InvestigationReference,
        /// The agency whose file the other is.
        agency: AgencyId,
        /// How it relates to this one.
        kind: LinkKind,
        /// The link in the link inbox that shows it.
        basis_link_id: Option<Reference>,
    },
    /// Records that something kept elsewhere belongs to this investigation.
    AssociateRef {
        /// What; a victim by alias and nothing else (INV-I5).
        associated: Associated,
    },
    /// Hands an active file to a reviewer. For the senior investigating officer, a deputy or a
    /// supervisor.
    SubmitForReview,
    /// Takes the file back from review to work on. For the senior investigating officer, a deputy or a
    /// supervisor.
    ReturnFromReview {
        /// What is still to be done.
        reason: Personal<String>,
    },
    /// Pauses an active file. For the senior investigating officer, a deputy or a supervisor.
    Suspend {
        /// Why.
        reason: Personal<String>,
    },
    /// Takes up a suspended file again. For the senior investigating officer, a deputy or a
    /// supervisor.
    Resume,
    /// Sends a reviewed file to the prosecuting agency, which becomes a party to it. For the senior
    /// investigating officer, a deputy or a supervisor.
    ReferToProsecutor {
        /// The prosecuting agency.
        agency: AgencyId,
    },
    /// Takes the file back from the prosecutor to work on. For a prosecutor of the agency it was
    /// referred to, the senior investigating officer, a deputy or a supervisor.
    ReturnFromProsecutor {
        /// What is still to be done.
        reason: Personal<String>,
    },
    /// Records that the trial has begun. For a prosecutor of the agency the file was referred to, the
    /// senior investigating officer, a deputy or a supervisor.
    CommenceTrial,
    /// Hands the file to another agency. For the senior investigating officer, a deputy or a
    /// supervisor.
    Transfer {
        /// The agency that takes it over.
        to: AgencyId,
        /// The agreement under which the agency that hands it over keeps reading it; without one it no
        /// longer does (INV-I4).
        keeps_read_right: Option<Reference>,
    },
    /// Ends the investigation. For a supervisor who is not its senior investigating officer (INV-I2).
    Close {
        /// How it ended.
        outcome: ClosureOutcome,
        /// That every victim was told and knows who looks after them now.
        victim_outcomes_confirmed: bool,
        /// What is still open around the file. The server fills it in, anew each time the command is
        /// sent, so it is no part of the serialised command by which a repetition is recognised.
        #[serde(skip_serializing)]
        standing: CaseStanding,
    },
    /// Takes up a closed investigation again. For a supervisor.
    Reopen {
        /// Why.
        reason: Personal<String>,
        /// What has come to light since.
        new_material: Personal<String>,
    },
}

/// What is still open around an investigation when it is to be closed, as the views show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CaseStanding {
    /// Victims whose protection case is open and whom nobody looks after once the file is closed.
    pub open_victim_cases_without_onward_owner: BTreeSet<VictimAlias>,
    /// Exhibits neither returned nor destroyed.
    pub exhibits_undisposed: BTreeSet<ExhibitRef>,
    /// Exhibits that must be kept.
    pub exhibits_on_hold: BTreeSet<ExhibitRef>,
    /// Tasks neither done nor cancelled.
    pub open_tasks: Vec<OpenTasks>,
}

/// How many tasks of one kind an agency has left in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenTasks {
    /// The agency whose tasks they are.
    pub agency: AgencyId,
    /// What they are about.
    pub kind: TaskKind,
    /// How many.
    pub count: u32,
}
