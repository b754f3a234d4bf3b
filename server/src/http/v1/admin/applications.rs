//! `/admin/instructor-applications`

pub mod claim;
pub mod get_one;
pub mod list;
