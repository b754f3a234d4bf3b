//! `/users/me/sessions`

pub mod end_all;
pub mod end_one;
pub mod list;
