//! What a person may set: a page a kind, in one frame.

mod form;
mod frame;
pub(crate) mod general;
pub(crate) mod notifications;
pub(crate) mod refused;
pub(crate) mod sessions;
