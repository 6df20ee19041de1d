//! The event engine: commands become events in one durable log, and everything else is read from it.

mod append;
pub mod cqrs;
pub mod cursor;
mod database;
mod envelope;
pub mod error;
pub mod feed;
pub mod files;
pub mod ids;
pub mod keys;
mod law;
pub mod log;
pub mod process;
pub mod projection;
pub mod record;
mod retention;
pub mod seal;
mod session;
pub mod store;
pub mod streams;
pub mod upcast;
pub mod view;

pub use database::{connect, migrate};
pub use error::{StoreError, Unreadable};
pub use feed::Feed;
pub use files::Files;
pub use keys::{KeyRing, MasterKey};
pub use law::{LoadError, UnreadLaw};
pub use log::Log;
pub use process::{Now, ProcessStatus};
pub use projection::parked::{ParkedEvent, SkippedEvent};
pub use projection::status::ProjectionStatus;
pub use record::{Entry, Opened, Recorded, Unread};
pub use store::Store;
pub use streams::{Receipt, SendError, Streams};
pub use upcast::Upcasters;
