//! Prosecution: the charges that come of investigations, what courts do with them, and what the defence
//! is told.

pub mod disclosure_schedule;
pub mod prosecution_file;
