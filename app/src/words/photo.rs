//! Pictures: what may be uploaded, and why one was not taken.

use super::{Locale, number::decimal, td_string};
use contract::{
    avatar::{ImageType, UploadLimits},
    limits::PICTURE_PIXELS_MAX,
};

/// The most megapixels that a picture may have.
pub(crate) const MEGAPIXELS_MAX: u64 = PICTURE_PIXELS_MAX / 1_000_000;

/// Bytes of a megabyte, as people count files.
const MEGABYTE: u64 = 1024 * 1024;

/// The types of pictures on offer, as a list: `JPEG, PNG or WebP`.
pub(crate) fn picture_types(locale: Locale, limits: &UploadLimits) -> String {
    let names: Vec<&str> = limits.types.iter().copied().map(name).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => {
            let first = first.join(", ");
            td_string!(locale, photo.or, first = first, last = *last).to_string()
        }
    }
}

const fn name(image_type: ImageType) -> &'static str {
    match image_type {
        ImageType::Jpeg => "JPEG",
        ImageType::Png => "PNG",
        ImageType::Gif => "GIF",
        ImageType::Webp => "WebP",
    }
}

/// The size of a file, to a tenth: `5 MB`, `1.5 MB`. What is left over is cut off, so that a limit
/// that is told can be kept to.
pub(crate) fn file_size(locale: Locale, bytes: u64) -> String {
    let (unit, symbol) = if bytes < MEGABYTE {
        (1024, "kB")
    } else {
        (MEGABYTE, "MB")
    };
    let tenths = bytes.saturating_mul(10) / unit;
    let number = match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    };
    format!("{}\u{a0}{symbol}", decimal(locale, number))
}
