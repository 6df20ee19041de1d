//! The element matrix: what each charge has to prove against the exhibits that prove it.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use mpaka_domain::prosecution::prosecution_file::{ElementStrength, ExhibitStanding};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::prosecution::MatrixRow;

use crate::casework::suspect::Suspect;
use crate::code::Code;
use crate::envelope::LegalBasis;
use crate::error::fault;
use crate::scalar::EvidenceItemId;
use crate::session::Request;
use uuid::Uuid;

/// Whether an element of a charge is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ElementCoverage {
    /// At least one admissible exhibit proves it (P1).
    Proved,
    /// None does.
    Gap,
}

/// Why an element of a charge is not proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ElementGap {
    /// No exhibit is named for it.
    NoExhibit,
    /// An exhibit was obtained under a marking that keeps it out of court (P3).
    NotForCourt,
    /// An exhibit was found and not seized.
    NotSeized,
    /// The integrity of an exhibit is in question until a supervisor rules.
    Compromised,
    /// An exhibit was ruled out for its integrity.
    Excluded,
    /// An exhibit was given back.
    Returned,
    /// An exhibit was destroyed.
    Destroyed,
}

impl ElementGap {
    fn of(standing: ExhibitStanding) -> Option<Self> {
        match standing {
            ExhibitStanding::Admissible => None,
            ExhibitStanding::NotForCourt => Some(Self::NotForCourt),
            ExhibitStanding::NotSeized => Some(Self::NotSeized),
            ExhibitStanding::Compromised => Some(Self::Compromised),
            ExhibitStanding::Excluded => Some(Self::Excluded),
            ExhibitStanding::Returned => Some(Self::Returned),
            ExhibitStanding::Destroyed => Some(Self::Destroyed),
        }
    }
}

/// A mandatory element of a charge, and what proves it.
pub struct ElementMatrixRow(MatrixRow);

impl ElementMatrixRow {
    /// The rows of an investigation, as its reader may see them.
    pub(crate) async fn all(
        ctx: &Context<'_>,
        investigation: Uuid,
        provision: Option<&str>,
    ) -> Result<Vec<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let rows = views.element_matrix(&reader, investigation).await.map_err(fault)?;
        let asked_for = |row: &MatrixRow| {
            provision.is_none_or(|provision| row.statute.provision() == provision.trim())
        };
        Ok(rows.into_iter().filter(asked_for).map(Self).collect())
    }
}

/// A mandatory element of a charge, and what proves it.
#[Object]
impl ElementMatrixRow {
    /// The charge's number.
    async fn charge(&self) -> u32 {
        self.0.charge
    }

    /// Who is charged; null when they are not shared with you.
    async fn suspect(&self, ctx: &Context<'_>) -> Result<Option<Suspect>> {
        Suspect::find(ctx, self.0.suspect).await
    }

    /// The provision that makes it an offence.
    async fn statute(&self) -> LegalBasis {
        LegalBasis(self.0.statute.clone())
    }

    /// What the element is called.
    async fn element(&self) -> &str {
        self.0.element.element.as_str()
    }

    /// What it is, in the words of the law, or how it was done.
    async fn text(&self) -> &str {
        self.0.element.text.as_str()
    }

    /// How strongly what is named makes it out, as the prosecutor judges it.
    async fn strength(&self) -> Option<Code<ElementStrength>> {
        self.0.element.strength.map(Code)
    }

    /// Whether it is proved.
    async fn coverage(&self) -> ElementCoverage {
        if self.0.is_proved() { ElementCoverage::Proved } else { ElementCoverage::Gap }
    }

    /// The exhibits that are named for it, as far as you may see them.
    async fn evidence(&self) -> Vec<ElementEvidence> {
        self.0
            .exhibits
            .iter()
            .map(|exhibit| ElementEvidence {
                evidence_item_id: exhibit.evidence_item_id.into(),
                exhibit_ref: exhibit.mark.clone(),
                standing: Code(exhibit.standing),
            })
            .collect()
    }

    /// What keeps it from being proved; empty once it is.
    async fn gaps(&self) -> Vec<ElementGap> {
        if self.0.is_proved() {
            return Vec::new();
        }
        if self.0.standings.is_empty() {
            return vec![ElementGap::NoExhibit];
        }
        self.0.standings.iter().filter_map(|standing| ElementGap::of(*standing)).collect()
    }
}

/// An exhibit that is named for an element of a charge.
#[derive(SimpleObject)]
pub struct ElementEvidence {
    /// Its id.
    evidence_item_id: EvidenceItemId,
    /// Its mark, once it was seized.
    exhibit_ref: Option<String>,
    /// Whether it can prove something, and if not, why.
    standing: Code<ExhibitStanding>,
}
