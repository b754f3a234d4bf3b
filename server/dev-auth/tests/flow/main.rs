//! The provider as a client, a browser and the platform see it: over HTTP and `RabbitMQ`, each test
//! on a database, an exchange and a queue of its own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod account;
mod authorize;
mod browser;
mod events;
mod keys;
mod sign_out;
mod tokens;
mod world;
