//! The REST API, the pages' addresses and the operation's, over real HTTP against real Postgres,
//! Redis and RabbitMQ. The files mirror the tree of the addresses.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop"
)]

mod admin;
mod auth;
mod connections;
mod cors;
mod docs;
mod envelope;
mod harness;
mod health;
mod hostile;
mod idempotency;
mod metrics;
mod openapi;
mod pages;
mod policies;
mod profiles;
mod rate_limit;
mod routes;
mod twins;
mod users;
mod webhooks;
