//! End-to-end stories: the real binary on a database of its own, spoken to as its users do.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]
#![expect(clippy::expect_used, reason = "a failed step fails the test")]

mod stories {
    mod access;
    mod bad_input;
    mod bench;
    mod casework;
    mod crash;
    mod database;
    mod demo;
    mod disclosure;
    mod feed;
    mod files;
    mod governance;
    mod idempotency;
    mod intelligence;
    mod law;
    mod live;
    mod nominals;
    mod privacy;
    mod processes;
    mod projections;
    mod prosecution;
    mod sign_in;
    mod statements;
    mod timeline;
}
