//! What forms post to: thin handlers that take actor and command, call the service, and redirect or
//! answer with the page.

pub(crate) mod avatar;
pub(crate) mod blocks;
pub(crate) mod choices;
pub(crate) mod courses;
pub(crate) mod enrollments;
mod offers;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod posted;
pub(crate) mod profile;
pub(crate) mod review;
pub(crate) mod sessions;
pub(crate) mod teach;
pub(crate) mod users;
