//! What every request passes.

pub mod accept;
pub mod around;
pub mod cors;
pub mod every;
pub mod gate;
pub mod idempotency;
pub mod observe;
pub mod rate_limit;
pub mod request_id;
pub mod security_headers;
#[cfg(feature = "otel")]
pub mod trace;
