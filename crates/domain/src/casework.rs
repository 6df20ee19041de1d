//! Casework: an agency's investigations, the people they suspect, and what is to be done.

pub mod investigation;
pub mod suspect;
pub mod task;
pub mod text;

use crate::Personal;
use crate::metadata::Role;

/// Whether a text says nothing, because it is empty or has been erased.
fn is_blank(text: &Personal<String>) -> bool {
    text.get().is_none_or(|text| text.trim().is_empty())
}

/// The roles that write an agency's casework.
fn writes_casework(role: Role) -> bool {
    matches!(role, Role::Investigator | Role::Supervisor)
}
