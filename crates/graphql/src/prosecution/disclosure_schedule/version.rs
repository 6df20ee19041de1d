//! A version of a disclosure schedule that was served.

use async_graphql::{Object, Result, SimpleObject};
use mpaka_domain::prosecution::disclosure_schedule::{Audience, DisclosureForm};
use mpaka_persistence::view::Fact;
use mpaka_persistence::view::disclosure::{DisclosureRow, Version};

use super::document::{DisclosureDocument, DisclosureDocumentFormat};
use super::item::DisclosureItem;
use crate::casework::suspect::Noted;
use crate::code::Code;
use crate::scalar::SuspectId;

/// A version of a disclosure schedule that was served. It never changes (D2).
pub struct DisclosureVersion {
    row: DisclosureRow,
    version: Version,
}

impl DisclosureVersion {
    pub(super) fn of(row: &DisclosureRow, version: &Version) -> Self {
        Self { row: row.clone(), version: version.clone() }
    }
}

/// A version of a disclosure schedule that was served. It never changes (D2).
#[Object]
impl DisclosureVersion {
    /// Its number, from 1.
    async fn number(&self) -> u32 {
        self.version.number
    }

    /// The form.
    async fn form(&self) -> Code<DisclosureForm> {
        Code(self.version.class.form())
    }

    /// The SHA-256 of what was served, in its canonical form (RFC 8785), in hexadecimal: the digest of
    /// `document(format: JSON)`.
    async fn sha256(&self) -> &str {
        self.version.hash.value()
    }

    /// On whom it was served, and when.
    async fn served(&self) -> Vec<DisclosureService> {
        self.version.served.iter().map(DisclosureService::of).collect()
    }

    /// The items as they were then, by number.
    async fn items(&self) -> Vec<DisclosureItem> {
        let class = self.version.class;
        let items = self.version.items.iter();
        items.map(|(no, item)| DisclosureItem::then(&self.row, (class, *no), item)).collect()
    }

    /// What was served, word for word; null where you may not see all of it, or something in it was
    /// erased.
    async fn document(
        &self,
        #[graphql(desc = "The format of the file.")] format: DisclosureDocumentFormat,
    ) -> Result<Option<DisclosureDocument>> {
        let document = self.version.document();
        document.map(|document| DisclosureDocument::make(&self.row, &document, format)).transpose()
    }
}

/// On whom a version was served: the defence of one accused, or a court.
#[derive(SimpleObject)]
pub struct DisclosureService {
    /// Whose defence; null where it was a court.
    accused_id: Option<SuspectId>,
    /// The court; null where it was the defence.
    court: Option<String>,
    #[graphql(flatten)]
    noted: Noted,
}

impl DisclosureService {
    fn of(fact: &Fact<Audience>) -> Self {
        let (accused_id, court) = match &fact.what {
            Audience::Defence { accused } => (Some(SuspectId(*accused)), None),
            Audience::Court { court } => (None, Some(court.to_string())),
        };
        Self { accused_id, court, noted: fact.into() }
    }
}
