//! The storage as our own client, a browser and a stranger see it: over HTTP on a folder of its own,
//! and over `RabbitMQ` on an exchange of its own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access;
mod away;
mod by_hand;
mod cors;
mod digests;
mod messages;
mod objects;
mod prepare;
mod signing;
mod unsigned;
mod wire;
mod world;
