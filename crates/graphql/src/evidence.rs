//! Evidence: exhibits, who holds them, and what shows that they are unchanged.

pub mod evidence_item;
