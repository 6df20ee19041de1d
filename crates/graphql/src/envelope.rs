//! The envelope that every mutation's input carries, and what it becomes.

use async_graphql::{Context, InputObject, Object, Result};
use mpaka_domain::id::CommandId;
use mpaka_domain::metadata::SourceKind;
use mpaka_domain::value::{self, GradeScheme, PartialTime};
use mpaka_domain::{Actor, AgencyId, Metadata, Purpose, SourceRef};
use mpaka_persistence::ids;
use uuid::Uuid;

use crate::code::{Code, code_lists};
use crate::error::{At, UserError};
use crate::handling::HandlingInput;
use crate::session::{CommandKey, Request};
use crate::time::PartialTimeInput;

code_lists! {
    Purpose = "Purpose", "Why personal data is processed.";
    SourceKind = "SourceKind", "The kinds of source a fact can rest on.";
    GradeScheme = "GradeScheme", "The schemes in which sources and information are graded.";
}

/// What every mutation says beside its own fields.
#[derive(Debug, Clone, Default, InputObject)]
pub struct Envelope {
    /// Makes the command safe to send again: the same id has one effect and gets the same answer.
    /// The HTTP header `Idempotency-Key` does the same.
    pub command_id: Option<Uuid>,
    /// The version the record was at when it was read; refused when it has moved on. Left out: the
    /// version it is at.
    pub expected_version: Option<i64>,
    /// When it happened; now, when left out.
    pub occurred: Option<PartialTimeInput>,
    /// How the fact may be passed on and used; as the investigation or the nominal, when left out.
    pub handling: Option<HandlingInput>,
    /// What the fact rests on.
    pub source: Option<SourceInput>,
    /// The law it is done under; as the investigation or the nominal, when left out.
    pub legal_basis: Option<LegalBasisInput>,
    /// The purpose it is done for; as the investigation or the nominal, when left out.
    pub purpose: Option<Code<Purpose>>,
    /// The code of the agency on whose behalf it is done, when that is not your own.
    pub on_behalf_of: Option<String>,
    /// Made in an exercise: never counted, never acted on.
    #[graphql(default)]
    pub exercise: bool,
}

/// What a fact rests on.
#[derive(Debug, Clone, InputObject)]
pub struct SourceInput {
    /// The kind of source.
    pub kind: Code<SourceKind>,
    /// Its reference: an exhibit reference, a report's unique reference number.
    pub reference: String,
    /// How it was graded, in the scheme it was graded in.
    pub grade: Option<GradeInput>,
}

/// A grade in its native scheme.
#[derive(Debug, Clone, InputObject)]
pub struct GradeInput {
    /// The scheme.
    pub scheme: Code<GradeScheme>,
    /// The two characters, source first, in the scheme's order, as in `2B` or `A1`.
    pub grade: String,
}

/// A provision of the law.
#[derive(Debug, Clone, InputObject)]
pub struct LegalBasisInput {
    /// The country whose law it is, ISO 3166-1 alpha-2.
    pub jurisdiction: String,
    /// The act, code or treaty with its year.
    pub instrument: String,
    /// The section, article or rule.
    pub provision: String,
}

impl LegalBasisInput {
    /// Reads the provision.
    pub fn read(&self) -> Result<value::LegalBasis, UserError> {
        value::LegalBasis::parse(&self.jurisdiction, &self.instrument, &self.provision)
            .at("legalBasis")
    }
}

impl SourceInput {
    fn read(&self) -> Result<SourceRef, UserError> {
        let reference = self.reference.trim();
        let printable = !reference.chars().any(char::is_control);
        if !printable || reference.is_empty() || reference.chars().count() > 80 {
            return Err(UserError::at(
                "source.reference",
                "SOURCE_REFERENCE",
                "a source's reference is 1 to 80 printable characters",
            ));
        }
        let grade = |grade: &GradeInput| value::Grade::parse(grade.scheme.0, &grade.grade);
        Ok(SourceRef {
            kind: self.kind.0,
            reference: reference.to_owned(),
            grade: self.grade.as_ref().map(grade).transpose().at("source.grade")?,
        })
    }
}

/// What an investigation lends to the commands that do not say otherwise.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// The law.
    pub legal_basis: value::LegalBasis,
    /// The purpose.
    pub purpose: Purpose,
    /// The marking.
    pub handling: mpaka_domain::Handling,
}

impl Envelope {
    /// The command id that the caller gave, in the input or in the header.
    pub(crate) fn named_command(&self, ctx: &Context<'_>) -> Option<Uuid> {
        self.command_id.or_else(|| ctx.data_opt::<CommandKey>().map(|key| key.0))
    }

    /// The id of a record that the command begins: the caller's; else one that follows from the
    /// command id, so that the same command sent again begins the same record; else a new one.
    pub fn record(&self, ctx: &Context<'_>, given: Option<impl Into<Uuid>>) -> Uuid {
        match (given, self.named_command(ctx)) {
            (Some(given), _) => given.into(),
            (None, Some(command)) => Uuid::new_v5(&command, b"mpaka record"),
            (None, None) => ids::next(),
        }
    }

    /// The metadata of the command, for the reader who sends it.
    ///
    /// The outer error is a missing sign-in; the inner one is the caller's to put right.
    pub fn metadata(
        &self,
        ctx: &Context<'_>,
        defaults: &Defaults,
    ) -> Result<Result<Metadata, UserError>> {
        let (viewer, now) = (ctx.viewer()?, ctx.now()?);
        let command = self.named_command(ctx).unwrap_or_else(ids::next);
        let read = || {
            Ok(Metadata {
                command: CommandId::from(command),
                correlation: command.into(),
                causation: None,
                actor: Actor {
                    user: viewer.user.clone(),
                    agency: viewer.agency.clone(),
                    role: viewer.role,
                },
                on_behalf_of: self
                    .on_behalf_of
                    .as_deref()
                    .map(AgencyId::parse)
                    .transpose()
                    .at("onBehalfOf")?,
                occurred: match &self.occurred {
                    Some(occurred) => occurred.read().at("occurred")?,
                    None => PartialTime::instant(now),
                },
                recorded_at: now,
                legal_basis: match &self.legal_basis {
                    Some(basis) => basis.read()?,
                    None => defaults.legal_basis.clone(),
                },
                purpose: self.purpose.map_or(defaults.purpose, |purpose| purpose.0),
                handling: match &self.handling {
                    Some(handling) => handling.read().at("handling")?,
                    None => defaults.handling.clone(),
                },
                source: self.source.as_ref().map(SourceInput::read).transpose()?,
                exercise: self.exercise,
            })
        };
        Ok(read())
    }
}

/// A provision of the law.
pub struct LegalBasis(pub value::LegalBasis);

/// A provision of the law.
#[Object(serial)]
impl LegalBasis {
    /// The country whose law it is, ISO 3166-1 alpha-2.
    async fn jurisdiction(&self) -> String {
        self.0.jurisdiction().to_string()
    }

    /// The act, code or treaty with its year.
    async fn instrument(&self) -> &str {
        self.0.instrument()
    }

    /// The section, article or rule.
    async fn provision(&self) -> &str {
        self.0.provision()
    }
}

/// What a fact rests on.
pub struct Source(pub SourceRef);

/// What a fact rests on.
#[Object(serial)]
impl Source {
    /// The kind of source.
    async fn kind(&self) -> Code<SourceKind> {
        Code(self.0.kind)
    }

    /// Its reference.
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    /// How it was graded.
    async fn grade(&self) -> Option<Grade> {
        self.0.grade.map(Grade)
    }
}

/// A grade in its native scheme.
pub struct Grade(pub value::Grade);

/// A grade in its native scheme.
#[Object(serial)]
impl Grade {
    /// The scheme.
    async fn scheme(&self) -> Code<GradeScheme> {
        Code(self.0.scheme())
    }

    /// The two characters, source first, in the scheme's order.
    async fn grade(&self) -> String {
        self.0.to_string()
    }

    /// How much it weighs in a comparison across schemes, from 0 to 1.
    async fn weight(&self) -> f64 {
        from_thousandths(self.0.weight())
    }
}

/// A weight as the schema gives it, from 0 to 1.
pub(crate) fn from_thousandths(weight: u16) -> f64 {
    f64::from(weight) / 1000.0
}
