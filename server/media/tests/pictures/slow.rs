//! What would take a decoder too long.

use crate::{
    blocks::segment,
    corpus::{file, of_each_type, quarters},
};
use contract::avatar::UploadReason::{TookTooLong, UnsupportedType};
use image::ImageFormat;
use media::{PictureLimits, thumbnails};
use std::time::{Duration, Instant};

fn patient_for(patience: Duration) -> PictureLimits {
    PictureLimits {
        patience,
        ..PictureLimits::default()
    }
}

#[test]
fn what_takes_too_long_is_given_up() {
    let limits = patient_for(Duration::ZERO);
    for (name, file) in of_each_type() {
        assert_eq!(thumbnails(None, &file, &limits), Err(TookTooLong), "{name}");
    }
    // What can be said without reading is said all the same.
    assert_eq!(thumbnails(None, b"<svg/>", &limits), Err(UnsupportedType));
}

#[test]
fn a_decoder_that_is_given_up_ends_soon() {
    // Metadata in so many parts that the decoder, which puts them in order with each one that
    // comes, would take seconds.
    let mut jpeg = vec![0xFF, 0xD8];
    for part in 0..60_000_u32 {
        let name = b"http://ns.adobe.com/xmp/extension/\0".as_slice();
        let place = [10_000_000, part].map(u32::to_be_bytes).concat();
        segment(&mut jpeg, 0xE1, &[name, &[b'A'; 32], &place, b"x"].concat());
    }
    jpeg.extend(&file(quarters(60, 40), ImageFormat::Jpeg)[2..]);
    let begun = Instant::now();
    let limits = patient_for(Duration::from_millis(50));
    assert_eq!(thumbnails(None, &jpeg, &limits), Err(TookTooLong));
    assert!(begun.elapsed() < Duration::from_secs(1));
}
