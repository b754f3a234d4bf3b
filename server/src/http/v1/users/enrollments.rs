//! `/users/{id}/enrollments`

pub mod create;
pub mod get_one;
pub mod list;
pub mod progress;
pub mod remove;
pub mod stats;
pub mod update;
