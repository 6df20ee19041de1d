//! Prosecution: charges, and what courts do with them.

pub mod prosecution_file;
