//! What the mutations of an investigation take.

use async_graphql::InputObject;
use mpaka_domain::UserId;
use mpaka_domain::casework::investigation::{
    Associated, ClosureOutcome, CrimeType, ElementStatus, InvestigationCommand as Command,
    LinkKind, Origin, OriginKind,
};
use mpaka_domain::casework::text::{Reference, Title};
use mpaka_domain::metadata::Role;
use mpaka_domain::value::{ExhibitRef, InvestigationReference, SubdivisionCode, VictimAlias};
use uuid::Uuid;

use crate::code::Code;
use crate::envelope::{Defaults, Envelope, LegalBasisInput};
use crate::error::{At, UserError};
use crate::scalar::{Date, InvestigationId, JourneyId, SuspectId};

/// Opens a file of your agency.
#[derive(InputObject)]
pub struct OpenInvestigationInput {
    /// The id to open it under; made for you when left out.
    pub investigation_id: Option<InvestigationId>,
    /// The agency's reference, which it uses once a year (INV-I1).
    pub reference: String,
    /// What the file is called, 1 to 200 characters; never names a victim.
    pub title: String,
    /// What it is about, at least one.
    pub crime_types: Vec<Code<CrimeType>>,
    /// The counties or regions it touches, ISO 3166-2, at least one.
    pub territory: Vec<String>,
    /// The law it is run under.
    pub legal_basis: LegalBasisInput,
    /// The purpose it is run for.
    pub purpose: Code<mpaka_domain::Purpose>,
    /// How it may be passed on and used.
    pub handling: crate::handling::HandlingInput,
    /// The senior investigating officer; you, when left out.
    pub sio: Option<String>,
    /// Who decides in the senior investigating officer's place.
    #[graphql(default)]
    pub deputies: Vec<String>,
    /// What set it in motion.
    pub origin: Option<OriginInput>,
    /// The template its tasks are made from.
    pub template_id: Option<String>,
    /// Makes the command safe to send again: the same id has one effect and gets the same answer.
    pub command_id: Option<Uuid>,
    /// When it was opened; now, when left out.
    pub occurred: Option<crate::time::PartialTimeInput>,
    /// Made in an exercise: never counted, never acted on.
    #[graphql(default)]
    pub exercise: bool,
}

/// What set an investigation in motion.
#[derive(InputObject)]
pub struct OriginInput {
    /// The kind of it.
    pub kind: Code<OriginKind>,
    /// Its own reference: the complaint's, the report's, the request's number.
    pub reference: Option<String>,
}

impl OpenInvestigationInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Open {
            reference: InvestigationReference::parse(&self.reference).at("reference")?,
            title: Title::parse(&self.title).at("title")?,
            crime_types: self.crime_types.iter().map(|code| code.0).collect(),
            territory: self
                .territory
                .iter()
                .map(|code| SubdivisionCode::parse(code).at("territory"))
                .collect::<Result<_, _>>()?,
            sio: self.sio.as_deref().map(UserId::parse).transpose().at("sio")?,
            deputies: self
                .deputies
                .iter()
                .map(|name| UserId::parse(name).at("deputies"))
                .collect::<Result<_, _>>()?,
            origin: Origin {
                kind: self.origin.as_ref().map_or(OriginKind::Intel, |origin| origin.kind.0),
                reference: self
                    .origin
                    .as_ref()
                    .and_then(|origin| origin.reference.as_deref())
                    .map(Reference::parse)
                    .transpose()
                    .at("origin.reference")?,
            },
            template_id: self
                .template_id
                .as_deref()
                .map(Reference::parse)
                .transpose()
                .at("templateId")?,
        })
    }

    pub(super) fn defaults(&self) -> Result<Defaults, UserError> {
        Ok(Defaults {
            legal_basis: self.legal_basis.read()?,
            purpose: self.purpose.0,
            handling: self.handling.read().at("handling")?,
        })
    }
}

/// Names the investigation that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// The investigation.
            pub investigation_id: InvestigationId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: Envelope,
        }
    )+};
}

inputs! {
    /// Makes the tasks of a case template.
    ApplyTemplateInput {
        /// The template's code, as `TIP_LABOUR`; `caseTemplates` lists them.
        template_id: String,
    }

    /// Begins the work on a registered file.
    ActivateInvestigationInput {}

    /// Takes up an allegation, or states anew how far its elements are made out.
    AdoptAllegationInput {
        /// The provision that makes it an offence.
        statute: LegalBasisInput,
        /// Its code in the International Classification of Crime for Statistical Purposes, as `0204`.
        iccs_code: Option<String>,
        /// Its elements and how far each is made out.
        elements: Vec<ElementInput>,
    }

    /// Writes the next numbered decision into the policy log.
    RecordDecisionInput {
        /// What was decided.
        decision: String,
        /// Why.
        rationale: String,
        /// What else was considered and why it was not chosen.
        alternatives: Option<String>,
    }

    /// Adds somebody to the team; a member of another agency sees the whole file.
    AssignTeamMemberInput {
        /// Who, by the name they sign in with.
        user: String,
        /// The code of the agency they act for.
        agency: String,
        /// What they do in the team.
        role: Code<Role>,
        /// The last day they belong to it.
        until: Option<Date>,
    }

    /// Takes somebody out of the team.
    RemoveTeamMemberInput {
        /// Who, by the name they sign in with.
        user: String,
        /// The code of the agency they act for.
        agency: String,
    }

    /// Records that another investigation has to do with this one.
    LinkInvestigationInput {
        /// The other's reference.
        reference: String,
        /// The code of the agency whose file the other is.
        agency: String,
        /// How it relates to this one.
        kind: Code<LinkKind>,
        /// The link in the link inbox that shows it.
        basis_link_id: Option<String>,
    }

    /// Records that something kept elsewhere belongs to this investigation. Give exactly one.
    AssociateRefInput {
        /// What.
        associated: AssociatedInput,
    }

    /// Hands an active file to a reviewer.
    SubmitForReviewInput {}

    /// Takes the file back from review to work on.
    ReturnFromReviewInput {
        /// What is still to be done.
        reason: String,
    }

    /// Pauses an active file.
    SuspendInvestigationInput {
        /// Why.
        reason: String,
    }

    /// Takes up a suspended file again.
    ResumeInvestigationInput {}

    /// Sends a reviewed file to the prosecuting agency, which becomes a party to it.
    ReferToProsecutorInput {
        /// The code of the prosecuting agency.
        agency: String,
    }

    /// Takes the file back from the prosecutor to work on.
    ReturnFromProsecutorInput {
        /// What is still to be done.
        reason: String,
    }

    /// Records that the trial has begun.
    CommenceTrialInput {}

    /// Hands the file to another agency.
    TransferInvestigationInput {
        /// The code of the agency that takes it over.
        to: String,
        /// The agreement under which the agency that hands it over keeps reading it; without one it
        /// no longer does (INV-I4).
        keeps_read_right: Option<String>,
    }

    /// Ends the investigation; for a supervisor who is not its senior investigating officer (INV-I2).
    CloseInvestigationInput {
        /// How it ended.
        outcome: Code<ClosureOutcome>,
        /// That every victim was told and knows who looks after them now.
        victim_outcomes_confirmed: bool,
    }

    /// Takes up a closed investigation again.
    ReopenInvestigationInput {
        /// Why.
        reason: String,
        /// What has come to light since.
        new_material: String,
    }
}

/// An element of an offence and how far it is made out.
#[derive(InputObject)]
pub struct ElementInput {
    /// The element, as the statute's element model calls it: `Act`, `Means`, `Purpose`.
    pub element: String,
    /// How far it is made out.
    pub status: Code<ElementStatus>,
}

/// Something that belongs to an investigation; exactly one. A victim is named by alias and nothing
/// else (INV-I5).
#[derive(async_graphql::OneofObject)]
pub enum AssociatedInput {
    /// A suspect.
    Suspect(SuspectId),
    /// A victim, by alias.
    VictimAlias(String),
    /// A journey.
    Journey(JourneyId),
    /// An exhibit, by its reference.
    ExhibitRef(String),
    /// An intelligence report, by its unique reference number.
    Intelligence(String),
    /// A place or border point, by its code or public name.
    Place(String),
}

impl AssociatedInput {
    pub(super) fn read(&self) -> Result<Associated, UserError> {
        Ok(match self {
            Self::Suspect(id) => Associated::Suspect(id.0),
            Self::VictimAlias(alias) => {
                Associated::Victim(VictimAlias::parse(alias).at("victimAlias")?)
            }
            Self::Journey(id) => Associated::Journey(id.0),
            Self::ExhibitRef(reference) => {
                Associated::Exhibit(ExhibitRef::parse(reference).at("exhibitRef")?)
            }
            Self::Intelligence(number) => {
                Associated::Intel(Reference::parse(number).at("intelligence")?)
            }
            Self::Place(name) => Associated::Place(Reference::parse(name).at("place")?),
        })
    }
}
