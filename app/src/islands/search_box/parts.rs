//! The names by which the page marks what the island needs.

pub use crate::islands::PART;

/// The form; its attributes say where to ask, and what to say when that goes wrong.
pub const FORM: &str = "search";
/// Where the options are asked for, with the fields of the form.
pub const ASK: &str = "data-ask";
/// What is said when nobody answers.
pub const FAILED: &str = "data-failed";
/// The box in it.
pub const INPUT: &str = "search-input";
/// The list of the options. It has an id.
pub const LIST: &str = "search-options";
/// Where it is said how many there are.
pub const SAID: &str = "search-said";
/// What the last plain search found; it may be anywhere on the page, or nowhere.
pub const RESULTS: &str = "search-results";
/// The field of another form that sends what is chosen, where options lead nowhere.
pub const CHOICE: &str = "search-choice";
