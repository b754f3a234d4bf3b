//! Forms: what a browser sends, as it was typed, and back.

pub(crate) mod profile;
