//! From pixels to finished pictures: cut, made small, turned upright, painted in sRGB, written anew.

use super::{Thumbnail, Thumbnails, colour, light::LIGHT, open::Opened, shrink::shrink};
use bytes::Bytes;
use contract::{
    avatar::UploadReason::{self, Unreadable},
    limits::{AVATAR_LARGE_PX, AVATAR_MEDIUM_PX, AVATAR_SMALL_PX},
};
use fast_image_resize::{
    PixelTrait, ResizeOptions, Resizer,
    images::{TypedImage, TypedImageRef},
    pixels::U16x3,
};
use image::{
    DynamicImage, ExtendedColorType, ImageBuffer, Rgba, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};
use sha2::{Digest, Sha256};

/// Of 100.
const QUALITY: u8 = 82;

pub(super) fn finish(opened: Opened) -> Result<Thumbnails, UploadReason> {
    let Opened {
        image,
        orientation,
        profile,
    } = opened;
    let opaque = !image.color().has_alpha();
    let square = shrink(&image);
    drop(image);

    let large = resized(square.side, &square.pixels, AVATAR_LARGE_PX, opaque)?;
    let mut large = upright(large.pixels().iter().map(|pixel| pixel.0), orientation)?;
    if let Some(profile) = profile {
        colour::to_srgb(&mut large, &profile);
    }
    let large: Vec<U16x3> = (large.into_iter())
        .map(|pixel| U16x3::new(colour::on_ground(pixel)))
        .collect();
    let smaller = |side| resized(AVATAR_LARGE_PX, &large, side, true);
    Ok(Thumbnails {
        small: thumbnail(AVATAR_SMALL_PX, smaller(AVATAR_SMALL_PX)?.pixels())?,
        medium: thumbnail(AVATAR_MEDIUM_PX, smaller(AVATAR_MEDIUM_PX)?.pixels())?,
        large: thumbnail(AVATAR_LARGE_PX, &large)?,
    })
}

/// A square of another size, by Lanczos with a window of three. A small one is made larger: the
/// sizes are promised.
fn resized<P: PixelTrait>(
    side: u32,
    pixels: &[P],
    to: u32,
    opaque: bool,
) -> Result<TypedImage<'static, P>, UploadReason> {
    let from = TypedImageRef::new(side, side, pixels).map_err(|_| Unreadable)?;
    let mut into = TypedImage::new(to, to);
    let options = ResizeOptions::new().use_alpha(!opaque);
    Resizer::new()
        .resize_typed(&from, &mut into, &options)
        .map_err(|_| Unreadable)?;
    Ok(into)
}

/// The large square, turned.
fn upright(
    pixels: impl Iterator<Item = [u16; 4]>,
    orientation: Orientation,
) -> Result<Vec<[u16; 4]>, UploadReason> {
    let side = AVATAR_LARGE_PX;
    let pixels = pixels.flatten().collect();
    let image = ImageBuffer::<Rgba<u16>, _>::from_raw(side, side, pixels).ok_or(Unreadable)?;
    let mut image = DynamicImage::ImageRgba16(image);
    image.apply_orientation(orientation);
    Ok(image.into_rgba16().pixels().map(|pixel| pixel.0).collect())
}

/// Writes a square of light as a file.
fn thumbnail(side: u32, pixels: &[U16x3]) -> Result<Thumbnail, UploadReason> {
    let pixels: Vec<u8> = (pixels.iter())
        .flat_map(|pixel| pixel.0.map(|light| LIGHT.byte(light)))
        .collect();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode(&pixels, side, side, ExtendedColorType::Rgb8)
        .map_err(|_| Unreadable)?;
    Ok(Thumbnail {
        hash: hash(&bytes),
        bytes: Bytes::from(bytes),
    })
}

/// The first 128 bits of the SHA-256.
fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let bits = digest.iter().take(16);
    let bits = bits.fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    format!("{bits:032x}")
}
