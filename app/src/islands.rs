//! The only code that ships to the browser. The server writes an island's elements, with everything that
//! they may come to say, as its children; the island finds them by name and changes them. So no words, no
//! rules, no views and no serde are in the WASM.

pub mod auto_save;
pub mod avatar;
pub mod review_keys;
pub mod row_picker;
pub mod save_button;
pub mod search_box;
pub mod text_count;

#[cfg(feature = "hydrate")]
mod elements;
#[cfg(feature = "hydrate")]
mod form_guard;
#[cfg(feature = "hydrate")]
mod json;
#[cfg(feature = "hydrate")]
mod post;

/// The attribute on an element that an island needs: its name there.
pub const PART: &str = "data-part";
