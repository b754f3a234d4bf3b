//! Pictures are upright, and do not say where they were taken.

use crate::{
    corpus::{BLUE, GREEN, RED, WHITE, chunk, file, png_with, quarters, webp},
    seen::{assert_alike, assert_like, decoded, large, make, quarters_of},
};
use image::{ImageFormat, RgbImage};
use media::sample::{exif, photo, with_exif};

/// As it is stored when the first row and the first column are seen at these sides (EXIF 2.32,
/// 4.6.4.A, Orientation).
fn stored(upright: &RgbImage, orientation: u16) -> RgbImage {
    let (right, bottom) = (upright.width() - 1, upright.height() - 1);
    let (width, height) = match orientation {
        1..=4 => (right + 1, bottom + 1),
        _ => (bottom + 1, right + 1),
    };
    RgbImage::from_fn(width, height, |column, row| {
        let (x, y) = match orientation {
            1 => (column, row),
            2 => (right - column, row),
            3 => (right - column, bottom - row),
            4 => (column, bottom - row),
            5 => (row, column),
            6 => (right - row, column),
            7 => (right - row, bottom - column),
            8 => (row, bottom - column),
            _ => panic!("no such orientation"),
        };
        *upright.get_pixel(x, y)
    })
}

/// Long, and with different colours at both ends that are cut off.
fn scene() -> RgbImage {
    let mut scene = RgbImage::from_pixel(120, 40, image::Rgb([0, 0, 0]));
    image::imageops::replace(&mut scene, &quarters(40, 40), 40, 0);
    scene
}

#[test]
fn every_orientation_of_a_jpeg_is_turned_upright() {
    for orientation in 1..=8 {
        let file = file(stored(&scene(), orientation), ImageFormat::Jpeg);
        let seen = large(&with_exif(&file, &exif(orientation)));
        assert_alike(quarters_of(&seen), [RED, GREEN, BLUE, WHITE]);
    }
}

#[test]
fn png_and_webp_are_turned_as_well() {
    for orientation in 1..=8 {
        let stored = stored(&quarters(60, 40), orientation);
        let size = stored.dimensions();
        let png = file(stored.clone(), ImageFormat::Png);
        let png = png_with(&png, None, &[(b"eXIf", exif(orientation))]);
        let still = file(stored, ImageFormat::WebP);
        let data = chunk(*b"EXIF", &exif(orientation));
        let webp = webp(0x08, size, &[&still[12..], &data].concat());
        for file in [png, webp] {
            assert_alike(quarters_of(&large(&file)), [RED, GREEN, BLUE, WHITE]);
        }
    }
}

#[test]
fn an_orientation_that_there_is_not_changes_nothing() {
    let jpeg = file(quarters(60, 40), ImageFormat::Jpeg);
    let broken = [
        exif(0),
        exif(9),
        exif(u16::MAX),
        b"MM\0*\xFF\xFF\xFF\xFF".to_vec(),
        vec![],
    ];
    for data in broken {
        assert_eq!(large(&with_exif(&jpeg, &data)), large(&jpeg));
    }
}

#[test]
fn a_photo_of_a_phone_is_upright_and_says_nothing_of_where_it_was_taken() {
    let photo = photo().unwrap();
    let holds = |file: &[u8], part: &[u8]| file.windows(part.len()).any(|it| it == part);
    assert!(holds(&photo, b"Exif\0\0") && holds(&photo, b"Sampler"));
    assert!(
        (3_000_000..5_000_000).contains(&photo.len()),
        "{} bytes",
        photo.len()
    );
    let made = make(&photo).unwrap();
    for picture in [&made.small, &made.medium, &made.large] {
        let seen = quarters_of(&decoded(&picture.bytes));
        assert_alike(
            seen,
            [[215, 75, 75], [75, 195, 75], [75, 95, 215], [235; 3]],
        );
        assert_eq!(
            segments(&picture.bytes),
            [0xE0, 0xC0, 0xDB, 0xDB, 0xC4, 0xC4, 0xC4, 0xC4, 0xDA]
        );
        assert!(!holds(&picture.bytes, b"Exif") && !holds(&picture.bytes, b"Sampler"));
    }
}

/// The kinds of segments of a JPEG, up to its pixels.
fn segments(file: &[u8]) -> Vec<u8> {
    let mut kinds = Vec::new();
    let mut at = 2;
    while kinds.last() != Some(&0xDA) {
        kinds.push(file[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
    }
    kinds
}

#[test]
fn the_ground_of_the_sides_is_not_seen() {
    let seen = large(&file(scene(), ImageFormat::Png));
    for (x, colour) in [(3, RED), (508, GREEN)] {
        assert_like(seen.get_pixel(x, 10).0, colour);
    }
}
