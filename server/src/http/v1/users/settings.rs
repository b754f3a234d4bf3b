//! `/users/{id}/settings`

pub mod get;
pub mod update;
