//! What is neither used nor listed on a disclosure schedule.

use async_graphql::{Context, Enum, Result, SimpleObject};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::disclosure::{Gap, GapKind};
use uuid::Uuid;

use crate::error::fault;
use crate::scalar::EvidenceItemId;
use crate::session::Request;

/// What kind of material is neither used nor listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum DisclosureGapKind {
    /// An exhibit that was seized.
    Exhibit,
    /// A statement or interview whose mark no exhibit of the file has.
    Statement,
}

/// Something that is neither used nor listed.
#[derive(SimpleObject)]
pub struct DisclosureGap {
    /// What it is.
    kind: DisclosureGapKind,
    /// The exhibit, where it is one.
    evidence_item_id: Option<EvidenceItemId>,
    /// Its mark.
    reference: String,
}

/// Whether every exhibit and statement of an investigation is used or listed (D3).
#[derive(SimpleObject)]
pub struct DisclosureCompleteness {
    /// Whether it is, of everything: what you may not see counts, too. Null where the file is not your
    /// agency's and was not referred to it.
    complete: Option<bool>,
    /// What is not, as far as you may see it.
    pub(super) gaps: Vec<DisclosureGap>,
}

impl DisclosureCompleteness {
    pub(super) async fn of(ctx: &Context<'_>, investigation: Uuid) -> Result<Self> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let all = views.disclosure_completeness(&reader, investigation).await.map_err(fault)?;
        Ok(Self { complete: all.complete, gaps: all.gaps.into_iter().map(Into::into).collect() })
    }
}

impl From<Gap> for DisclosureGap {
    fn from(Gap { kind, evidence_item_id, mark }: Gap) -> Self {
        Self {
            kind: match kind {
                GapKind::Exhibit => DisclosureGapKind::Exhibit,
                GapKind::Statement => DisclosureGapKind::Statement,
            },
            evidence_item_id: evidence_item_id.map(Into::into),
            reference: mark,
        }
    }
}
