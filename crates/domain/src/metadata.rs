//! The envelope of every command and event: who, why, when, under which law and marking.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::agency::{AgencyId, UserId};
use crate::handling::Handling;
use crate::id::{CommandId, CorrelationId, EventId};
use crate::value::{Grade, LegalBasis, PartialTime};

code_list! {
    /// What a user may do; one role a sign-in.
    pub enum Role {
        /// Works an agency's investigations.
        Investigator,
        /// Assigns, reviews and approves in an agency.
        Supervisor,
        /// Works across cases on what was released to their agency.
        Analyst,
        /// Decides on charges once a case has been referred.
        Prosecutor,
        /// Looks after victims; the only role that reads their identities.
        VictimSupportOfficer,
        /// Reads what partners released to their agency.
        LiaisonOfficer,
        /// Reads who did what, never case content.
        Auditor,
        /// A machine that follows events released to its agency.
        Integrator,
        /// The service itself, where a process of its own acts. Nobody signs in with it.
        System,
    }
}

code_list! {
    /// Why personal data is processed (the purpose-limitation principle: UK DPA 2018 s.36, Kenya DPA
    /// 2019 s.25).
    pub enum Purpose {
        /// To prevent an offence.
        Prevent,
        /// To detect an offence.
        Detect,
        /// To investigate an offence.
        Investigate,
        /// To prosecute an offence.
        Prosecute,
        /// To protect a victim.
        ProtectVictim,
        /// To safeguard a child.
        SafeguardChild,
        /// To count, without identities.
        Statistics,
        /// To check who did what.
        Audit,
        /// To train, on fictional data.
        Training,
        /// To serve a court.
        Court,
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// The agency they act for.
    pub agency: AgencyId,
    /// The role they signed in with.
    pub role: Role,
}

/// What a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceRef {
    /// The kind of source.
    pub kind: SourceKind,
    /// Its reference: an exhibit reference, a report's unique reference number, a statement's exhibit.
    pub reference: String,
    /// How it was graded, in the scheme it was graded in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

code_list! {
    /// The kinds of source a fact can rest on.
    pub enum SourceKind {
        /// An intelligence report.
        IntelligenceReport,
        /// An exhibit.
        Exhibit,
        /// A statement.
        Statement,
        /// What an officer saw.
        Observation,
    }
}

/// The envelope that a command is sent in and that its events are stored with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The command; the same id twice is the same command.
    pub command: CommandId,
    /// Everything the request set in motion.
    pub correlation: CorrelationId,
    /// The event that led to this command, when one did.
    pub causation: Option<EventId>,
    /// Who acts.
    pub actor: Actor,
    /// The agency on whose behalf, when it is not the actor's own.
    pub on_behalf_of: Option<AgencyId>,
    /// When it happened, as precisely as it is known.
    pub occurred: PartialTime,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The law it is done under.
    pub legal_basis: LegalBasis,
    /// The purpose it is done for.
    pub purpose: Purpose,
    /// How it may be passed on and used.
    pub handling: Handling,
    /// What the fact rests on.
    pub source: Option<SourceRef>,
    /// Made in an exercise: never counted, never acted on.
    pub exercise: bool,
}
