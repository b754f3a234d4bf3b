//! Pictures: from the bytes that somebody uploaded to three small squares.
//!
//! What comes in is not to be trusted in any way. The first bytes say what it is, never a name or a
//! header; sizes are read before a pixel is; and what goes out is painted anew, so that nothing of
//! the upload is in it but colours. [`Pictures`] bounds how many are read at once, and for how long.
//!
//! A picture is turned upright as its EXIF data says, cut to the square in its middle, and made
//! larger or smaller in linear light. Colours of RGB and grey ICC profiles become sRGB; CMYK is read
//! as Adobe writes it, without its profile. Of an animation the first picture counts.
//!
//! **Memory.** Reading a picture takes up to [`BYTES_A_PIXEL`] and 64 MiB besides, so at 40 megapixels
//! no more than 550 MB, for each that is read at once; a photo of 12 megapixels takes 70 MB.

mod colour;
mod finish;
mod gate;
mod jpeg;
mod light;
mod open;
mod shrink;
mod timed;
mod webp;

pub use gate::Pictures;

use bytes::Bytes;
use contract::{
    avatar::{ImageType, UploadReason},
    limits::{FILE_SIZE_DEFAULT, PICTURE_PIXELS_MAX},
};
use std::time::{Duration, Instant};
use timed::Timed;

/// What the decoders take for a pixel at most: an animated WebP picture has its frame, its canvas and
/// what is handed out, of four bytes each. JPEG comes near with four bands of 16 bits and three bytes.
const BYTES_A_PIXEL: u64 = 12;

/// What a picture may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureLimits {
    /// Bytes of the file.
    pub max_bytes: u64,
    /// Pixels, whatever its shape.
    pub max_pixels: u64,
    /// How long it is read before it is given up.
    pub patience: Duration,
    /// How many are read at once; each takes a core.
    pub at_once: usize,
}

impl Default for PictureLimits {
    /// One a core, for ten seconds.
    fn default() -> Self {
        Self {
            max_bytes: FILE_SIZE_DEFAULT,
            max_pixels: PICTURE_PIXELS_MAX,
            patience: Duration::from_secs(10),
            at_once: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }
}

/// A finished picture: JPEG, square, without metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    /// The file.
    pub bytes: Bytes,
    /// Its name: the first 128 bits of the SHA-256 of `bytes`, in hex.
    pub hash: String,
}

/// The finished pictures of one upload, of `AVATAR_SMALL_PX`, `AVATAR_MEDIUM_PX` and
/// `AVATAR_LARGE_PX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnails {
    /// The small one.
    pub small: Thumbnail,
    /// The medium one.
    pub medium: Thumbnail,
    /// The large one.
    pub large: Thumbnail,
}

/// Makes the pictures of an upload that was said to be of the type `said`. Takes a core for as long
/// as it runs, and may panic where a decoder has a bug: [`Pictures`] is the way in.
///
/// # Errors
/// The reason to tell its owner.
pub fn thumbnails(
    said: Option<ImageType>,
    bytes: &[u8],
    limits: &PictureLimits,
) -> Result<Thumbnails, UploadReason> {
    let kind = kind(said, bytes, limits)?;
    let until = Instant::now() + limits.patience;
    open::open(kind, Timed::new(bytes, until), limits)
        .and_then(finish::finish)
        .map_err(|reason| match reason {
            // Whatever it stumbled over when its time was up.
            UploadReason::Unreadable if Instant::now() >= until => UploadReason::TookTooLong,
            reason => reason,
        })
}

/// What can be said without reading the picture.
fn kind(
    said: Option<ImageType>,
    bytes: &[u8],
    limits: &PictureLimits,
) -> Result<ImageType, UploadReason> {
    if bytes.is_empty() || u64::try_from(bytes.len()).map_or(true, |n| n > limits.max_bytes) {
        return Err(UploadReason::InvalidSize);
    }
    let kind = ImageType::sniff(bytes).ok_or(UploadReason::UnsupportedType)?;
    if said.is_some_and(|said| said != kind) {
        return Err(UploadReason::TypeMismatch);
    }
    Ok(kind)
}
