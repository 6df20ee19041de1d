//! The rules of trafficking and smuggling casework: aggregates as deciders, value objects, code lists.
//!
//! Nothing here does I/O, reads a clock or draws a random number: time, actor and ids come in with
//! the [`Metadata`] and the command, and the law as an argument, so that the same history, the same
//! command and the same [`Law`] always give the same answer.

#[macro_use]
mod code_list;

pub mod agency;
pub mod casework;
pub mod decider;
pub mod evidence;
pub mod governance;
pub mod handling;
pub mod id;
pub mod intelligence;
pub mod law;
pub mod metadata;
pub mod movement;
pub mod nominals;
pub mod personal;
pub mod process;
pub mod prosecution;
pub mod protection;
pub mod value;

pub use agency::{AgencyId, UserId};
pub use decider::{Claim, Decider, DomainEvent, Refusal, SecretClaim};
pub use handling::{Handling, Viewer};
pub use law::Law;
pub use metadata::{Actor, Metadata, Purpose, Role, SourceRef};
pub use personal::Personal;

#[cfg(test)]
mod testing;
