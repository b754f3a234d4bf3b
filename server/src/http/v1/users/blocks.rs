//! `/users/me/blocks`

pub mod create;
pub mod list;
pub mod remove;
