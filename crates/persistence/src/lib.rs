//! The event engine: commands become events in one durable log, and everything else is read from it.

mod append;
pub mod cqrs;
pub mod cursor;
mod envelope;
pub mod error;
pub mod feed;
pub mod ids;
pub mod keys;
pub mod log;
pub mod projection;
pub mod record;
pub mod seal;
pub mod store;
pub mod streams;
pub mod view;

pub use error::StoreError;
pub use feed::Feed;
pub use keys::{KeyRing, MasterKey};
pub use log::Log;
pub use projection::ProjectionStatus;
pub use record::Recorded;
pub use store::{Store, connect, migrate};
pub use streams::{Receipt, SendError, Streams};
