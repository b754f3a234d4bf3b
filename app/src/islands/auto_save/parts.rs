//! The names by which the page marks what the island needs.

pub use crate::islands::PART;

/// The foot of the form.
pub const FOOT: &str = "foot";
/// The class of the foot once the island is awake.
pub const AWAKE: &str = "is-awake";
/// Its button.
pub const SAVE: &str = "foot-save";
/// Where it is told how saving goes.
pub const STATUS: &str = "foot-status";
/// The template of what is said while a choice is on its way.
pub const SAVING: &str = "foot-saving";
/// The template of what is said when it is saved.
pub const SAVED: &str = "foot-saved";
/// Where it is told what was not saved.
pub const ALARM: &str = "foot-alarm";
/// The template of that, with the four below in it.
pub const FAULT: &str = "foot-fault";
/// What was not saved; [`NAMES`] stands for its name.
pub const TITLE: &str = "foot-title";
/// Why: what stands here is said where nobody answered.
pub const WHY: &str = "foot-why";
/// The link for whoever is signed out.
pub const SIGN_IN: &str = "foot-sign-in";
/// The button that sends it again.
pub const RETRY: &str = "foot-retry";

/// Where in a text the names of the controls go.
pub const NAMES: &str = "%s";
