//! What is served: a schedule's version word for word, in one canonical form, and its digest.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::code::{DisclosureClass, DisclosureForm};
use super::item::Item;
use crate::AgencyId;
use crate::casework::text::Reference;
use crate::id::InvestigationId;
use crate::value::{Hash, HashAlgorithm};

/// What stands above the items of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The investigation.
    pub investigation: InvestigationId,
    /// The investigating agency.
    pub agency: AgencyId,
    /// What the case is called.
    pub reference: Option<Reference>,
}

/// A line of a served schedule. Whoever holds the document has read it, so nothing in it is sealed; it
/// is made to be handed over, and never stored or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentLine {
    /// The item's number.
    pub no: u32,
    /// What it is called; none where the number is not used.
    pub reference: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// What the prosecutor decided.
    pub decision: Option<&'static str>,
    /// Why it is sensitive; on the sensitive schedule only.
    pub reason: Option<String>,
    /// What a court ruled on it; on the sensitive schedule only.
    pub ruling: Option<&'static str>,
}

/// A version of a schedule as it is served.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    heading: Heading,
    form: DisclosureForm,
    version: u32,
    lines: Vec<DocumentLine>,
}

impl Document {
    /// The document of these items; none where a text of one that is shown cannot be read.
    pub fn of(
        heading: &Heading,
        form: DisclosureForm,
        version: u32,
        items: &BTreeMap<u32, Item>,
    ) -> Option<Self> {
        let lines = items.iter().map(|(no, item)| line(*no, form, item));
        let lines = lines.collect::<Option<_>>()?;
        Some(Self { heading: heading.clone(), form, version, lines })
    }

    /// The form it is on.
    pub fn form(&self) -> DisclosureForm {
        self.form
    }

    /// Its number, from 1.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Its lines.
    pub fn lines(&self) -> &[DocumentLine] {
        &self.lines
    }

    /// The document as canonical JSON (RFC 8785): members in order of their names, no spaces.
    pub fn canonical(&self) -> String {
        let Heading { investigation, agency, reference } = &self.heading;
        let lines: Vec<_> = self.lines.iter().map(DocumentLine::canonical).collect();
        object(&[
            ("agency", Some(text(agency.as_str()))),
            ("form", Some(text(self.form.as_str()))),
            ("investigation", Some(text(&investigation.to_string()))),
            ("items", Some(format!("[{}]", lines.join(",")))),
            ("reference", reference.as_ref().map(|reference| text(reference.as_str()))),
            ("version", Some(self.version.to_string())),
        ])
    }

    /// The SHA-256 of the canonical form.
    pub fn hash(&self) -> Option<Hash> {
        let digest = format!("{:x}", Sha256::digest(self.canonical().as_bytes()));
        Hash::try_new(HashAlgorithm::Sha256, &digest).ok()
    }
}

impl DocumentLine {
    fn canonical(&self) -> String {
        object(&[
            ("decision", self.decision.map(text)),
            ("description", self.description.as_deref().map(text)),
            ("no", Some(self.no.to_string())),
            ("reason", self.reason.as_deref().map(text)),
            ("reference", self.reference.as_deref().map(text)),
            ("ruling", self.ruling.map(text)),
        ])
    }
}

/// An item that was moved leaves its number, so that the numbers stay consecutive (D1), and no more.
fn line(no: u32, form: DisclosureForm, item: &Item) -> Option<DocumentLine> {
    let nothing = DocumentLine {
        no,
        reference: None,
        description: None,
        decision: None,
        reason: None,
        ruling: None,
    };
    if !item.stands() {
        return Some(nothing);
    }
    let listed = DocumentLine {
        reference: Some(item.reference.to_string()),
        description: Some(item.description.get()?.clone()),
        decision: item.review.as_ref().map(|review| review.decision.as_str()),
        ..nothing
    };
    match form.class() {
        DisclosureClass::NonSensitive => Some(listed),
        DisclosureClass::Sensitive => Some(DocumentLine {
            reason: Some(item.reason.as_ref()?.get()?.clone()),
            ruling: item.ruling.as_ref().map(|ruling| ruling.outcome.as_str()),
            ..listed
        }),
    }
}

fn text(text: &str) -> String {
    Value::from(text).to_string()
}

fn object(members: &[(&str, Option<String>)]) -> String {
    let said = members.iter().filter_map(|(name, value)| {
        let value = value.as_ref()?;
        Some(format!("\"{name}\":{value}"))
    });
    format!("{{{}}}", said.collect::<Vec<_>>().join(","))
}
