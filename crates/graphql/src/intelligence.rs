//! Intelligence: reports on what sources said, and what was sanitised from them.

pub mod intelligence_report;
