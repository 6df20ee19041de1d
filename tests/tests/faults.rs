//! Faults: whatever breaks under load, nothing acknowledged is lost, doubled or out of order.
//!
//! A few rounds of each, or as many as `MPAKA_SOAK_MINUTES` allows.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]
#![expect(clippy::expect_used, reason = "a failed step fails the test")]

mod faults {
    mod connections;
    mod control;
    mod disk;
    mod mpaka;
    mod pool;
    mod postgres;
    mod two;
}
