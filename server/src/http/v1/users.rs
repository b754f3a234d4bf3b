//! `/users`

pub mod create;
pub mod get_me;
pub mod get_one;
pub mod update_me;
