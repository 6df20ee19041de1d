//! What a stored event is, to the byte: small enough to be audited, usable without the rest.

pub mod event;

pub use event::{EventRecord, Malformed, digest, leaf_hash};
