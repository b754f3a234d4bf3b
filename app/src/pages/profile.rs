//! My own page and the form that changes it.

pub(crate) mod edit;
pub(crate) mod show;
