//! Value objects of the domain, in and out.
//!
//! The fields of a value are at hand, so that they are resolved one after the other (`serial`): to wait
//! for all of them at once costs more than to read them, fifty lines a page.

use async_graphql::{InputObject, Object};
use mpaka_domain::value::{
    self, CountryCode, Culture, CurrencyCode, DocumentKind, Gender, Genuineness, Majority, Mrz,
    NamePartKind, PlaceKind, PointSource, SelectorKind, SubdivisionCode,
};
use mpaka_domain::{AgencyId, Personal};

use crate::code::{Code, code_lists};
use crate::error::{At, UserError};

code_lists! {
    PlaceKind = "PlaceKind", "Kinds of place.";
    PointSource = "PointSource", "Where coordinates come from.";
    SelectorKind = "SelectorKind", "Kinds of exact identifiers of things that people use.";
    DocumentKind = "DocumentKind", "Kinds of travel and identity documents.";
    Genuineness = "Genuineness", "Whether a document is what it says it is.";
    NamePartKind = "NamePartKind", "What a part of a name is.";
    Culture = "NameCulture", "The naming custom that a name follows.";
    Gender = "Gender", "Gender as HTCDS 2.0 codes it (prs_Gender).";
    Majority = "Majority", "Whether a person is of age.";
}

/// An agency.
pub struct Agency(pub AgencyId);

impl Agency {
    /// The agency of a code as a view stores it.
    pub fn stored(code: &str) -> Option<Self> {
        AgencyId::parse(code).ok().map(Self)
    }
}

/// An agency.
#[Object(serial)]
impl Agency {
    /// Its code, such as `KE-DCI-TOCU`.
    async fn code(&self) -> &str {
        self.0.as_str()
    }

    /// Its country, ISO 3166-1 alpha-2; null for a body that belongs to none.
    async fn country(&self) -> Option<String> {
        self.0.country().map(|country| country.to_string())
    }
}

/// A place.
pub struct Place(pub value::Place);

/// A place.
#[Object(serial)]
impl Place {
    /// Its name.
    async fn name(&self) -> &str {
        self.0.name()
    }

    /// The kind of place.
    async fn kind(&self) -> Code<PlaceKind> {
        Code(self.0.kind())
    }

    /// Its country, ISO 3166-1 alpha-2.
    async fn country(&self) -> String {
        self.0.country().to_string()
    }

    /// Its subdivision, ISO 3166-2.
    async fn subdivision(&self) -> Option<String> {
        self.0.subdivision().map(ToString::to_string)
    }

    /// Where it lies.
    async fn point(&self) -> Option<GeoPoint> {
        self.0.point().copied().map(GeoPoint)
    }
}

/// A point on the earth.
pub struct GeoPoint(pub value::GeoPoint);

/// A point on the earth.
#[Object(serial)]
impl GeoPoint {
    /// Degrees north of the equator (WGS 84).
    async fn latitude(&self) -> f64 {
        self.0.lat()
    }

    /// Degrees east of Greenwich (WGS 84).
    async fn longitude(&self) -> f64 {
        self.0.lon()
    }

    /// How far off it can be, in metres.
    async fn precision_metres(&self) -> Option<u32> {
        self.0.precision_m()
    }

    /// Where the coordinates come from.
    async fn source(&self) -> Code<PointSource> {
        Code(self.0.source())
    }
}

/// A place.
#[derive(Debug, Clone, InputObject)]
pub struct PlaceInput {
    /// Its name.
    pub name: String,
    /// Its country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Its subdivision, ISO 3166-2.
    pub subdivision: Option<String>,
    /// The kind of place.
    #[graphql(default_with = "Code(PlaceKind::Other)")]
    pub kind: Code<PlaceKind>,
    /// Where it lies.
    pub point: Option<GeoPointInput>,
}

/// A point on the earth.
#[derive(Debug, Clone, InputObject)]
pub struct GeoPointInput {
    /// Degrees north of the equator (WGS 84).
    pub latitude: f64,
    /// Degrees east of Greenwich (WGS 84).
    pub longitude: f64,
    /// How far off it can be, in metres.
    pub precision_metres: Option<u32>,
    /// Where the coordinates come from.
    #[graphql(default_with = "Code(PointSource::Map)")]
    pub source: Code<PointSource>,
}

impl PlaceInput {
    /// Reads the place.
    pub fn read(&self) -> Result<value::Place, UserError> {
        value::Place::try_new(
            &self.name,
            self.point.as_ref().map(GeoPointInput::read).transpose().at("point")?,
            CountryCode::parse(&self.country).at("country")?,
            self.subdivision
                .as_deref()
                .map(SubdivisionCode::parse)
                .transpose()
                .at("subdivision")?,
            self.kind.0,
        )
        .at("name")
    }
}

impl GeoPointInput {
    /// Reads the point.
    pub fn read(&self) -> Result<value::GeoPoint, UserError> {
        value::GeoPoint::try_new(
            self.latitude,
            self.longitude,
            self.precision_metres,
            self.source.0,
        )
        .at("")
    }
}

/// An amount of money.
pub struct Money(pub value::Money);

/// An amount of money.
#[Object(serial)]
impl Money {
    /// The amount as a decimal number, exact.
    async fn amount(&self) -> String {
        self.0.amount()
    }

    /// The currency, ISO 4217.
    async fn currency(&self) -> String {
        self.0.currency().to_string()
    }
}

/// An amount of money.
#[derive(Debug, Clone, InputObject)]
pub struct MoneyInput {
    /// The amount as a decimal number, as `1200.50`.
    pub amount: String,
    /// The currency, ISO 4217.
    pub currency: String,
}

impl MoneyInput {
    /// Reads the amount.
    pub fn read(&self) -> Result<value::Money, UserError> {
        let currency = CurrencyCode::parse(&self.currency).at("currency")?;
        value::Money::parse(&format!("{currency} {}", self.amount.trim())).at("amount")
    }
}

/// Reads free text about a person: 1 to `longest` characters after trimming.
pub fn text(field: &str, text: &str, longest: usize) -> Result<String, UserError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(UserError::at(field, "TEXT_EMPTY", "this must not be empty"));
    }
    if text.chars().count() > longest {
        let message = format!("this is limited to {longest} characters");
        return Err(UserError::at(field, "TEXT_TOO_LONG", message));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(UserError::at(field, "TEXT_UNPRINTABLE", "this holds control characters"));
    }
    Ok(text.to_owned())
}

/// Reads free text that is to be sealed.
pub fn personal(field: &str, content: &str, longest: usize) -> Result<Personal<String>, UserError> {
    text(field, content, longest).map(Personal::new)
}

/// A person's name.
#[derive(Debug, Clone, InputObject)]
pub struct PersonNameInput {
    /// The name as it was recorded, in any script.
    pub full: String,
    /// The naming custom that it follows.
    #[graphql(default_with = "Code(Culture::Other)")]
    pub culture: Code<Culture>,
    /// Its parts, where they are known.
    #[graphql(default)]
    pub parts: Vec<NamePartInput>,
    /// The same name in other scripts.
    #[graphql(default)]
    pub transliterations: Vec<String>,
}

/// A part of a name.
#[derive(Debug, Clone, InputObject)]
pub struct NamePartInput {
    /// What it is.
    pub kind: Code<NamePartKind>,
    /// The part itself.
    pub value: String,
}

impl PersonNameInput {
    /// Reads the name.
    pub fn read(&self) -> Result<value::PersonName, UserError> {
        let parts = self
            .parts
            .iter()
            .map(|part| value::NamePart::try_new(part.kind.0, &part.value).at("parts"))
            .collect::<Result<Vec<_>, _>>()?;
        let transliterations: Vec<&str> =
            self.transliterations.iter().map(String::as_str).collect();
        value::PersonName::try_new(&self.full, self.culture.0, parts, &transliterations).at("full")
    }
}

/// A travel or identity document.
#[derive(Debug, Clone, InputObject)]
pub struct TravelDocumentInput {
    /// The kind of document.
    pub kind: Code<DocumentKind>,
    /// Its number.
    pub number: String,
    /// The country that issued it, ISO 3166-1 alpha-2.
    pub issuer: String,
    /// The machine-readable zone (ICAO 9303), whole or its second line; its check digits must fit.
    pub mrz: Option<String>,
    /// Whether it is what it says it is.
    #[graphql(default_with = "Code(Genuineness::Unknown)")]
    pub genuineness: Code<Genuineness>,
}

impl TravelDocumentInput {
    /// Reads the document.
    pub fn read(&self) -> Result<value::TravelDocument, UserError> {
        value::TravelDocument::try_new(
            self.kind.0,
            &self.number,
            CountryCode::parse(&self.issuer).at("issuer")?,
            self.mrz.as_deref().map(Mrz::parse).transpose().at("mrz")?,
            self.genuineness.0,
        )
        .at("number")
    }
}
