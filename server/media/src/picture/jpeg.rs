//! JPEG. The decoder is asked for by name, not through `image`, which paints grey over what a file
//! lacks.

use super::{
    PictureLimits,
    open::{Opened, check_size},
    timed::Timed,
};
use contract::avatar::UploadReason::{self, Unreadable};
use image::{DynamicImage, RgbImage, metadata::Orientation};
use zune_jpeg::{
    JpegDecoder,
    zune_core::{colorspace::ColorSpace, options::DecoderOptions},
};

pub(super) fn open(file: Timed<'_>, limits: &PictureLimits) -> Result<Opened, UploadReason> {
    let whole = is_whole(file.bytes());
    let options = DecoderOptions::default()
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    // Cameras leave odd bytes between headers. What is odd among pixels is damage.
    let mut decoder = JpegDecoder::new_with_options(file, options.set_strict_mode(false));
    decoder.decode_headers().map_err(|_| Unreadable)?;
    decoder.set_options(options.set_strict_mode(true));

    let (width, height) = decoder.dimensions().ok_or(Unreadable)?;
    let side = |side: usize| u32::try_from(side).map_err(|_| Unreadable);
    let (width, height) = (side(width)?, side(height)?);
    check_size(width, height, limits)?;
    if !whole {
        return Err(Unreadable);
    }
    let orientation = decoder
        .exif()
        .and_then(|it| Orientation::from_exif_chunk(it));
    let profile = decoder.icc_profile();

    let mut pixels = vec![0; decoder.output_buffer_size().ok_or(Unreadable)?];
    decoder.decode_into(&mut pixels).map_err(|_| Unreadable)?;
    let image = RgbImage::from_raw(width, height, pixels).ok_or(Unreadable)?;
    Ok(Opened {
        image: DynamicImage::ImageRgb8(image),
        orientation: orientation.unwrap_or(Orientation::NoTransforms),
        profile,
    })
}

/// Whether the file goes on to its end mark. A decoder that has rows enough does not look, and one
/// that lacks a few bytes makes them up.
fn is_whole(bytes: &[u8]) -> bool {
    const END: u8 = 0xD9;
    let mut rest = bytes;
    while let Some((marker, behind)) = next_marker(rest) {
        rest = match marker {
            END => return true,
            // Begins the file, or stands among pixels: has no length.
            0x01 | 0xD0..=0xD8 => behind,
            _ => {
                let length = behind.first_chunk().map_or(0, |it| u16::from_be_bytes(*it));
                behind.get(usize::from(length)..).unwrap_or_default()
            }
        };
    }
    false
}

/// The next marker, and what is behind it. Stuffed bytes among pixels are none.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes;
    loop {
        let at = rest.iter().position(|byte| *byte == 0xFF)?;
        rest = rest.get(at + 1..)?;
        match rest.first()? {
            0x00 | 0xFF => {}
            marker => return Some((*marker, rest.get(1..)?)),
        }
    }
}
