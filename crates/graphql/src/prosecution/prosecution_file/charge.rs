//! A charge: who is accused of what, what proves it, and what the court made of it.

use async_graphql::{Context, Object, Result, SimpleObject};
use mpaka_domain::Personal;
use mpaka_domain::casework::text::IccsCode;
use mpaka_domain::law::Circumstance;
use mpaka_domain::prosecution::prosecution_file::{
    self as domain, ChargeStatus, ElementStrength, SentenceType, Verdict,
};
use mpaka_persistence::view::Fact;
use mpaka_persistence::view::prosecution::{ChargeKnown, Step};

use crate::casework::suspect::{Noted, Suspect};
use crate::code::Code;
use crate::envelope::LegalBasis;
use crate::scalar::{Date, EvidenceItemId};
use crate::values::Money;

/// A charge in a prosecution file.
pub struct ProsecutionCharge(pub ChargeKnown);

/// A charge in a prosecution file.
#[Object]
impl ProsecutionCharge {
    /// Its number in the file, from 1.
    async fn number(&self) -> u32 {
        self.0.number
    }

    /// Who is charged; null when they are not shared with you.
    async fn suspect(&self, ctx: &Context<'_>) -> Result<Option<Suspect>> {
        Suspect::find(ctx, self.0.suspect.into()).await
    }

    /// The provision that makes it an offence.
    async fn statute(&self) -> LegalBasis {
        LegalBasis(self.0.accusation.statute.clone())
    }

    /// Its code in the International Classification of Crime for Statistical Purposes.
    async fn iccs_code(&self) -> Option<&str> {
        self.0.accusation.iccs_code.as_ref().map(IccsCode::as_str)
    }

    /// The day of the offence, or the last day of one that went on.
    async fn offence_date(&self) -> Option<Date> {
        self.0.accusation.offence_date.map(Into::into)
    }

    /// What makes elements of the offence unnecessary to prove.
    async fn circumstances(&self) -> Vec<Code<Circumstance>> {
        self.0.accusation.circumstances.iter().copied().map(Code).collect()
    }

    /// The version of the statute whose elements are to be proved; null where the prosecutor names them.
    async fn statute_version(&self) -> Option<StatuteVersionRef> {
        let of = self.0.accusation.statute_version.as_ref()?;
        Some(StatuteVersionRef { code: of.code.to_string(), valid_from: of.valid_from.into() })
    }

    /// What they are said to have done; null once erased.
    async fn particulars(&self) -> Option<&String> {
        self.0.accusation.particulars.get()
    }

    /// What the prosecution has to prove.
    async fn elements(&self) -> Vec<ChargeElement> {
        self.0.accusation.elements.iter().map(Into::into).collect()
    }

    /// Where it stands.
    async fn status(&self) -> Code<ChargeStatus> {
        Code(self.0.status())
    }

    /// Whether it waits because the suspect may be a victim: no prosecutor has decided on the signs
    /// recorded so far, as far as you may see them, that they may be punished (P2).
    async fn blocked(&self, ctx: &Context<'_>) -> Result<bool> {
        let open = match self.0.status() {
            ChargeStatus::Proposed | ChargeStatus::Approved | ChargeStatus::Filed => true,
            ChargeStatus::Decided | ChargeStatus::Refused | ChargeStatus::Withdrawn => false,
        };
        let suspect = Suspect::find(ctx, self.0.suspect.into()).await?;
        Ok(open && suspect.is_some_and(|suspect| suspect.is_not_to_be_charged()))
    }

    /// How it came to stand there, from the proposal on.
    async fn history(&self) -> Vec<ChargeStep> {
        self.0.history.iter().map(Into::into).collect()
    }

    /// Where it was filed.
    async fn filing(&self) -> Option<ChargeFiling> {
        let filing = self.0.filing.as_ref()?;
        let (court, case_number) = (filing.court.to_string(), filing.case_number.to_string());
        Some(ChargeFiling { court, case_number })
    }

    /// What the court found; the latest, where there was an appeal.
    async fn verdict(&self) -> Option<ChargeVerdict> {
        self.0.verdict.as_ref().map(Into::into)
    }

    /// What the court imposed; the latest, where there was an appeal.
    async fn sentence(&self) -> Option<ChargeSentence> {
        self.0.sentence.as_ref().map(Into::into)
    }
}

/// A version of a statute, as `statute` shows it.
#[derive(SimpleObject)]
pub struct StatuteVersionRef {
    /// The statute's code, as `KE_CTIP_S3`.
    code: String,
    /// The first day on which the version was in force.
    valid_from: Date,
}

/// Something that the prosecution has to prove.
#[derive(SimpleObject)]
pub struct ChargeElement {
    /// What it is called, as in `MEANS`.
    element: String,
    /// What it is, in the words of the law, or how it was done.
    text: String,
    /// Whether there is no offence without it.
    mandatory: bool,
    /// The exhibits that are named for it.
    evidence_item_ids: Vec<EvidenceItemId>,
    /// How strongly they make it out, as the prosecutor judges it.
    strength: Option<Code<ElementStrength>>,
}

impl From<&domain::ChargeElement> for ChargeElement {
    fn from(element: &domain::ChargeElement) -> Self {
        Self {
            element: element.element.to_string(),
            text: element.text.to_string(),
            mandatory: element.mandatory,
            evidence_item_ids: element.evidence.iter().copied().map(EvidenceItemId).collect(),
            strength: element.strength.map(Code),
        }
    }
}

/// A step in the course of a charge.
#[derive(SimpleObject)]
pub struct ChargeStep {
    /// Where it stood from then on.
    status: Code<ChargeStatus>,
    /// Whether it was amended then, and stood where it stood before.
    amended: bool,
    /// Why, where the step was a decision that gives reasons; null once erased.
    reason: Option<String>,
    #[graphql(flatten)]
    noted: Noted,
}

impl From<&Fact<Step>> for ChargeStep {
    fn from(fact: &Fact<Step>) -> Self {
        let Step { status, amended, reason } = &fact.what;
        let reason = reason.as_ref().and_then(Personal::get).cloned();
        Self { status: Code(*status), amended: *amended, reason, noted: fact.into() }
    }
}

/// Where a charge was filed.
#[derive(SimpleObject)]
pub struct ChargeFiling {
    /// The court.
    court: String,
    /// The number under which the court keeps the case.
    case_number: String,
}

/// What a court found on a charge.
#[derive(SimpleObject)]
pub struct ChargeVerdict {
    /// The verdict.
    verdict: Code<Verdict>,
    #[graphql(flatten)]
    noted: Noted,
}

impl From<&Fact<Verdict>> for ChargeVerdict {
    fn from(fact: &Fact<Verdict>) -> Self {
        Self { verdict: Code(fact.what), noted: fact.into() }
    }
}

/// What a court imposed on a charge.
#[derive(SimpleObject)]
pub struct ChargeSentence {
    /// What it imposed.
    #[graphql(name = "type")]
    sentence_type: Code<SentenceType>,
    /// For how long.
    term: Option<Term>,
    /// The fine.
    fine: Option<Money>,
    /// What has to be paid to those who were harmed.
    restitution: Option<Money>,
    /// What is forfeited; null once erased.
    forfeiture: Option<String>,
    /// The order that keeps the convicted person from doing it again.
    prevention_order: Option<PreventionOrder>,
    #[graphql(flatten)]
    noted: Noted,
}

impl From<&Fact<domain::Sentence>> for ChargeSentence {
    fn from(fact: &Fact<domain::Sentence>) -> Self {
        let sentence = &fact.what;
        Self {
            sentence_type: Code(sentence.sentence_type),
            term: sentence.term.map(|domain::Term { years, months, days }| Term {
                years: years.into(),
                months: months.into(),
                days: days.into(),
            }),
            fine: sentence.fine.map(Money),
            restitution: sentence.restitution.map(Money),
            forfeiture: sentence.forfeiture.as_ref().and_then(Personal::get).cloned(),
            prevention_order: sentence
                .prevention_order
                .map(|order| PreventionOrder { until: order.until.map(Into::into) }),
            noted: fact.into(),
        }
    }
}

/// A length of time as a court states it; its parts add up.
#[derive(SimpleObject)]
pub struct Term {
    /// Years.
    years: u32,
    /// Months.
    months: u32,
    /// Days.
    days: u32,
}

/// A slavery and trafficking prevention order (UK Modern Slavery Act 2015, s.14), or one like it
/// elsewhere.
#[derive(SimpleObject)]
pub struct PreventionOrder {
    /// The last day it holds; null when it holds until a court says otherwise.
    until: Option<Date>,
}
