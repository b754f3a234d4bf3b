//! The few pages, rendered on the server, whole without JavaScript. maud escapes every value.

mod account;
mod form;
mod layout;
mod register;
mod sign_in;
mod simple;
mod words;

pub(crate) use account::{AccountPage, account};
pub(crate) use form::Problem;
pub(crate) use layout::style_hash;
pub(crate) use register::{RegisterPage, register};
pub(crate) use sign_in::{SignInPage, sign_in};
pub(crate) use simple::{failure, refused, sign_out, signed_out};
pub(crate) use words::{Words, words};

#[cfg(test)]
mod tests;
