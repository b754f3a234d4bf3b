//! Forms: what a browser sends, as it was typed, and back.

pub(crate) mod application;
pub(crate) mod block;
pub(crate) mod choices;
pub(crate) mod enrollment;
pub(crate) mod photo;
pub(crate) mod profile;
pub(crate) mod review;
pub(crate) mod roles;
pub(crate) mod user;
