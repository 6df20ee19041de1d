//! What the mutations of intelligence take, and the commands they are.

use std::collections::BTreeSet;

use async_graphql::InputObject;
use mpaka_domain::intelligence::intelligence_report::{
    Dependant, Independence, IntelligenceCommand as Command, Removed,
};
use mpaka_domain::value::{self, Urn};
use mpaka_domain::{AgencyId, Personal};
use uuid::Uuid;

use crate::code::Code;
use crate::envelope::{Envelope, GradeInput};
use crate::error::{At, UserError};
use crate::handling::condition;
use crate::scalar::{Date, IntelligenceReportId, InvestigationId};
use crate::time::PartialTimeInput;
use crate::values::personal;

/// The longest account of what was said, done or found, in characters.
const LONG: usize = 10_000;
/// The longest handle of a source, in characters.
const HANDLE: usize = 80;

/// An account of what was said, done or found, which is sealed.
fn told(field: &str, content: &str) -> Result<Personal<String>, UserError> {
    personal(field, content, LONG)
}

fn grade(input: &GradeInput) -> Result<value::Grade, UserError> {
    value::Grade::parse(input.scheme.0, &input.grade).at("grade.grade")
}

/// Submits what a source said.
#[derive(InputObject)]
pub struct SubmitIntelligenceInput {
    /// The investigation it belongs to.
    pub investigation_id: InvestigationId,
    /// The id to submit it under; made for you when left out.
    pub intelligence_report_id: Option<IntelligenceReportId>,
    /// Its number, unique in your agency, such as `TOCU/IR/2026/0041`. It says nothing of the source.
    pub urn: String,
    /// What is reported.
    pub text: String,
    /// What the source is known by: a pseudonym or a number in a register, never a name.
    pub source_handle: String,
    /// When it was collected.
    pub collected: PartialTimeInput,
    /// How it was obtained.
    pub obtained_how: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Names the report that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// The report.
            pub intelligence_report_id: IntelligenceReportId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: Envelope,
        }
    )+};
}

inputs! {
    /// Grades a report that a colleague submitted (N1).
    EvaluateIntelligenceInput {
        /// How far the source is trusted and how well the information is known.
        grade: GradeInput,
    }

    /// Assesses what passing a report on could do.
    AssessIntelligenceRiskInput {
        /// What is owed to the source and to the people it speaks of.
        duty_of_care: String,
        /// What could happen if it is passed on.
        risk_if_disseminated: String,
    }

    /// Makes a report of its own from a report that may be passed on (N3).
    SanitiseIntelligenceInput {
        /// The id to make it under; made for you when left out.
        sanitised_report_id: Option<IntelligenceReportId>,
        /// Its number, unique in your agency.
        urn: String,
        /// What it says.
        text: String,
        /// What was taken out, at least one thing.
        removed: Vec<Code<Removed>>,
    }

    /// Passes a sanitised report on to an agency, or the report itself to your own (N3).
    DisseminateIntelligenceInput {
        /// The sanitised report; left out for the report itself.
        sanitised_report_id: Option<IntelligenceReportId>,
        /// The code of the agency it goes to.
        to: String,
        /// Coded conditions under which they may use it, such as `NOT_FOR_COURT`.
        #[graphql(default)]
        conditions: Vec<String>,
        /// The day by which they are to acknowledge it.
        ack_by: Option<Date>,
    }

    /// Acknowledges what was passed on to your agency: `intelligenceReportId` is the id that it was
    /// passed on under, that of the sanitised report.
    AcknowledgeIntelligenceInput {
    }

    /// Records that what `source` names says the same as a report.
    CorroborateIntelligenceInput {
        /// Whether that comes from somewhere else; unless it does, it adds no weight (N4).
        #[graphql(default_with = "Code(Independence::Unknown)")]
        independence: Code<Independence>,
    }

    /// Grades a report anew that a colleague submitted (N1).
    RegradeIntelligenceInput {
        /// The grade it has from now on.
        grade: GradeInput,
        /// Why.
        reason: String,
    }

    /// Takes a report back, with everything that was sanitised from it (N5).
    RecallIntelligenceInput {
        /// Why. Only your own agency reads it.
        reason: String,
    }

    /// Looks at a report again, to retain it or to let it expire.
    ReviewIntelligenceInput {
        /// What was found.
        findings: String,
    }

    /// Keeps a report after a review.
    RetainIntelligenceInput {
        /// The day on which it is to be looked at again.
        until: Date,
        /// Why.
        reason: String,
    }

    /// Keeps a report for use no longer, after a review.
    ExpireIntelligenceInput {
        /// Why.
        reason: String,
    }
}

impl SubmitIntelligenceInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Submit {
            investigation: self.investigation_id.0,
            urn: Urn::parse(&self.urn).at("urn")?,
            text: told("text", &self.text)?,
            source_handle: personal("sourceHandle", &self.source_handle, HANDLE)?,
            collected: self.collected.read().at("collected")?,
            obtained_how: told("obtainedHow", &self.obtained_how)?,
        })
    }
}

impl EvaluateIntelligenceInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Evaluate { grade: grade(&self.grade)? })
    }
}

impl AssessIntelligenceRiskInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::AssessRisk {
            duty_of_care: told("dutyOfCare", &self.duty_of_care)?,
            risk_if_disseminated: told("riskIfDisseminated", &self.risk_if_disseminated)?,
        })
    }
}

impl SanitiseIntelligenceInput {
    pub(super) fn command(&self, child: Uuid) -> Result<Command, UserError> {
        Ok(Command::Sanitise {
            child: child.into(),
            child_urn: Urn::parse(&self.urn).at("urn")?,
            text: told("text", &self.text)?,
            removed: self.removed.iter().map(|code| code.0).collect(),
        })
    }
}

impl DisseminateIntelligenceInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Disseminate {
            sanitised: self.sanitised_report_id.map(|child| child.0),
            to: AgencyId::parse(&self.to).at("to")?,
            conditions: self.conditions.iter().map(|c| condition(c)).collect::<Result<_, _>>()?,
            ack_by: self.ack_by.map(Into::into),
        })
    }
}

impl RegradeIntelligenceInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        let grade = grade(&self.grade)?;
        Ok(Command::Regrade { grade, reason: told("reason", &self.reason)? })
    }
}

impl RecallIntelligenceInput {
    pub(super) fn command(&self, dependants: BTreeSet<Dependant>) -> Result<Command, UserError> {
        Ok(Command::Recall { reason: told("reason", &self.reason)?, dependants })
    }
}

impl ReviewIntelligenceInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Review { findings: told("findings", &self.findings)? })
    }
}

impl RetainIntelligenceInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        let reason = told("reason", &self.reason)?;
        Ok(Command::Retain { until: self.until.into(), reason })
    }
}

impl ExpireIntelligenceInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Expire { reason: told("reason", &self.reason)? })
    }
}
