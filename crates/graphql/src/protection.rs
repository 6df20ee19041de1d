//! Protection: the people harmed, what they consent to, and what is owed to them and by when.

pub mod victim_case;
