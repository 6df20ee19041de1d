//! Offences, with what has to be proved.

use async_graphql::SimpleObject;
use mpaka_domain::law::{self as domain, Circumstance, Version};

use super::{Dated, entry};
use crate::code::Code;
use crate::envelope::LegalBasis;

entry! {
    /// An offence, in its dated versions.
    Statute of domain::Statute as StatuteVersion
}

/// What a statute says from one day on.
#[derive(SimpleObject)]
pub struct StatuteVersion {
    #[graphql(flatten)]
    dated: Dated,
    /// What the offence is called.
    title: String,
    /// Where it stands.
    provision: LegalBasis,
    /// Its code in the International Classification of Crime for Statistical Purposes.
    iccs_code: Option<String>,
    /// What has to be proved, in the order in which a court asks for it.
    elements: Vec<StatuteElement>,
    /// What it is punished with.
    penalty: Option<String>,
}

/// Something that has to be proved.
#[derive(SimpleObject)]
pub struct StatuteElement {
    /// What it is called, as in `MEANS`.
    code: String,
    /// What it is, close to the words of the law.
    text: String,
    /// Whether there is no offence without it.
    mandatory: bool,
    /// Where it need not be proved after all.
    except: Vec<Code<Circumstance>>,
    /// Where alone it has to be proved; everywhere, when none is given.
    only: Vec<Code<Circumstance>>,
}

impl From<&Version<domain::Statute>> for StatuteVersion {
    fn from(version: &Version<domain::Statute>) -> Self {
        let domain::Statute { title, provision, iccs_code, elements, penalty } = &version.content;
        Self {
            dated: version.into(),
            title: title.to_string(),
            provision: LegalBasis(provision.clone()),
            iccs_code: iccs_code.as_ref().map(ToString::to_string),
            elements: elements.iter().map(Into::into).collect(),
            penalty: penalty.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&domain::StatuteElement> for StatuteElement {
    fn from(element: &domain::StatuteElement) -> Self {
        Self {
            code: element.code.to_string(),
            text: element.text.to_string(),
            mandatory: element.mandatory,
            except: element.except.iter().copied().map(Code).collect(),
            only: element.only.iter().copied().map(Code).collect(),
        }
    }
}
