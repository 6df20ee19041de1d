//! Prosecution: the charges that come of investigations, and what courts do with them.

pub mod prosecution_file;
