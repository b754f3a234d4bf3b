//! The names by which the page marks what the island needs.

/// The text.
pub const TEXT: &str = "text";
/// Where its length is shown.
pub const COUNT: &str = "text-count";
/// The attribute there with the most characters that the text may have.
pub const LIMIT: &str = "data-limit";
/// The attribute there with the sentence; [`COUNT_HERE`] stands for the number.
pub const SAYS: &str = "data-says";
/// Where in the sentence the number goes.
pub const COUNT_HERE: &str = "%s";
/// Where the length is announced, once the typing pauses.
pub const SAID: &str = "text-said";
/// The class of the count when the text is too long.
pub const OVER: &str = "is-over";
