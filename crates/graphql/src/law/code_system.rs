//! Lists of codes that others publish.

use async_graphql::SimpleObject;
use mpaka_domain::law::{self as domain, Version};

use super::{Dated, entry};

entry! {
    /// A list of codes, in its dated versions.
    CodeSystem of domain::CodeSystem as CodeSystemVersion
}

/// What a list of codes says from one day on.
#[derive(SimpleObject)]
pub struct CodeSystemVersion {
    #[graphql(flatten)]
    dated: Dated,
    /// What it lists.
    title: String,
    /// Who publishes it.
    publisher: String,
    /// The publisher's edition.
    edition: String,
    /// The codes, in the publisher's order.
    codes: Vec<CodeMeaning>,
}

/// A code and what it means.
#[derive(SimpleObject)]
pub struct CodeMeaning {
    /// The code.
    code: String,
    /// In English.
    en: String,
    /// In Swahili.
    sw: Option<String>,
    /// In Somali.
    so: Option<String>,
    /// In Amharic.
    am: Option<String>,
}

impl From<&Version<domain::CodeSystem>> for CodeSystemVersion {
    fn from(version: &Version<domain::CodeSystem>) -> Self {
        let domain::CodeSystem { title, publisher, edition, codes } = &version.content;
        Self {
            dated: version.into(),
            title: title.to_string(),
            publisher: publisher.to_string(),
            edition: edition.to_string(),
            codes: codes.iter().map(Into::into).collect(),
        }
    }
}

impl From<&domain::CodeMeaning> for CodeMeaning {
    fn from(meaning: &domain::CodeMeaning) -> Self {
        let label = |label: &Option<domain::Label>| label.as_ref().map(ToString::to_string);
        Self {
            code: meaning.code.to_string(),
            en: meaning.en.to_string(),
            sw: label(&meaning.sw),
            so: label(&meaning.so),
            am: label(&meaning.am),
        }
    }
}
