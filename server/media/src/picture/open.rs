//! From a file to pixels, with an eye on what it costs before it costs it.

use super::{PictureLimits, jpeg, timed::Timed, webp};
use contract::avatar::{ImageType, UploadReason};
use image::{
    DynamicImage, ImageDecoder, ImageError, Limits,
    codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder},
    metadata::Orientation,
};

/// A picture as it was stored.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) image: DynamicImage,
    /// How it has to be turned to be upright.
    pub(super) orientation: Orientation,
    /// What its colours mean, where it says so.
    pub(super) profile: Option<Vec<u8>>,
}

/// The longest side, in pixels: what JPEG and GIF can say.
const SIDE_MAX: u32 = 65_535;
/// What a PNG may unpack besides pixels.
const PNG_METADATA_MAX: u64 = 32 * 1024 * 1024;

pub(super) fn open(
    kind: ImageType,
    file: Timed<'_>,
    limits: &PictureLimits,
) -> Result<Opened, UploadReason> {
    let mut sides = Limits::no_limits();
    sides.max_image_width = Some(SIDE_MAX);
    sides.max_image_height = Some(SIDE_MAX);
    match kind {
        ImageType::Jpeg => jpeg::open(file, limits),
        ImageType::Png => {
            sides.max_alloc = Some(PNG_METADATA_MAX);
            decode(PngDecoder::with_limits(file, sides.clone()), sides, limits)
        }
        ImageType::Gif => {
            // A picture that is not as large as its screen is read beside it.
            sides.max_alloc = Some(limits.max_pixels.saturating_mul(4));
            decode(GifDecoder::new(file), sides, limits)
        }
        ImageType::Webp => {
            webp::check(file.bytes(), limits)?;
            decode(WebPDecoder::new(file), sides, limits)
        }
    }
}

fn decode<D: ImageDecoder>(
    decoder: Result<D, ImageError>,
    sides: Limits,
    limits: &PictureLimits,
) -> Result<Opened, UploadReason> {
    let mut decoder = decoder.map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, limits)?;
    decoder.set_limits(sides).map_err(|error| refused(&error))?;
    // Metadata that cannot be read is none.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or_default();
    let image = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    Ok(Opened {
        image,
        orientation,
        profile,
    })
}

/// Whether a picture of this size is read at all.
pub(super) fn check_size(
    width: u32,
    height: u32,
    limits: &PictureLimits,
) -> Result<(), UploadReason> {
    let pixels = u64::from(width) * u64::from(height);
    if width == 0 || height == 0 {
        Err(UploadReason::Unreadable)
    } else if pixels > limits.max_pixels {
        Err(UploadReason::TooManyPixels)
    } else {
        Ok(())
    }
}

fn refused(error: &ImageError) -> UploadReason {
    match error {
        ImageError::Limits(_) => UploadReason::TooManyPixels,
        _ => UploadReason::Unreadable,
    }
}
