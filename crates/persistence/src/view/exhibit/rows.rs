//! An exhibit as the register shows it, and the lines of its custody ledger.

use chrono::{DateTime, NaiveDate, Utc};
use mpaka_domain::Handling;
use mpaka_domain::evidence::evidence_item::EvidenceEvent;
use mpaka_domain::value::{Hash, LegalBasis, Place};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::FileRow;
use crate::view;

/// Declares a list of codes as the view stores them.
macro_rules! stored_codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$code:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$code])* $variant,)+ }

        impl $name {
            /// The code as it is stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Reads a code as it is stored.
            pub fn stored(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

stored_codes! {
    /// Where an exhibit stands.
    ExhibitStatus {
        /// Found, and not yet in custody.
        Identified = "IDENTIFIED",
        /// With the officer who seized it.
        Seized = "SEIZED",
        /// Kept.
        InStore = "IN_STORE",
        /// Offered, and not yet accepted or refused.
        InTransfer = "IN_TRANSFER",
        /// Being examined.
        InExamination = "IN_EXAMINATION",
        /// Lent abroad.
        LentAbroad = "LENT_ABROAD",
        /// Before a court.
        InCourt = "IN_COURT",
        /// Its integrity is in question.
        Compromised = "COMPROMISED",
        /// Ruled out for its integrity.
        Excluded = "EXCLUDED",
        /// Given back.
        Returned = "RETURNED",
        /// Destroyed.
        Destroyed = "DESTROYED",
    }
}

stored_codes! {
    /// What a line of the ledger tells.
    CustodyAction {
        /// It was found.
        Identified = "IDENTIFIED",
        /// It was taken into custody.
        Seized = "SEIZED",
        /// Its data was copied.
        Acquired = "ACQUIRED",
        /// A file was stored.
        FileStored = "FILE_STORED",
        /// Custody was offered.
        Offered = "OFFERED",
        /// Custody was accepted.
        Accepted = "ACCEPTED",
        /// Custody was refused.
        Refused = "REFUSED",
        /// The offer was withdrawn.
        Withdrawn = "WITHDRAWN",
        /// Its seal was broken.
        SealBroken = "SEAL_BROKEN",
        /// It was put under a new seal.
        Resealed = "RESEALED",
        /// It was examined.
        Examined = "EXAMINED",
        /// Another exhibit was made from it.
        Derived = "DERIVED",
        /// A selector was found in it.
        SelectorRecorded = "SELECTOR_RECORDED",
        /// A digest was verified.
        HashVerified = "HASH_VERIFIED",
        /// A digest differed.
        IntegrityFailed = "INTEGRITY_FAILED",
        /// Its integrity was ruled on.
        IntegrityRuled = "INTEGRITY_RULED",
        /// It was put in the store.
        Stored = "STORED",
        /// It was lent abroad.
        LentAbroad = "LENT_ABROAD",
        /// It came back from abroad.
        ReturnedFromAbroad = "RETURNED_FROM_ABROAD",
        /// It was sent to a court.
        SentToCourt = "SENT_TO_COURT",
        /// It came back from court.
        ReturnedFromCourt = "RETURNED_FROM_COURT",
        /// A hold was placed.
        HoldPlaced = "HOLD_PLACED",
        /// A hold was lifted.
        HoldLifted = "HOLD_LIFTED",
        /// It was set until when it is retained.
        RetentionSet = "RETENTION_SET",
        /// Its sensitivity was assessed.
        SensitivityAssessed = "SENSITIVITY_ASSESSED",
        /// It was put on a schedule.
        Disclosed = "DISCLOSED",
        /// It was given back.
        Returned = "RETURNED",
        /// It was destroyed.
        Destroyed = "DESTROYED",
    }
}

impl CustodyAction {
    /// The action that an event records.
    pub(super) fn of(event: &EvidenceEvent) -> Self {
        match event {
            EvidenceEvent::Identified { .. } => Self::Identified,
            EvidenceEvent::Seized { .. } => Self::Seized,
            EvidenceEvent::Acquired { .. } => Self::Acquired,
            EvidenceEvent::FileStored { .. } => Self::FileStored,
            EvidenceEvent::CustodyOffered { .. } => Self::Offered,
            EvidenceEvent::CustodyAccepted { .. } => Self::Accepted,
            EvidenceEvent::CustodyRefused { .. } => Self::Refused,
            EvidenceEvent::CustodyOfferWithdrawn { .. } => Self::Withdrawn,
            EvidenceEvent::SealBroken { .. } => Self::SealBroken,
            EvidenceEvent::Resealed { .. } => Self::Resealed,
            EvidenceEvent::Examined { .. } => Self::Examined,
            EvidenceEvent::Derived { .. } => Self::Derived,
            EvidenceEvent::SelectorRecorded { .. } => Self::SelectorRecorded,
            EvidenceEvent::HashVerified { .. } => Self::HashVerified,
            EvidenceEvent::IntegrityFailed { .. } => Self::IntegrityFailed,
            EvidenceEvent::IntegrityRuled { .. } => Self::IntegrityRuled,
            EvidenceEvent::Stored { .. } => Self::Stored,
            EvidenceEvent::LentAbroad { .. } => Self::LentAbroad,
            EvidenceEvent::ReturnedFromAbroad { .. } => Self::ReturnedFromAbroad,
            EvidenceEvent::SentToCourt { .. } => Self::SentToCourt,
            EvidenceEvent::ReturnedFromCourt { .. } => Self::ReturnedFromCourt,
            EvidenceEvent::HoldPlaced { .. } => Self::HoldPlaced,
            EvidenceEvent::HoldLifted { .. } => Self::HoldLifted,
            EvidenceEvent::RetentionSet { .. } => Self::RetentionSet,
            EvidenceEvent::SensitivityAssessed { .. } => Self::SensitivityAssessed,
            EvidenceEvent::Disclosed { .. } => Self::Disclosed,
            EvidenceEvent::Returned { .. } => Self::Returned,
            EvidenceEvent::Destroyed { .. } => Self::Destroyed,
        }
    }

    /// Whether it tells whose hands, which seal and which place the exhibit was in: what goes with it
    /// to an officer of another agency who holds it.
    pub fn is_of_custody(self) -> bool {
        match self {
            Self::Seized
            | Self::Offered
            | Self::Accepted
            | Self::Refused
            | Self::Withdrawn
            | Self::SealBroken
            | Self::Resealed
            | Self::Stored
            | Self::LentAbroad
            | Self::ReturnedFromAbroad
            | Self::SentToCourt
            | Self::ReturnedFromCourt
            | Self::Returned
            | Self::Destroyed => true,
            Self::Identified
            | Self::Acquired
            | Self::FileStored
            | Self::Examined
            | Self::Derived
            | Self::SelectorRecorded
            | Self::HashVerified
            | Self::IntegrityFailed
            | Self::IntegrityRuled
            | Self::HoldPlaced
            | Self::HoldLifted
            | Self::RetentionSet
            | Self::SensitivityAssessed
            | Self::Disclosed => false,
        }
    }
}

/// An exhibit with what its reader may see of it.
#[derive(Debug, Clone)]
pub struct ExhibitRow {
    /// Its id.
    pub evidence_item_id: Uuid,
    /// The file it belongs to.
    pub investigation_id: Uuid,
    /// The agency whose exhibit it is.
    pub agency: String,
    /// The version of its stream.
    pub version: i64,
    /// The position of its first event.
    pub begun: i64,
    /// Its mark, once it was seized.
    pub exhibit_ref: Option<String>,
    /// What it is.
    pub kind: String,
    /// What it looks like; null once erased.
    pub description: Value,
    /// Where it was found.
    pub found_at: Place,
    /// Where it stands, by [`ExhibitStatus::stored`].
    pub status: String,
    /// The store and the shelf, the court, or the request on which it is abroad.
    pub location: Option<String>,
    /// Who holds it.
    pub custodian: Option<String>,
    /// For which agency.
    pub custodian_agency: Option<String>,
    /// To whom custody is offered.
    pub offered_to: Option<String>,
    /// Of which agency.
    pub offered_agency: Option<String>,
    /// What for.
    pub offered_for: Option<String>,
    /// The last seal it was put under.
    pub seal: Option<String>,
    /// Whether that seal is broken.
    pub seal_broken: bool,
    /// The digests recorded of it.
    pub hashes: Vec<Hash>,
    /// Whether one was verified since it last changed hands or was opened.
    pub verified: bool,
    /// The authorities that forbid its return and destruction.
    pub holds: Vec<String>,
    /// The day its retention period ends, once that was set.
    pub retention_ends: Option<NaiveDate>,
    /// The law or rule that says so.
    pub retention_basis: Option<LegalBasis>,
    /// Whether custody ever stood open for too long.
    pub custody_gap: bool,
    /// Its marking.
    pub handling: Handling,
    /// The lines of its ledger, in the order of recording.
    pub lines: Vec<CustodyRow>,
    /// The files that are kept of it, as far as the reader may have them.
    pub files: Vec<FileRow>,
    /// The exhibits that it was made from.
    pub derived_from: Vec<DerivationRow>,
    /// The exhibits that were made from it.
    pub derived: Vec<DerivationRow>,
}

/// A line of the custody ledger.
#[derive(Debug, Clone)]
pub struct CustodyRow {
    pub(super) evidence_item_id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// What was done, by [`CustodyAction::stored`].
    pub action: String,
    /// By whom.
    pub by_user: String,
    /// For which agency.
    pub by_agency: String,
    /// Into whose hands it went or was offered.
    pub to_user: Option<String>,
    /// Of which agency.
    pub to_agency: Option<String>,
    /// When.
    pub occurred: Value,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// For how many hours custody stood open, when that was too long.
    pub gap_hours: Option<i32>,
    /// The event's data, personal fields opened.
    pub data: Value,
    /// Its marking.
    pub handling: Json<Handling>,
}

/// An exhibit that another was made from, or that was made from another.
#[derive(Debug, Clone)]
pub struct DerivationRow {
    pub(super) of: Uuid,
    pub(super) is_parent: bool,
    /// The other exhibit.
    pub evidence_item_id: Uuid,
    /// Its mark.
    pub exhibit_ref: Option<String>,
    /// What it is.
    pub kind: String,
    /// How the child came from the parent.
    pub relation: Option<String>,
}

/// Which exhibits are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Finder {
    /// One.
    One(Uuid),
    /// Those of a file.
    OfFile(Uuid),
    /// Those that the reader holds or is offered.
    InHand,
}

impl ExhibitRow {
    /// Its place in a register: in the order they were identified.
    pub fn place(&self) -> view::Place {
        (self.begun, 0)
    }

    /// How many selectors were found in it, as far as the reader may see.
    pub fn selectors(&self) -> usize {
        let selector = CustodyAction::SelectorRecorded.as_str();
        self.lines.iter().filter(|line| line.action == selector).count()
    }
}
