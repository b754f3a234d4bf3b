//! `/users`

pub mod avatar;
pub mod blocks;
pub mod change_role;
pub mod change_roles;
pub mod change_status;
pub mod counts;
pub mod create;
pub mod delete;
pub mod enrollments;
pub mod get_me;
pub mod get_one;
pub mod get_stats;
pub mod instructor_application;
pub mod list;
pub mod preferences;
pub mod sessions;
pub mod settings;
pub mod suggestions;
pub mod update_me;
