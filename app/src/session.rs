//! What the browser session carries between two pages: a flash word and an unsaved draft.

pub(crate) mod draft;
pub(crate) mod flash;
