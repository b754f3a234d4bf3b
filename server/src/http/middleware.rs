//! What every request passes.

pub mod accept;
pub mod idempotency;
pub mod observe;
pub mod request_id;
pub mod security_headers;
