//! What forms post to: thin handlers that take actor and command, call the service, and redirect or
//! answer with the page.

pub(crate) mod profile;
