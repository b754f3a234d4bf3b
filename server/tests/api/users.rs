//! `/api/v1/users…`

mod create;
mod get_me;
mod get_one;
mod profile;
mod update_me;
