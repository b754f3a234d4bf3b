//! What is seen on a finished picture.

use contract::avatar::{ImageType, UploadReason};
use image::{ImageFormat, RgbImage};
use media::{PictureLimits, Thumbnails, thumbnails};

pub fn make(file: &[u8]) -> Result<Thumbnails, UploadReason> {
    make_as(None, file)
}

pub fn make_as(said: Option<ImageType>, file: &[u8]) -> Result<Thumbnails, UploadReason> {
    thumbnails(said, file, &PictureLimits::default())
}

/// The large picture.
pub fn large(file: &[u8]) -> RgbImage {
    decoded(&make(file).expect("pictures").large.bytes)
}

pub fn decoded(file: &[u8]) -> RgbImage {
    let image = image::load_from_memory_with_format(file, ImageFormat::Jpeg);
    image.expect("a JPEG").into_rgb8()
}

/// The colours in the middles of its quarters: above, then below, from the left.
pub fn quarters_of(picture: &RgbImage) -> [[u8; 3]; 4] {
    let (near, far) = (picture.width() / 4, picture.width() * 3 / 4);
    [(near, near), (far, near), (near, far), (far, far)].map(|(x, y)| picture.get_pixel(x, y).0)
}

/// The colour in the middle of the picture of a file.
pub fn colour_of(file: &[u8]) -> [u8; 3] {
    large(file).get_pixel(256, 256).0
}

/// Whether the colours look alike: JPEG moves them by a little.
#[track_caller]
pub fn assert_like(seen: [u8; 3], wanted: [u8; 3]) {
    let near = seen
        .iter()
        .zip(wanted)
        .all(|(seen, wanted)| seen.abs_diff(wanted) <= 4);
    assert!(near, "seen {seen:?}, wanted {wanted:?}");
}

#[track_caller]
pub fn assert_alike<const N: usize>(seen: [[u8; 3]; N], wanted: [[u8; 3]; N]) {
    for (seen, wanted) in seen.into_iter().zip(wanted) {
        assert_like(seen, wanted);
    }
}
