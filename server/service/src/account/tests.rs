//! How accounts come to be, and whom a token or a session names.

mod arrival;
mod edges;
mod sessions;
mod standing;
mod tenants;
