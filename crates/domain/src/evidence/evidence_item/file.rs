//! The files that are kept of an exhibit: when one is taken, and what follows when it is read again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::event::EvidenceEvent;
use super::exhibit::{Exhibit, Whereabouts};
use super::{EvidenceItem, EvidenceRejection, access, lifecycle, policy};
use crate::id::FileId;
use crate::value::{Hash, HashAlgorithm};
use crate::{Metadata, Personal};

/// What the store computed of a file while it took it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptFile {
    /// Its length in bytes.
    pub size: u64,
    /// What its first bytes show it to be, as a media type (RFC 6838).
    pub media_type: String,
    /// Its SHA-256 digest.
    pub sha256: Hash,
    /// Its BLAKE3 digest.
    pub blake3: Hash,
    /// The address of its sealed form in the store, a BLAKE3 digest.
    pub blob: Hash,
}

/// What the store found when it read a file again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum FileFound {
    /// It could be opened, and has these digests.
    Opened {
        /// SHA-256.
        sha256: Hash,
        /// BLAKE3.
        blake3: Hash,
    },
    /// A piece of its sealed form is not what was put there, so that it cannot be opened.
    Altered {
        /// The digest of what was put there.
        stored: Hash,
        /// The digest of what is there; of no bytes, where nothing is.
        found: Hash,
    },
}

/// What the rules read of a kept file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    pub(super) hashes: BTreeSet<Hash>,
    /// Whether it was last found to be something else than what was stored.
    pub(super) altered: bool,
}

impl StoredFile {
    /// The digest that shows it to be altered, with those recorded beside it.
    fn alteration(&self, found: &FileFound) -> Option<(Hash, Vec<Hash>)> {
        match found {
            FileFound::Opened { sha256, blake3 } => {
                let differing =
                    [sha256, blake3].into_iter().find(|it| !self.hashes.contains(it))?;
                let recorded = self.hashes.iter().filter(|hash| hash.alg() == differing.alg());
                Some((differing.clone(), recorded.cloned().collect()))
            }
            FileFound::Altered { stored, found } => Some((found.clone(), vec![stored.clone()])),
        }
    }

    /// Whether a finding is known: that it is altered. That it is whole is news each time.
    pub(super) fn is_known_as(&self, found: &FileFound) -> bool {
        self.altered && self.alteration(found).is_some()
    }
}

impl EvidenceItem {
    /// Whether a file with this digest, where one is declared, would be taken now: asked before its
    /// bytes are sent, and decided when they are all there.
    pub fn may_store_file(
        &self,
        declared: Option<&Hash>,
        metadata: &Metadata,
    ) -> Result<(), EvidenceRejection> {
        let actor = &metadata.actor;
        access::role_may_write(actor.role)?;
        match self {
            Self::Unidentified => Err(EvidenceRejection::NotIdentified),
            Self::Identified(ownership) => {
                access::is_of_agency(actor, ownership)?;
                Err(EvidenceRejection::NotAllowedInIdentified)
            }
            Self::InCustody(exhibit) => exhibit.may_store_file(declared, metadata),
            Self::Returned(ownership) => {
                access::is_of_agency(actor, ownership)?;
                Err(EvidenceRejection::NotAllowedInReturned)
            }
            Self::Destroyed(ownership) => {
                access::is_of_agency(actor, ownership)?;
                Err(EvidenceRejection::NotAllowedInDestroyed)
            }
        }
    }
}

impl Exhibit {
    fn may_store_file(
        &self,
        declared: Option<&Hash>,
        metadata: &Metadata,
    ) -> Result<(), EvidenceRejection> {
        access::works_on(&metadata.actor, self)?;
        lifecycle::takes_files(&self.whereabouts)?;
        let declared: Vec<_> = declared.into_iter().cloned().collect();
        self.is_new_file(&declared)?;
        self.is_as_acquired(&declared)
    }

    pub(super) fn store_file(
        &self,
        file: FileId,
        name: Personal<String>,
        kept: KeptFile,
    ) -> Result<Vec<EvidenceEvent>, EvidenceRejection> {
        let KeptFile { size, media_type, sha256, blake3, blob } = kept;
        policy::said(&name, EvidenceRejection::FileNameMissing)?;
        if size == 0 {
            return Err(EvidenceRejection::FileEmpty);
        }
        let hashes = vec![sha256, blake3];
        self.is_new_file(&hashes)?;
        self.is_as_acquired(&hashes)?;
        Ok(vec![EvidenceEvent::FileStored { file, name, size, media_type, hashes, blob }])
    }

    /// The same file is kept once, unless what is kept was altered and is to be made good.
    fn is_new_file(&self, hashes: &[Hash]) -> Result<(), EvidenceRejection> {
        let mut whole = self.files.values().filter(|kept| !kept.altered);
        if whole.any(|kept| hashes.iter().any(|hash| kept.hashes.contains(hash))) {
            return Err(EvidenceRejection::FileStoredBefore);
        }
        Ok(())
    }

    /// X4, X5: the file of an exhibit that was acquired is one that an acquisition recorded the digest
    /// of. Of what carries data an acquisition must have recorded one; the scan of a paper or the
    /// photograph of a thing has its own.
    fn is_as_acquired(&self, computed: &[Hash]) -> Result<(), EvidenceRejection> {
        let of_files = [HashAlgorithm::Sha256, HashAlgorithm::Blake3];
        let mut comparable =
            self.acquired_hashes().filter(|hash| of_files.contains(&hash.alg())).peekable();
        if comparable.peek().is_none() {
            return match (self.acquisitions.is_empty(), self.ownership.kind.is_digital()) {
                (false, _) => Err(EvidenceRejection::FileNotComparable),
                (true, true) => Err(EvidenceRejection::FileNotAcquired),
                (true, false) => Ok(()),
            };
        }
        // What is only declared may be of another algorithm than what was recorded.
        let comparable: Vec<_> = comparable.collect();
        let is_of_one = |hash: &&Hash| comparable.iter().any(|known| known.alg() == hash.alg());
        let mut judged = computed.iter().filter(is_of_one).peekable();
        if judged.peek().is_none() || judged.any(|hash| comparable.contains(&hash)) {
            Ok(())
        } else {
            Err(EvidenceRejection::FileNotAsAcquired)
        }
    }

    /// X5: a kept file that is not what was stored puts integrity in question.
    pub(super) fn check_file(
        &self,
        file: FileId,
        found: FileFound,
        scheduled: bool,
    ) -> Result<Vec<EvidenceEvent>, EvidenceRejection> {
        let kept = self.files.get(&file).ok_or(EvidenceRejection::NoSuchFile)?;
        let file = Some(file);
        Ok(vec![match (kept.alteration(&found), found) {
            (Some((computed, recorded)), _) => {
                EvidenceEvent::IntegrityFailed { computed, recorded, file }
            }
            (
                None,
                FileFound::Opened { sha256: hash, .. } | FileFound::Altered { found: hash, .. },
            ) => EvidenceEvent::HashVerified { hash, ok: true, file, scheduled },
        }])
    }

    pub(super) fn keep_file(&mut self, file: FileId, hashes: &[Hash]) {
        let hashes = hashes.iter().cloned().collect();
        self.files.insert(file, StoredFile { hashes, altered: false });
    }

    /// A digest is the one recorded. A check on schedule is in nobody's session (rule X4), and one
    /// while integrity is in question does not answer the question (rule X5).
    pub(super) fn verify(&mut self, file: Option<FileId>, scheduled: bool) {
        if let Some(file) = file.and_then(|file| self.files.get_mut(&file)) {
            file.altered = false;
        }
        if !scheduled && !matches!(self.whereabouts, Whereabouts::Compromised { .. }) {
            self.verified = true;
        }
    }
}
