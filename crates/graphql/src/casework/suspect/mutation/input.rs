//! What the mutations of a suspect are told, and how it becomes a command.

use std::collections::BTreeSet;

use async_graphql::InputObject;
use mpaka_domain::Personal;
use mpaka_domain::casework::suspect::{
    self as domain, AppropriateAdultKind, ChargeOutcome, Counsel, ForcedLabourIndicator,
    NetworkRole, NonpunishmentDecision, ReleaseType, RoleInProcess, SuspectCommand as Command,
    SuspectStatus, WantedMeasure, WantedScope,
};
use mpaka_domain::casework::text::{IccsCode, Offence};
use mpaka_domain::nominals::nominal::NamedNominal;
use mpaka_domain::value::{ExhibitRef, LanguageTag, LegalBasis};

use crate::code::Code;
use crate::envelope::{Envelope, LegalBasisInput};
use crate::error::{At, UserError};
use crate::person::BirthDateInput;
use crate::scalar::{Date, InvestigationId, NominalId, SuspectId};
use crate::selector::SelectorInput;
use crate::values::{PersonNameInput, PlaceInput, personal};

/// The longest free text about a suspect, in characters.
const LONG: usize = 10_000;
/// The longest signature, in characters.
const SHORT: usize = 200;

/// Names a person of interest in an investigation of your agency: by name, description or nominal.
#[derive(InputObject)]
pub struct NominateSuspectInput {
    /// The investigation.
    pub investigation_id: InvestigationId,
    /// The id to nominate them under; made for you when left out.
    pub suspect_id: Option<SuspectId>,
    /// The person as your agency holds them across its investigations.
    pub nominal_id: Option<NominalId>,
    /// Their name, if it is known.
    pub name: Option<PersonNameInput>,
    /// What they look like or are known for.
    pub description: Option<String>,
    /// When they were born, as far as it is known.
    pub birth: Option<BirthDateInput>,
    /// What they did in the trafficking process.
    #[graphql(default)]
    pub roles: Vec<Code<RoleInProcess>>,
    /// What they do in the network.
    #[graphql(default)]
    pub network_roles: Vec<Code<NetworkRole>>,
    /// Why they are of interest. What that rests on is the `source`.
    pub grounds: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Names the suspect that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// The suspect.
            pub suspect_id: SuspectId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: Envelope,
        }
    )+};
}

mod nominal;

pub use nominal::{LinkSuspectToNominalInput, UnlinkSuspectFromNominalInput};

inputs! {
    /// Records something that the person uses and that identifies itself; it is compared across
    /// investigations.
    RecordSuspectSelectorInput {
        /// The phone, plate, account, handle or document. Give exactly one.
        selector: SelectorInput,
    }

    /// Records another name that the person goes by.
    RecordSuspectAliasInput {
        /// The other name.
        name: PersonNameInput,
    }

    /// Records when the person was born, or what is now known of it.
    RecordSuspectBirthInput {
        /// The birth date, as exactly as it is known.
        birth: BirthDateInput,
    }

    /// Adds grounds for suspicion. What they rest on is the `source`; its grade counts (S1).
    AddGroundsInput {
        /// The grounds.
        text: String,
    }

    /// Moves a person of interest up to suspect (S1).
    ChangeSuspectStatusInput {
        /// The new status: `SUSPECT`. Every other one is reached by what happens.
        to: Code<SuspectStatus>,
        /// Why.
        basis: String,
    }

    /// Has a suspect looked for, or looked for otherwise than before.
    MarkWantedInput {
        /// How far.
        scope: Code<WantedScope>,
        /// What to do when they are found.
        measure: Code<WantedMeasure>,
        /// The warrant or provision that they are looked for under.
        power: LegalBasisInput,
        /// The last day it holds.
        expires: Date,
    }

    /// Records the arrest of a suspect; `occurred` is when, and starts the detention clock of the
    /// place.
    ArrestSuspectInput {
        /// Where.
        place: PlaceInput,
        /// The power used: the warrant or provision.
        power: LegalBasisInput,
        /// The arresting officer, as they sign.
        by: String,
        /// Whether the person was told why and what their rights are.
        rights_given: bool,
        /// The language interpreted into, BCP 47, if it was interpreted.
        interpreter: Option<String>,
    }

    /// Records the release from custody while the case goes on.
    ReleaseSuspectInput {
        /// How.
        release_type: Code<ReleaseType>,
        /// On which conditions.
        conditions: Option<String>,
    }

    /// Records an interview; `occurred` is the day. A child, or somebody who may be one, has an
    /// appropriate adult with them (S2).
    InterviewSuspectInput {
        /// The exhibit that holds the record of it.
        exhibit_ref: String,
        /// The language it was held in, BCP 47, as `sw`.
        language: String,
        /// What became of the right to a lawyer.
        counsel: Code<Counsel>,
        /// Who stood by the child.
        appropriate_adult: Option<AppropriateAdultInput>,
    }

    /// Records that the person is no longer of interest.
    EliminateSuspectInput {
        /// Why.
        reason: String,
    }

    /// Records signs that the person was forced and may be a victim; charges wait for a prosecutor's
    /// review (S3).
    FlagPossibleVictimInput {
        /// The signs, at least one.
        indicator_set: Vec<Code<ForcedLabourIndicator>>,
    }

    /// Records whether a possible victim may be punished (United Kingdom: Modern Slavery Act 2015,
    /// s.45; Kenya: Counter-Trafficking in Persons Act 2010, s.14).
    ReviewNonpunishmentInput {
        /// The decision.
        decision: Code<NonpunishmentDecision>,
        /// The provision it rests on.
        provision: LegalBasisInput,
        /// Why.
        reasons: String,
    }

    /// Charges a suspect, or adds charges.
    ChargeSuspectInput {
        /// The offences, at least one.
        offences: Vec<OffenceInput>,
    }

    /// Records how the charges ended.
    RecordSuspectOutcomeInput {
        /// How.
        outcome: Code<ChargeOutcome>,
    }
}

/// The adult who stands by a child at an interview.
#[derive(InputObject)]
pub struct AppropriateAdultInput {
    /// What they are to the child.
    pub kind: Code<AppropriateAdultKind>,
    /// Their name.
    pub name: PersonNameInput,
}

/// An offence as a national statute defines it.
#[derive(InputObject)]
pub struct OffenceInput {
    /// The provision that makes it an offence.
    pub statute: LegalBasisInput,
    /// Its code in the International Classification of Crime for Statistical Purposes, as `0204`.
    pub iccs_code: Option<String>,
}

impl NominateSuspectInput {
    pub(super) fn command(&self, named: Option<NamedNominal>) -> Result<Command, UserError> {
        Ok(Command::Nominate {
            investigation: self.investigation_id.0,
            nominal_id: self.nominal_id.map(|nominal| nominal.0),
            named,
            name: self
                .name
                .as_ref()
                .map(|name| name.read().map(Personal::new))
                .transpose()
                .at("name")?,
            description: optional("description", self.description.as_deref())?,
            birth: self
                .birth
                .as_ref()
                .map(|birth| birth.read().map(Personal::new))
                .transpose()
                .at("birth")?,
            roles: set(&self.roles),
            network_roles: set(&self.network_roles),
            grounds: personal("grounds", &self.grounds, LONG)?,
        })
    }
}

impl RecordSuspectSelectorInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        let selector = Personal::new(self.selector.read().at("selector")?);
        Ok(Command::RecordSelector { selector })
    }
}

impl RecordSuspectAliasInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::RecordAlias { name: Personal::new(self.name.read().at("name")?) })
    }
}

impl RecordSuspectBirthInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::RecordBirth { birth: Personal::new(self.birth.read().at("birth")?) })
    }
}

impl AddGroundsInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::AddGrounds { text: personal("text", &self.text, LONG)? })
    }
}

impl ChangeSuspectStatusInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::ChangeStatus { to: self.to.0, basis: personal("basis", &self.basis, LONG)? })
    }
}

impl MarkWantedInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::MarkWanted {
            scope: self.scope.0,
            measure: self.measure.0,
            legal_basis: provision("power", &self.power)?,
            expires: self.expires.into(),
        })
    }
}

impl ArrestSuspectInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Arrest {
            place: Personal::new(self.place.read().at("place")?),
            power: provision("power", &self.power)?,
            by: personal("by", &self.by, SHORT)?,
            rights_given: self.rights_given,
            interpreter: self
                .interpreter
                .as_deref()
                .map(LanguageTag::parse)
                .transpose()
                .at("interpreter")?,
        })
    }
}

impl ReleaseSuspectInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Release {
            release_type: self.release_type.0,
            conditions: optional("conditions", self.conditions.as_deref())?,
        })
    }
}

impl InterviewSuspectInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Interview {
            exhibit_ref: ExhibitRef::parse(&self.exhibit_ref).at("exhibitRef")?,
            language: LanguageTag::parse(&self.language).at("language")?,
            counsel: self.counsel.0,
            appropriate_adult: self
                .appropriate_adult
                .as_ref()
                .map(AppropriateAdultInput::read)
                .transpose()
                .at("appropriateAdult")?,
        })
    }
}

impl AppropriateAdultInput {
    fn read(&self) -> Result<domain::AppropriateAdult, UserError> {
        let name = Personal::new(self.name.read().at("name")?);
        Ok(domain::AppropriateAdult { kind: self.kind.0, name })
    }
}

impl EliminateSuspectInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Eliminate { reason: personal("reason", &self.reason, LONG)? })
    }
}

impl FlagPossibleVictimInput {
    pub(super) fn command(&self) -> Command {
        Command::FlagPossibleVictim { indicator_set: set(&self.indicator_set) }
    }
}

impl ReviewNonpunishmentInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::ReviewNonpunishment {
            decision: self.decision.0,
            provision: provision("provision", &self.provision)?,
            reasons: personal("reasons", &self.reasons, LONG)?,
        })
    }
}

impl ChargeSuspectInput {
    pub(super) fn command(&self) -> Result<Command, UserError> {
        let offences = self.offences.iter().map(OffenceInput::read).collect::<Result<_, _>>();
        Ok(Command::Charge { offences: offences.at("offences")? })
    }
}

impl OffenceInput {
    fn read(&self) -> Result<Offence, UserError> {
        Ok(Offence {
            statute: provision("statute", &self.statute)?,
            iccs_code: self.iccs_code.as_deref().map(IccsCode::parse).transpose().at("iccsCode")?,
        })
    }
}

impl RecordSuspectOutcomeInput {
    pub(super) fn command(&self) -> Command {
        Command::RecordOutcome { outcome: self.outcome.0 }
    }
}

/// Reads a provision that is not the envelope's legal basis.
fn provision(field: &str, input: &LegalBasisInput) -> Result<LegalBasis, UserError> {
    LegalBasis::parse(&input.jurisdiction, &input.instrument, &input.provision).at(field)
}

fn optional(field: &str, text: Option<&str>) -> Result<Option<Personal<String>>, UserError> {
    text.map(|text| personal(field, text, LONG)).transpose()
}

fn set<T: Copy + Ord>(codes: &[Code<T>]) -> BTreeSet<T> {
    codes.iter().map(|code| code.0).collect()
}

#[cfg(test)]
mod tests;
