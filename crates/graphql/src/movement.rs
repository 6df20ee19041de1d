//! Movement: the trips that people made or were made to make.

pub mod journey;
