//! Governance: who was let see what beyond their own.

mod access;
pub mod access_grant;
pub mod break_glass;
