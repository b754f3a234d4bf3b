//! What may be chosen.

use super::parts::{MAX_BYTES, MAX_PIXELS, TYPES};
use leptos::web_sys::Element;

/// The limits of this deployment.
pub(super) struct Limits {
    types: String,
    /// Bytes of the file.
    pub(super) max_bytes: f64,
    max_pixels: f64,
}

impl Limits {
    /// Reads them from the root's attributes.
    pub(super) fn of(root: &Element) -> Self {
        let attribute = |name| root.get_attribute(name).unwrap_or_default();
        let number = |name| f64::from(attribute(name).parse::<u32>().unwrap_or_default());
        Self {
            types: attribute(TYPES),
            max_bytes: number(MAX_BYTES),
            max_pixels: number(MAX_PIXELS),
        }
    }

    /// Whether a picture has more pixels than it may.
    pub(super) fn is_too_much(&self, pixels: u64) -> bool {
        #[expect(
            clippy::cast_precision_loss,
            reason = "far above the limit a few do not matter"
        )]
        let pixels = pixels as f64;
        pixels > self.max_pixels
    }

    /// Whether a file of this media type may be chosen.
    pub(super) fn allows(&self, media_type: &str) -> bool {
        self.types.split(',').any(|it| it == media_type)
    }
}
