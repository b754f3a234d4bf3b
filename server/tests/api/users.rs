//! `/api/v1/users…`

pub mod avatar;
pub mod blocks;
mod create;
mod enrollments;
mod get_me;
mod get_one;
mod get_stats;
mod preferences;
mod profile;
mod sessions;
mod settings;
mod suggestions;
mod update_me;
