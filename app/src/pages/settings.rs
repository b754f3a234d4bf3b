//! What a person may set: a page a kind, in one frame.

pub(crate) mod blocked;
mod foot;
mod form;
mod frame;
pub(crate) mod general;
pub(crate) mod notifications;
pub(crate) mod privacy;
pub(crate) mod refused;
pub(crate) mod sessions;
mod toggle;
