//! The marking of a fact, in and out.

use async_graphql::{InputObject, Object};
use mpaka_domain::Handling as Marking;
use mpaka_domain::handling::{
    Classification, Compartment, EuropolHandling, HandlingCode, Recipient, Tlp,
};

use crate::code::{Code, code_lists};
use crate::error::{At, UserError};
use crate::scalar::Date;

code_lists! {
    Classification = "Classification", "National protective markings of Kenya and the United Kingdom.";
    Tlp = "Tlp", "The Traffic Light Protocol 2.0.";
    HandlingCode = "HandlingCode", "The handling code of the UK 3x5x2 form.";
    EuropolHandling = "EuropolHandling", "Europol handling codes.";
}

/// How a fact may be passed on and used.
pub struct Handling(pub Marking);

/// How a fact may be passed on and used.
#[Object(serial)]
impl Handling {
    /// The national protective marking.
    async fn classification(&self) -> Code<Classification> {
        Code(self.0.classification)
    }

    /// The Traffic Light Protocol marking.
    async fn tlp(&self) -> Code<Tlp> {
        Code(self.0.tlp)
    }

    /// May it be shared, and with conditions or without.
    async fn code(&self) -> Code<HandlingCode> {
        Code(self.0.code)
    }

    /// Coded conditions of use, such as `NOT_FOR_COURT`.
    async fn conditions(&self) -> Vec<&String> {
        self.0.conditions.iter().collect()
    }

    /// Europol handling codes, where it came that way.
    async fn europol(&self) -> Vec<Code<EuropolHandling>> {
        self.0.europol.iter().copied().map(Code).collect()
    }

    /// Agencies and countries it may be released to, besides the agency that recorded it.
    async fn releasable_to(&self) -> Vec<String> {
        self.0.releasable_to.iter().map(ToString::to_string).collect()
    }

    /// Only readers who hold every one of these compartments see it.
    async fn compartments(&self) -> Vec<&str> {
        self.0.compartments.iter().map(Compartment::as_str).collect()
    }

    /// When the marking is to be looked at again.
    async fn review_by(&self) -> Option<Date> {
        self.0.review_by.map(Into::into)
    }
}

/// How a fact may be passed on and used.
#[derive(Debug, Clone, InputObject)]
pub struct HandlingInput {
    /// The national protective marking.
    #[graphql(default_with = "Code(Classification::OfficialSensitive)")]
    pub classification: Code<Classification>,
    /// The Traffic Light Protocol marking.
    #[graphql(default_with = "Code(Tlp::Amber)")]
    pub tlp: Code<Tlp>,
    /// May it be shared, and with conditions or without.
    #[graphql(default_with = "Code(HandlingCode::P)")]
    pub code: Code<HandlingCode>,
    /// Coded conditions of use, such as `NOT_FOR_COURT`.
    #[graphql(default)]
    pub conditions: Vec<String>,
    /// Europol handling codes, where it came that way.
    #[graphql(default)]
    pub europol: Vec<Code<EuropolHandling>>,
    /// Countries (`KE`) and agencies (`UK-NMC`) it may be released to, besides your own agency.
    #[graphql(default)]
    pub releasable_to: Vec<String>,
    /// Only readers who hold every one of these compartments will see it.
    #[graphql(default)]
    pub compartments: Vec<String>,
    /// When the marking is to be looked at again.
    pub review_by: Option<Date>,
}

impl HandlingInput {
    /// Reads the marking.
    pub fn read(&self) -> Result<Marking, UserError> {
        let read_all = |field: &str, texts: &[String]| -> Result<_, UserError> {
            texts.iter().map(|text| Recipient::parse(text).at(field)).collect()
        };
        Ok(Marking {
            classification: self.classification.0,
            tlp: self.tlp.0,
            code: self.code.0,
            conditions: self
                .conditions
                .iter()
                .map(|code| condition(code))
                .collect::<Result<_, _>>()?,
            europol: self.europol.iter().map(|code| code.0).collect(),
            releasable_to: read_all("releasableTo", &self.releasable_to)?,
            compartments: self
                .compartments
                .iter()
                .map(|text| Compartment::parse(text).at("compartments"))
                .collect::<Result<_, _>>()?,
            review_by: self.review_by.map(Into::into),
        })
    }
}

/// Reads a condition of use.
pub(crate) fn condition(code: &str) -> Result<String, UserError> {
    let code = code.trim().to_ascii_uppercase();
    let well_formed = (1..=40).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if well_formed {
        return Ok(code);
    }
    Err(UserError::at(
        "conditions",
        "MALFORMED_CODE",
        "a condition is a code of at most 40 capitals, digits and underscores, as in NOT_FOR_COURT",
    ))
}
