//! Movement: the trips that persons and groups made, leg by leg.

pub mod journey;
