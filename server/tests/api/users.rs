//! `/api/v1/users…`

pub mod avatar;
pub mod blocks;
mod change_role;
mod change_roles;
mod change_status;
mod counts;
mod create;
mod delete;
mod enrollments;
mod get_me;
mod get_one;
mod get_stats;
pub mod instructor_application;
mod list;
mod preferences;
mod profile;
pub mod sessions;
mod settings;
mod suggestions;
mod update_me;
