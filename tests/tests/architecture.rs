//! The law of the house: what the sources must be, whatever they do.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]
#![expect(clippy::expect_used, reason = "a failed step fails the test")]

mod architecture {
    mod dependencies;
    mod generated;
    mod rules;
    mod sources;
}
