//! Preferences: small values by category and key. A new account starts with the defaults.

pub(crate) mod store;
