//! Intelligence: reports on what sources said, graded, sanitised, and passed on so that they can be
//! recalled.

pub mod intelligence_report;
