//! `/admin`: what admins do for their tenant.

pub mod applications;
pub mod audit;
pub mod review;
