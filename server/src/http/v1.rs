//! The REST API, version 1. One file a verb, in the tree of the addresses.

pub mod admin;
pub mod failures;
pub mod profiles;
pub mod users;
