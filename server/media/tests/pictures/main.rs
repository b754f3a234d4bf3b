//! Pictures made of files: good, odd, bad and hostile ones.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop"
)]

mod blocks;
mod broken;
mod colours;
mod corpus;
mod kept;
mod refused;
mod seen;
mod slow;
mod upright;
