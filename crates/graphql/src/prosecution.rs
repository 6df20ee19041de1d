//! Prosecution: charges, what courts do with them, and what is disclosed to the defence.

pub mod disclosure_schedule;
pub mod prosecution_file;
