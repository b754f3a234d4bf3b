//! The only code that ships to the browser. Islands get finished strings as props, so that no words and
//! no rules are in the WASM.

#[expect(
    missing_docs,
    reason = "`#[island]` makes a struct of props without a word on it"
)]
pub mod auto_save;
pub mod avatar;
#[expect(
    missing_docs,
    reason = "`#[island]` makes a struct of props without a word on it"
)]
pub mod course_search;
#[expect(
    missing_docs,
    reason = "`#[island]` makes a struct of props without a word on it"
)]
pub mod save_button;

#[cfg(feature = "hydrate")]
mod form_guard;
#[cfg(feature = "hydrate")]
mod post;
