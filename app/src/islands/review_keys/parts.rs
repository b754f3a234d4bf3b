//! The names by which the page marks what the island needs.

/// What is in sight only where there are keys.
pub const BAR: &str = "keys";
/// The box that switches the keys on and off.
pub const SWITCH: &str = "keys-on";
/// The button that opens the help.
pub const OPEN: &str = "keys-open";
/// The help.
pub const HELP: &str = "keys-help";

/// An application of the list.
pub const ITEM: &str = "review-item";
/// The way to the application after the one that is open.
pub const NEXT: &str = "review-next";
/// The way to the one before.
pub const PREVIOUS: &str = "review-previous";
/// The button that approves.
pub const APPROVE: &str = "review-approve";
/// The text with the reason for a rejection: its id.
pub const REASON_ID: &str = "field-reason";
