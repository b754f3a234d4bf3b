//! `/users/me/apply-for-instructor`, also without a version in the address.

pub mod apply;
pub mod get;
pub mod withdraw;
