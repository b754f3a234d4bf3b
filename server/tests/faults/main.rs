//! What people see when a part goes down in the middle of work, and that nothing is lost: real
//! parts that the tests kill, and the real binary.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop"
)]

mod app;
mod binary;
mod broker;
mod browser;
mod cache;
mod cluster;
mod commands;
mod database;
mod dead_letters;
mod ears;
mod limits;
mod media;
mod parts;
#[path = "../api/harness/patience.rs"]
mod patience;
mod replica;
mod roles;
mod shared;
mod shutdown;
mod storage;
#[cfg(feature = "otel")]
mod traces;
