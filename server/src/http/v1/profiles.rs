//! `/profiles`

pub mod get_one;
pub mod list;
