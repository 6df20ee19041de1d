//! What a report is worth: its grade, what corroborates it, and what it may lend to a link.

use serde::{Deserialize, Serialize};

use super::code::Independence;
use crate::SourceRef;
use crate::value::Grade;

/// The most that any report is worth, in thousandths: as much as the best grade.
const MOST: u32 = 950;

/// Something that says the same as a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corroboration {
    /// What.
    pub by: SourceRef,
    /// Whether it comes from somewhere else.
    pub independence: Independence,
}

impl Corroboration {
    /// Whether both speak of the same source.
    pub fn is_by(&self, source: &SourceRef) -> bool {
        self.by.kind == source.kind && self.by.reference == source.reference
    }

    /// N4: what it adds, in thousandths: the weight of its own grade when it is known to come from
    /// somewhere else and is not suspected to be false; nothing otherwise.
    fn adds(&self) -> u32 {
        match (self.independence, self.by.grade) {
            (Independence::Independent, Some(grade)) if !grade.is_suspected_false() => {
                u32::from(grade.weight())
            }
            (Independence::Independent | Independence::SameOrigin | Independence::Unknown, _) => 0,
        }
    }
}

/// What a report is worth, in thousandths: that of its grade, raised by what corroborates it as far as
/// that takes the doubt away (the product of the doubts that each leaves). What is suspected to be false
/// stays so, whatever corroborates it (N2).
pub fn weight(grade: Grade, corroborations: &[Corroboration]) -> u16 {
    if grade.is_suspected_false() {
        return grade.weight();
    }
    let doubt = corroborations
        .iter()
        .map(Corroboration::adds)
        .fold(1000 - u32::from(grade.weight()), |doubt, adds| doubt * (1000 - adds) / 1000);
    u16::try_from((1000 - doubt).min(MOST)).unwrap_or(grade.weight())
}

/// N2: what a report lends to the score of a link, in thousandths; nothing when it is suspected to be
/// false or was recalled.
pub fn link_weight(grade: Grade, corroborations: &[Corroboration], recalled: bool) -> Option<u16> {
    (!recalled && !grade.is_suspected_false()).then(|| weight(grade, corroborations))
}
