//! Coming and going.

pub(crate) mod sign_in;
pub(crate) mod sign_out;
