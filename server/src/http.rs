//! The two faces' way in: routes, who is calling, and how answers and errors look on the wire.

mod auth;
mod browser;
mod client_address;
mod docs;
mod envelope;
mod error;
mod extract;
mod health;
mod media;
mod middleware;
mod pages;
mod router;
mod session_store;
mod sign_in;
mod state;
mod v1;
mod webhooks;

pub use auth::jwt::{AuthMaterial, Verifier};
pub use docs::openapi;
pub use health::{HealthState, Readiness, parts_up, routes as health_routes};
pub use media::{MediaState, media_router};
pub use middleware::rate_limit::RateLimits;
#[cfg(feature = "otel")]
pub use middleware::trace::traced;
pub use router::router;
pub use sign_in::oidc::Oidc;
pub use state::{AppState, Parts, Whole};
pub use webhooks::StorageWebhook;
