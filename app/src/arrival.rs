//! Who a visitor turned out to be.

use service::{Error, desk::KeptDesk};
use std::sync::Arc;

/// Who a visitor turned out to be; put into the request's extensions by the server's middleware,
/// which had to know for the language of the page.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Nobody is signed in.
    Nobody,
    /// Somebody with an account in use.
    Person(Arc<KeptDesk>),
    /// Somebody is signed in whom we cannot show, and why.
    Hidden(Error),
}
