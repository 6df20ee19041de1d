//! What the mutations of disclosure schedules are told.

use async_graphql::{InputObject, OneofObject};
use mpaka_domain::casework::text::{CourtName, Reference};
use mpaka_domain::prosecution::disclosure_schedule::{
    Audience, DisclosureClass, DisclosureDecision, Material, PiiOutcome,
};

use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::scalar::{
    DisclosureScheduleId, EvidenceItemId, IntelligenceReportId, InvestigationId, SuspectId,
};

/// The longest free text of a disclosure schedule, in characters.
pub(super) const LONG: usize = 10_000;

/// Opens the disclosure schedules of an investigation of your agency.
#[derive(InputObject)]
pub struct OpenDisclosureScheduleInput {
    /// The investigation, which has one pair of schedules.
    pub investigation_id: InvestigationId,
    /// The id to open the schedules under; made for you when left out.
    pub disclosure_schedule_id: Option<DisclosureScheduleId>,
    /// What the case is called on the schedules, such as its unique reference number.
    pub reference: Option<String>,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Names the disclosure schedules that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// The disclosure schedules.
            pub disclosure_schedule_id: DisclosureScheduleId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: Envelope,
        }
    )+};
}

inputs! {
    /// Lists an item on one of the schedules.
    AddDisclosureItemInput {
        /// The schedule.
        class: Code<DisclosureClass>,
        /// What is listed.
        material: DisclosureMaterialInput,
        /// What it is, clearly enough to decide on it without seeing it.
        description: String,
        /// Why it is sensitive: which important public interest would be seriously harmed, and how. Of
        /// sensitive items only.
        reason: Option<String>,
    }

    /// Describes an item otherwise, before it was served.
    RedescribeDisclosureItemInput {
        /// The schedule.
        class: Code<DisclosureClass>,
        /// The item's number on it.
        no: u32,
        /// What it is.
        description: String,
        /// Why it is described otherwise.
        reason: String,
    }

    /// Moves an item to the other schedule.
    ReclassifyDisclosureItemInput {
        /// The schedule it is on.
        class: Code<DisclosureClass>,
        /// The item's number there.
        no: u32,
        /// Why it is sensitive, or no longer is.
        reason: String,
    }

    /// Records that the prosecution uses something that no charge's element names.
    MarkMaterialUsedInput {
        /// What is used.
        material: DisclosureMaterialInput,
        /// As what, such as a witness's statement to be read.
        reason: String,
    }

    /// Records that the prosecution does not use something after all.
    MarkMaterialUnusedInput {
        /// What is not used.
        material: DisclosureMaterialInput,
        /// Why.
        reason: String,
    }

    /// Decides on an item.
    ReviewDisclosureItemInput {
        /// The schedule.
        class: Code<DisclosureClass>,
        /// The item's number on it.
        no: u32,
        /// The decision.
        decision: Code<DisclosureDecision>,
        /// Whether it might reasonably be considered capable of undermining the prosecution (UK Criminal
        /// Procedure and Investigations Act 1996 s.3).
        undermines_prosecution: bool,
        /// Whether it might reasonably be considered capable of assisting the accused.
        assists_accused: bool,
        /// Why it is withheld or a court is asked, or what is taken out.
        reason: Option<String>,
    }

    /// Records what a court ruled on the public interest immunity of a sensitive item.
    RecordPiiRulingInput {
        /// The item's number on the sensitive schedule.
        no: u32,
        /// The ruling.
        outcome: Code<PiiOutcome>,
        /// The court.
        court: String,
        /// The ruling's reference.
        ruling: String,
    }

    /// Serves a schedule as it is now; `occurred` is when.
    ServeDisclosureScheduleInput {
        /// The schedule.
        class: Code<DisclosureClass>,
        /// On whom.
        to: DisclosureAudienceInput,
    }
}

/// Something that an investigation holds and that may have to be disclosed.
#[derive(OneofObject)]
pub enum DisclosureMaterialInput {
    /// An exhibit of the investigation that was seized; a statement is one.
    Exhibit(EvidenceItemId),
    /// A sanitised report, never the report that it was made from.
    SanitisedReport(IntelligenceReportId),
    /// What is no exhibit, by its reference: a notebook, a log, a statement kept elsewhere.
    Record(String),
}

impl DisclosureMaterialInput {
    pub(super) fn read(&self) -> Result<Material, UserError> {
        Ok(match self {
            Self::Exhibit(exhibit) => Material::Exhibit(exhibit.0),
            Self::SanitisedReport(report) => Material::SanitisedReport(report.0),
            Self::Record(reference) => Material::Record(Reference::parse(reference).at("record")?),
        })
    }
}

/// On whom a schedule is served.
#[derive(OneofObject)]
pub enum DisclosureAudienceInput {
    /// The defence of one accused: a suspect of the investigation.
    DefenceOf(SuspectId),
    /// A court, as it calls itself.
    Court(String),
}

impl DisclosureAudienceInput {
    pub(super) fn read(&self) -> Result<Audience, UserError> {
        Ok(match self {
            Self::DefenceOf(accused) => Audience::Defence { accused: accused.0 },
            Self::Court(court) => Audience::Court { court: CourtName::parse(court).at("court")? },
        })
    }
}
