//! `/users`

pub mod avatar;
pub mod blocks;
pub mod create;
pub mod enrollments;
pub mod get_me;
pub mod get_one;
pub mod get_stats;
pub mod preferences;
pub mod sessions;
pub mod settings;
pub mod suggestions;
pub mod update_me;
