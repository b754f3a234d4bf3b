//! `/admin/users/{id}`: what becomes of somebody's application to teach.

pub mod approve;
pub mod reject;
