//! How accounts come to be, and whom a token or a session names.

mod arrival;
mod edges;
