//! What somebody is charged with: the offence, its elements, and what proves each.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{ChargeStatus, ElementStrength, SentenceType, Verdict};
use crate::Personal;
use crate::casework::text::{CourtName, ElementText, IccsCode, Reference};
use crate::id::{EvidenceItemId, SuspectId};
use crate::law::{Circumstance, EntryCode};
use crate::value::{LegalBasis, Money};

/// What somebody is accused of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Accusation {
    /// The provision that makes it an offence.
    pub statute: LegalBasis,
    /// Its code in the International Classification of Crime for Statistical Purposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iccs_code: Option<IccsCode>,
    /// The day of the offence, or the last day of one that went on; by its law the charge is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offence_date: Option<NaiveDate>,
    /// What makes elements of the offence unnecessary to prove.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub circumstances: BTreeSet<Circumstance>,
    /// The version of the statute whose elements are to be proved; none where the law that was loaded
    /// does not have the provision, and the prosecutor names what is to be proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statute_version: Option<StatuteVersion>,
    /// What they are said to have done, when, where and to whom.
    pub particulars: Personal<String>,
    /// What the prosecution has to prove.
    pub elements: Vec<ChargeElement>,
}

/// A version of a statute in the law that was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatuteVersion {
    /// The code of the statute's entry.
    pub code: EntryCode,
    /// The first day on which the version was in force.
    pub valid_from: NaiveDate,
}

/// Something that the prosecution has to prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChargeElement {
    /// What it is called, as in `MEANS`.
    pub element: Reference,
    /// What it is: the words of the law, or how it was done in the words of the prosecutor.
    pub text: ElementText,
    /// Whether there is no offence without it.
    pub mandatory: bool,
    /// The exhibits that prove it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub evidence: BTreeSet<EvidenceItemId>,
    /// How strongly they make it out, as the prosecutor judges it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<ElementStrength>,
}

impl Accusation {
    /// What somebody is accused of under a provision, before the law has its say.
    pub fn under(
        statute: LegalBasis,
        particulars: Personal<String>,
        elements: Vec<ChargeElement>,
    ) -> Self {
        Self {
            statute,
            iccs_code: None,
            offence_date: None,
            circumstances: BTreeSet::new(),
            statute_version: None,
            particulars,
            elements,
        }
    }
}

impl ChargeElement {
    /// An element of a statute for which nothing was named yet.
    pub(super) fn of_the_law(code: &EntryCode, text: ElementText) -> Self {
        Self {
            element: code.into(),
            text,
            mandatory: true,
            evidence: BTreeSet::new(),
            strength: None,
        }
    }
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// What the court imposed.
    pub sentence_type: SentenceType,
    /// For how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// The fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<Money>,
    /// What the convicted person has to pay to those who were harmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restitution: Option<Money>,
    /// What is forfeited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forfeiture: Option<Personal<String>>,
    /// The order that keeps the convicted person from doing it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prevention_order: Option<PreventionOrder>,
}

/// A length of time as a court states it; its parts add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// Years.
    pub years: u16,
    /// Months.
    pub months: u16,
    /// Days.
    pub days: u16,
}

impl Term {
    /// Whether it is no time at all.
    pub(super) fn is_nothing(self) -> bool {
        self.years == 0 && self.months == 0 && self.days == 0
    }
}

/// A slavery and trafficking prevention order (UK Modern Slavery Act 2015 s.14), or one like it
/// elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreventionOrder {
    /// The last day it holds; none when it holds until a court says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// A charge, as the rules read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    pub(super) suspect: SuspectId,
    pub(super) accusation: Accusation,
    pub(super) status: ChargeStatus,
    pub(super) filing: Option<Filing>,
    pub(super) verdict: Option<Verdict>,
    pub(super) sentence: Option<Sentence>,
}

/// Where a charge was filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Filing {
    pub(super) court: CourtName,
    pub(super) case_number: Reference,
}

impl Charge {
    pub(super) fn proposed(suspect: SuspectId, accusation: Accusation) -> Self {
        Self {
            suspect,
            accusation,
            status: ChargeStatus::Proposed,
            filing: None,
            verdict: None,
            sentence: None,
        }
    }

    /// Whether it may still lead to a verdict, or has led to one.
    pub(super) fn stands(&self) -> bool {
        match self.status {
            ChargeStatus::Proposed
            | ChargeStatus::Approved
            | ChargeStatus::Filed
            | ChargeStatus::Decided => true,
            ChargeStatus::Refused | ChargeStatus::Withdrawn => false,
        }
    }

    /// Whether somebody stands convicted on it.
    pub(super) fn convicts(&self) -> bool {
        self.verdict.is_some_and(Verdict::convicts)
    }
}
