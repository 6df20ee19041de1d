//! What the rules of an exhibit read: where it is, who holds it, its seal and its digests.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::{AcquisitionMethod, CustodyPurpose, EvidenceKind};
use super::event::Custodian;
use super::file::StoredFile;
use crate::id::{EvidenceItemId, FileId, InvestigationId};
use crate::value::{Hash, LegalBasis, PartialTime, SealNumber, Selector};
use crate::{AgencyId, Personal, UserId};

/// Whose exhibit it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    pub(super) investigation: InvestigationId,
    pub(super) agency: AgencyId,
    pub(super) kind: EvidenceKind,
}

/// An exhibit in custody. There is exactly one custodian at any time (rule X1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    pub(super) ownership: Ownership,
    pub(super) whereabouts: Whereabouts,
    pub(super) custodian: Custodian,
    pub(super) seal: Seal,
    /// The acquisitions that stand, with the digests recorded at each.
    pub(super) acquisitions: Vec<Acquisition>,
    /// The files that are kept of it.
    pub(super) files: BTreeMap<FileId, StoredFile>,
    /// Whether one was verified since it last changed hands, was opened or acquired.
    pub(super) verified: bool,
    pub(super) children: BTreeSet<EvidenceItemId>,
    pub(super) findings: Vec<Finding>,
    /// The authorities that holds rest on.
    pub(super) holds: BTreeSet<String>,
    /// Until when it is retained, as it was last set.
    pub(super) retention: Option<Retention>,
    pub(super) sensitivity: Option<Sensitivity>,
    /// Schedules and numbers.
    pub(super) disclosures: BTreeSet<(String, u32)>,
}

/// Data taken from an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquisition {
    pub(super) method: AcquisitionMethod,
    /// Whether the device was running, so that its data changes of itself.
    pub(super) live: bool,
    pub(super) hashes: BTreeSet<Hash>,
}

/// Where an exhibit in custody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whereabouts {
    /// With the officer who seized it.
    Seized,
    /// Kept, in a known place or by its custodian.
    InStore {
        /// The store and the shelf; none until its custodian has put it there.
        location: Option<String>,
    },
    /// Offered, and not yet accepted or refused.
    InTransfer {
        /// The offer.
        offer: Offer,
        /// Where it is until then.
        until_then: Box<Self>,
    },
    /// Being examined.
    InExamination,
    /// Lent on a request for mutual legal assistance.
    LentAbroad {
        /// The request's reference.
        mla_ref: String,
        /// The day it is due back.
        return_by: NaiveDate,
    },
    /// Before a court.
    InCourt {
        /// The court.
        court: String,
    },
    /// Its integrity is in question.
    Compromised {
        /// Where it was when that was found, and is.
        was: Box<Self>,
    },
    /// Ruled out for its integrity.
    Excluded {
        /// Where it was when that was ruled, and is.
        at: Box<Self>,
    },
}

/// An offer of custody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub(super) to: UserId,
    pub(super) to_agency: AgencyId,
    pub(super) purpose: CustodyPurpose,
    pub(super) offered_at: PartialTime,
}

/// The seal of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seal {
    /// Never sealed.
    Unsealed,
    /// Whole, as far as is known.
    Whole(SealNumber),
    /// Broken, by an officer or found so.
    Broken(SealNumber),
}

/// Something found in an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub(super) selector: Personal<Selector>,
    pub(super) context: Personal<String>,
}

/// Until when an exhibit is retained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// The day the period ends.
    pub(super) ends_on: NaiveDate,
    pub(super) legal_basis: LegalBasis,
}

/// Whether showing an exhibit would do serious harm, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sensitivity {
    pub(super) sensitive: bool,
    pub(super) reason: Personal<String>,
}

impl Whereabouts {
    /// Where it is, whether or not it was ruled out there.
    pub(super) fn place(&self) -> &Self {
        if let Self::Excluded { at } = self { at } else { self }
    }

    /// The same place with integrity in question. An offer lapses; what was in question before stays
    /// so, at the place where it was first.
    pub(super) fn in_question(self) -> Self {
        match self {
            Self::InTransfer { until_then, .. } => until_then.in_question(),
            Self::Compromised { .. } => self,
            Self::Seized
            | Self::InStore { .. }
            | Self::InExamination
            | Self::LentAbroad { .. }
            | Self::InCourt { .. }
            | Self::Excluded { .. } => Self::Compromised { was: Box::new(self) },
        }
    }

    /// The same place once integrity is in question no longer.
    pub(super) fn cleared(self) -> Self {
        match self {
            Self::Compromised { was } => *was,
            Self::Seized
            | Self::InStore { .. }
            | Self::InTransfer { .. }
            | Self::InExamination
            | Self::LentAbroad { .. }
            | Self::InCourt { .. }
            | Self::Excluded { .. } => self,
        }
    }
}

impl Seal {
    /// The number, whole or broken.
    pub(super) fn number(&self) -> Option<&SealNumber> {
        match self {
            Self::Unsealed => None,
            Self::Whole(number) | Self::Broken(number) => Some(number),
        }
    }

    /// The seal as it is after someone looked at it.
    pub(super) fn found(self, ok: bool) -> Self {
        match self {
            Self::Whole(number) if !ok => Self::Broken(number),
            seal @ (Self::Unsealed | Self::Whole(_) | Self::Broken(_)) => seal,
        }
    }
}

impl Acquisition {
    /// Whether the other one takes the same data again: in the same way, with nothing running.
    pub(super) fn is_repeated_by(&self, other: &Self) -> bool {
        self.method == other.method && self.method.repeats() && !self.live && !other.live
    }
}

impl Exhibit {
    /// The digests recorded of it, at acquisitions and of the files that are kept.
    pub(super) fn hashes(&self) -> BTreeSet<Hash> {
        let kept = self.files.values().flat_map(|file| &file.hashes);
        self.acquired_hashes().chain(kept).cloned().collect()
    }

    /// The digests recorded at its acquisitions.
    pub(super) fn acquired_hashes(&self) -> impl Iterator<Item = &Hash> {
        self.acquisitions.iter().flat_map(|acquisition| &acquisition.hashes)
    }

    pub(super) fn seized(
        ownership: Ownership,
        custodian: Custodian,
        seal: Option<SealNumber>,
    ) -> Self {
        Self {
            ownership,
            whereabouts: Whereabouts::Seized,
            custodian,
            seal: seal.map_or(Seal::Unsealed, Seal::Whole),
            acquisitions: vec![],
            files: BTreeMap::new(),
            verified: false,
            children: BTreeSet::new(),
            findings: vec![],
            holds: BTreeSet::new(),
            retention: None,
            sensitivity: None,
            disclosures: BTreeSet::new(),
        }
    }

    /// It came back into its custodian's hands, and someone looked at its seal. What was ruled out stays so.
    pub(super) fn come_back(&mut self, seal_ok: bool) {
        let home = Whereabouts::InStore { location: None };
        self.whereabouts = if matches!(self.whereabouts, Whereabouts::Excluded { .. }) {
            Whereabouts::Excluded { at: Box::new(home) }
        } else {
            home
        };
        self.look_at_seal(seal_ok);
        self.verified = false;
    }

    pub(super) fn look_at_seal(&mut self, ok: bool) {
        let seal = std::mem::replace(&mut self.seal, Seal::Unsealed);
        self.seal = seal.found(ok);
    }

    /// The offer was not taken up: it is where it was.
    pub(super) fn keep(&mut self) {
        if let Whereabouts::InTransfer { until_then, .. } = &mut self.whereabouts {
            self.whereabouts = std::mem::replace(until_then, Whereabouts::Seized);
        }
    }
}
