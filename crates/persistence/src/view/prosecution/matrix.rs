//! The element matrix: what each charge has to prove against the exhibits that prove it.

use std::collections::{BTreeSet, HashMap};

use mpaka_domain::prosecution::prosecution_file::{ChargeElement, ChargeStatus, ExhibitStanding};
use mpaka_domain::value::LegalBasis;
use uuid::Uuid;

use super::standing::ExhibitLine;
use crate::error::StoreError;
use crate::view::{Reader, Views};

/// A mandatory element of a charge, and what proves it.
#[derive(Debug, Clone)]
pub struct MatrixRow {
    /// The charge's number.
    pub charge: u32,
    /// Who is charged.
    pub suspect: Uuid,
    /// The provision that makes it an offence.
    pub statute: LegalBasis,
    /// What has to be proved.
    pub element: ChargeElement,
    /// The exhibits that are named for it and that the reader may see.
    pub exhibits: Vec<MatrixExhibit>,
    /// How the exhibits that are named for it stand, whoever may see them.
    pub standings: BTreeSet<ExhibitStanding>,
}

/// An exhibit that is named for an element.
#[derive(Debug, Clone)]
pub struct MatrixExhibit {
    /// Its id.
    pub evidence_item_id: Uuid,
    /// Its mark, once it was seized.
    pub mark: Option<String>,
    /// Whether it can prove something.
    pub standing: ExhibitStanding,
}

impl MatrixRow {
    /// Whether at least one admissible exhibit proves the element (P1).
    pub fn is_proved(&self) -> bool {
        self.standings.contains(&ExhibitStanding::Admissible)
    }
}

impl Views {
    /// The element matrix of an investigation: a row for each mandatory element of each charge that
    /// was neither refused nor withdrawn, by charge.
    pub async fn element_matrix(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<Vec<MatrixRow>, StoreError> {
        let Some(prosecution) = self.prosecution_of(reader, investigation).await? else {
            return Ok(Vec::new());
        };
        let exhibits: HashMap<Uuid, ExhibitLine> = self
            .evidence_standing(reader, investigation)
            .await?
            .into_iter()
            .map(|exhibit| (exhibit.id, exhibit))
            .collect();
        let mut rows = Vec::new();
        for charge in prosecution.known.charges.into_values() {
            if matches!(charge.status(), ChargeStatus::Refused | ChargeStatus::Withdrawn) {
                continue;
            }
            for element in charge.accusation.elements.into_iter().filter(|e| e.mandatory) {
                let named = element.evidence.iter().map(|id| Uuid::from(*id));
                let named: Vec<_> = named.filter_map(|id| exhibits.get(&id)).collect();
                rows.push(MatrixRow {
                    charge: charge.number,
                    suspect: charge.suspect.into(),
                    statute: charge.accusation.statute.clone(),
                    exhibits: named.iter().filter(|e| e.seen).map(|e| shown(e)).collect(),
                    standings: named.iter().map(|exhibit| exhibit.standing).collect(),
                    element,
                });
            }
        }
        Ok(rows)
    }
}

fn shown(exhibit: &ExhibitLine) -> MatrixExhibit {
    let ExhibitLine { id, mark, standing, .. } = exhibit.clone();
    MatrixExhibit { evidence_item_id: id, mark, standing }
}
