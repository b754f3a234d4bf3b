//! `/users/me/settings`

pub mod get;
pub mod update;
