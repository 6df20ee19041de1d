//! What the mutations of a prosecution file are told, and how it becomes a command.

use async_graphql::InputObject;
use mpaka_domain::casework::text::{CourtName, ElementText, IccsCode, Reference};
use mpaka_domain::law::Circumstance;
use mpaka_domain::prosecution::prosecution_file::{
    Accusation, ChargeElement, CourtDate, CourtEventType, ElementStrength, PreventionOrder,
    Sentence, SentenceType, Term, Verdict,
};
use mpaka_domain::protection::victim_case::SpecialMeasure;
use mpaka_domain::value::LegalBasis;

use crate::code::Code;
use crate::envelope::{Envelope, LegalBasisInput};
use crate::error::{At, UserError};
use crate::scalar::{Date, EvidenceItemId, InvestigationId, ProsecutionFileId, SuspectId};
use crate::time::PartialTimeInput;
use crate::values::{MoneyInput, personal};

/// The longest free text of a prosecution, in characters.
pub(super) const LONG: usize = 10_000;

/// Opens your agency's file of an investigation that was referred to it.
#[derive(InputObject)]
pub struct OpenProsecutionFileInput {
    /// The investigation.
    pub investigation_id: InvestigationId,
    /// The id to open the file under; made for you when left out.
    pub prosecution_file_id: Option<ProsecutionFileId>,
    /// What your agency calls the file, as `ODPP/CT/0044/2026`.
    pub reference: Option<String>,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Names the prosecution file that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// The prosecution file.
            pub prosecution_file_id: ProsecutionFileId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: Envelope,
        }
    )+};
}

inputs! {
    /// Draws up a charge.
    ProposeChargeInput {
        /// Who is charged: a suspect of the investigation.
        suspect_id: SuspectId,
        /// What they are accused of.
        #[graphql(flatten)]
        accusation: AccusationInput,
    }

    /// Replaces what a charge says. What was approved or filed must be as well proved afterwards.
    AmendChargeInput {
        /// The charge's number.
        number: u32,
        /// What they are accused of, whole.
        #[graphql(flatten)]
        accusation: AccusationInput,
        /// Why it is amended.
        reason: String,
    }

    /// Decides that a charge is to be brought (P1, P2, P3).
    ApproveChargeInput {
        /// The charge's number.
        number: u32,
    }

    /// Decides that a charge is not to be brought.
    RefuseChargeInput {
        /// The charge's number.
        number: u32,
        /// Why.
        reason: String,
    }

    /// Takes a charge back.
    WithdrawChargeInput {
        /// The charge's number.
        number: u32,
        /// Why.
        reason: String,
    }

    /// Brings an approved charge before a court (P2).
    FileChargeInput {
        /// The charge's number.
        number: u32,
        /// The court.
        court: String,
        /// The number under which the court keeps the case.
        case_number: String,
    }

    /// Enters into the court diary what is to happen.
    ScheduleCourtEventInput {
        /// What is to happen.
        #[graphql(name = "type")]
        kind: Code<CourtEventType>,
        /// Where.
        court: String,
        /// When, as exactly as it is fixed.
        on: PartialTimeInput,
    }

    /// Records what came of an entry of the court diary; `occurred` is when it was held.
    HoldCourtEventInput {
        /// The entry's number.
        number: u32,
        /// What came of it.
        result: String,
        /// What comes next; entered into the diary, unless it is there.
        next: Option<CourtEventInput>,
    }

    /// Records how a court protects a witness; the latest order counts.
    OrderWitnessMeasuresInput {
        /// The witness: a victim's alias, or what the court calls them. Never a name.
        witness: String,
        /// The measures, at least one.
        measures: Vec<Code<SpecialMeasure>>,
    }

    /// Records what the court found on a charge that was filed.
    RecordVerdictInput {
        /// The charge's number.
        number: u32,
        /// What it found.
        verdict: Code<Verdict>,
    }

    /// Records what the court imposed on a charge that somebody was convicted on; the latest counts.
    RecordSentenceInput {
        /// The charge's number.
        number: u32,
        /// What it imposed.
        sentence: SentenceInput,
    }
}

/// What somebody is accused of.
#[derive(InputObject)]
pub struct AccusationInput {
    /// The provision that makes it an offence.
    pub statute: LegalBasisInput,
    /// Its code in the International Classification of Crime for Statistical Purposes, as `0204`.
    pub iccs_code: Option<String>,
    /// The day of the offence, or the last day of one that went on. The law of that day says what has to
    /// be proved; left out, the law of today does.
    pub offence_date: Option<Date>,
    /// What makes elements of the offence unnecessary to prove.
    #[graphql(default)]
    pub circumstances: Vec<Code<Circumstance>>,
    /// What they are said to have done, when, where and to whom.
    pub particulars: String,
    /// What the prosecution has to prove and with what. Elements that the provision has and that are not
    /// named are added, unproved; which are mandatory, the provision says (P1). Where `statutes` does not
    /// have the provision, at least one mandatory element is named.
    pub elements: Vec<ChargeElementInput>,
}

/// Something that the prosecution has to prove.
#[derive(InputObject)]
pub struct ChargeElementInput {
    /// What it is called, as `MEANS`; once a charge.
    pub element: String,
    /// What it is, in the words of the law, or how it was done; names no person.
    pub text: String,
    /// Whether there is no offence without it; of an element that the provision has, the provision says so.
    #[graphql(default = true)]
    pub mandatory: bool,
    /// The exhibits of the investigation that prove it.
    #[graphql(default)]
    pub evidence: Vec<EvidenceItemId>,
    /// How strongly they make it out.
    pub strength: Option<Code<ElementStrength>>,
}

/// What is to happen in court.
#[derive(InputObject)]
pub struct CourtEventInput {
    /// What.
    #[graphql(name = "type")]
    pub kind: Code<CourtEventType>,
    /// Where.
    pub court: String,
    /// When, as exactly as it is fixed.
    pub on: PartialTimeInput,
}

/// What a court imposed.
#[derive(InputObject)]
pub struct SentenceInput {
    /// What it imposed.
    #[graphql(name = "type")]
    pub sentence_type: Code<SentenceType>,
    /// For how long; of imprisonment for a term, suspended or not, and of a community order.
    pub term: Option<TermInput>,
    /// The fine, by itself or beside another sentence.
    pub fine: Option<MoneyInput>,
    /// What has to be paid to those who were harmed.
    pub restitution: Option<MoneyInput>,
    /// What is forfeited.
    pub forfeiture: Option<String>,
    /// The order that keeps the convicted person from doing it again: a slavery and trafficking
    /// prevention order (UK Modern Slavery Act 2015, s.14), or one like it elsewhere.
    pub prevention_order: Option<PreventionOrderInput>,
}

/// A length of time as a court states it; its parts add up.
#[derive(InputObject)]
pub struct TermInput {
    /// Years.
    #[graphql(default)]
    pub years: u16,
    /// Months.
    #[graphql(default)]
    pub months: u16,
    /// Days.
    #[graphql(default)]
    pub days: u16,
}

/// An order that keeps a convicted person from doing it again.
#[derive(InputObject)]
pub struct PreventionOrderInput {
    /// The last day it holds; left out when it holds until a court says otherwise.
    pub until: Option<Date>,
}

impl AccusationInput {
    pub(super) fn read(&self) -> Result<Box<Accusation>, UserError> {
        let LegalBasisInput { jurisdiction, instrument, provision } = &self.statute;
        let elements = self.elements.iter().map(ChargeElementInput::read).collect::<Result<_, _>>();
        let accusation = Accusation::under(
            LegalBasis::parse(jurisdiction, instrument, provision).at("statute")?,
            personal("particulars", &self.particulars, LONG)?,
            elements.at("elements")?,
        );
        Ok(Box::new(Accusation {
            iccs_code: self.iccs_code.as_deref().map(IccsCode::parse).transpose().at("iccsCode")?,
            offence_date: self.offence_date.map(Into::into),
            circumstances: self.circumstances.iter().map(|Code(code)| *code).collect(),
            ..accusation
        }))
    }
}

impl ChargeElementInput {
    fn read(&self) -> Result<ChargeElement, UserError> {
        Ok(ChargeElement {
            element: Reference::parse(&self.element).at("element")?,
            text: ElementText::parse(&self.text).at("text")?,
            mandatory: self.mandatory,
            evidence: self.evidence.iter().map(|exhibit| exhibit.0).collect(),
            strength: self.strength.map(|strength| strength.0),
        })
    }
}

impl ScheduleCourtEventInput {
    pub(super) fn date(&self) -> Result<CourtDate, UserError> {
        date(self.kind, &self.court, &self.on)
    }
}

impl CourtEventInput {
    pub(super) fn date(&self) -> Result<CourtDate, UserError> {
        date(self.kind, &self.court, &self.on)
    }
}

fn date(
    kind: Code<CourtEventType>,
    court: &str,
    on: &PartialTimeInput,
) -> Result<CourtDate, UserError> {
    let court = CourtName::parse(court).at("court")?;
    Ok(CourtDate { kind: kind.0, court, on: on.read().at("on")? })
}

impl SentenceInput {
    pub(super) fn read(&self) -> Result<Box<Sentence>, UserError> {
        let money = |field: &str, money: &Option<MoneyInput>| {
            money.as_ref().map(MoneyInput::read).transpose().at(field)
        };
        Ok(Box::new(Sentence {
            sentence_type: self.sentence_type.0,
            term: self.term.as_ref().map(|&TermInput { years, months, days }| Term {
                years,
                months,
                days,
            }),
            fine: money("fine", &self.fine)?,
            restitution: money("restitution", &self.restitution)?,
            forfeiture: self
                .forfeiture
                .as_deref()
                .map(|text| personal("forfeiture", text, LONG))
                .transpose()?,
            prevention_order: self
                .prevention_order
                .as_ref()
                .map(|order| PreventionOrder { until: order.until.map(Into::into) }),
        }))
    }
}
