//! Files that no picture is made of, and what their owners are told.

use crate::{
    corpus::{LOSSY_WEBP, black_png, chunk, file, of_each_type, plain, png_with, quarters, webp},
    seen::{make, make_as},
};
use contract::{
    avatar::{
        ImageType,
        UploadReason::{
            InvalidSize, TooComplex, TooManyPixels, TypeMismatch, Unreadable, UnsupportedType,
        },
    },
    limits::FILE_SIZE_DEFAULT,
};
use image::ImageFormat;
use media::{PictureLimits, thumbnails};
use png::{BitDepth, ColorType};
use std::time::{Duration, Instant};

#[test]
fn what_is_no_picture_is_refused_whatever_it_is_called() {
    let files: &[&[u8]] = &[
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        b"<?xml version=\"1.0\"?><svg/>",
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0",
        b"II*\0\x08\0\0\0",
        b"\0\0\0\x20ftypheic\0\0\0\0mif1heic",
        b"\0\0\0\x1cftypavif\0\0\0\0mif1avif",
        b"%PDF-1.7",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"GIF88a",
        b"\x89PNG",
        b" \xFF\xD8\xFF",
        b"\0",
    ];
    for file in files {
        let seen = make_as(Some(ImageType::Png), file);
        assert_eq!(seen, Err(UnsupportedType), "{}", file.escape_ascii());
    }
}

#[test]
fn nothing_and_too_much_are_refused() {
    assert_eq!(make(b""), Err(InvalidSize));
    let mut png = file(quarters(4, 4), ImageFormat::Png);
    let most = usize::try_from(FILE_SIZE_DEFAULT).unwrap();
    png.resize(most, 0);
    assert!(make(&png).is_ok());
    png.push(0);
    assert_eq!(make(&png), Err(InvalidSize));
}

#[test]
fn a_picture_of_another_type_than_was_said_is_refused() {
    use ImageType::{Gif, Jpeg, Png, Webp};
    for ((_, file), kind) in of_each_type().iter().zip([Jpeg, Png, Gif, Webp]) {
        for said in [Jpeg, Png, Gif, Webp] {
            let seen = make_as(Some(said), file).map(|_| ());
            assert_eq!(
                seen,
                if said == kind {
                    Ok(())
                } else {
                    Err(TypeMismatch)
                }
            );
        }
        assert!(make(file).is_ok());
    }
}

#[test]
fn a_picture_of_30_000_by_30_000_pixels_is_refused_at_once() {
    let whole = black_png(30_000, 30_000, ColorType::Grayscale, BitDepth::One);
    for bomb in [&whole, &whole[..40_000]] {
        let begun = Instant::now();
        assert_eq!(make(bomb), Err(TooManyPixels));
        assert!(begun.elapsed() < Duration::from_millis(250));
    }
}

#[test]
fn the_limit_of_pixels_is_one_of_area_and_sides_may_be_long() {
    let limits = PictureLimits {
        max_pixels: 1000,
        ..PictureLimits::default()
    };
    let make = |width, height| {
        let file = black_png(width, height, ColorType::Grayscale, BitDepth::Eight);
        thumbnails(None, &file, &limits).map(|_| ())
    };
    assert_eq!(make(1000, 1), Ok(()));
    assert_eq!(make(1, 1000), Ok(()));
    assert_eq!(make(40, 25), Ok(()));
    assert_eq!(make(1001, 1), Err(TooManyPixels));
    assert_eq!(make(39, 26), Err(TooManyPixels));
    let row = |width| make_row(width);
    assert_eq!(row(65_535), Ok(()));
    assert_eq!(row(65_536), Err(TooManyPixels));
}

fn make_row(width: u32) -> Result<(), contract::avatar::UploadReason> {
    make(&black_png(width, 1, ColorType::Grayscale, BitDepth::Eight)).map(|_| ())
}

#[test]
fn every_type_is_refused_by_the_size_that_its_header_says() {
    let [jpeg, _, gif, webp_still] = of_each_type().map(|(_, file)| file);
    let huge = 0xFFFF_u16;
    let mut large_jpeg = jpeg.clone();
    let frame = jpeg.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    large_jpeg[frame + 5..frame + 9].fill(0xFF);
    let mut large_gif = gif.clone();
    large_gif[6..8].copy_from_slice(&huge.to_le_bytes());
    large_gif[8..10].copy_from_slice(&huge.to_le_bytes());
    // 16,384 by 16,384.
    let mut large_webp = webp_still.clone();
    large_webp[21..24].fill(0xFF);
    large_webp[24] |= 0x0F;
    let canvas = webp(0, (1 << 24, 1 << 24), &webp_still[12..]);
    let long = webp(0, (65_536, 1), &webp_still[12..]);
    for file in [large_jpeg, large_gif, large_webp, canvas, long] {
        assert_eq!(
            make(&file),
            Err(TooManyPixels),
            "{}",
            file[..16].escape_ascii()
        );
    }
}

#[test]
fn what_is_inside_may_not_be_larger_than_what_is_said() {
    // A canvas of 8 by 8, and on it a lossy picture of 16,383 by 16,383.
    let mut lossy = LOSSY_WEBP[12..].to_vec();
    lossy[14..18].copy_from_slice(&[0xFF, 0x3F, 0xFF, 0x3F]);
    assert_eq!(make(&webp(0, (8, 8), &lossy)), Err(TooManyPixels));
    let place = [0, 0, 0, 0, 0, 0, 7, 0, 0, 7, 0, 0, 0, 0, 0, 0];
    let frame = chunk(*b"ANMF", &[place.as_slice(), &lossy].concat());
    let animated = [chunk(*b"ANIM", &[0; 6]), frame].concat();
    assert_eq!(make(&webp(0x02, (8, 8), &animated)), Err(TooManyPixels));

    // A GIF of 8 by 8 with a picture of 65,535 by 65,535.
    let mut gif = file(plain(8, 8, [1, 2, 3, 255]), ImageFormat::Gif);
    let picture = gif
        .windows(9)
        .position(|it| it == [0x2C, 0, 0, 0, 0, 8, 0, 8, 0])
        .unwrap();
    gif[picture + 5..picture + 9].fill(0xFF);
    assert_eq!(make(&gif), Err(TooManyPixels));
}

#[test]
fn a_header_that_lies_leads_to_nothing() {
    let png = file(quarters(60, 40), ImageFormat::Png);
    assert!(make(&png_with(&png, Some((60, 40)), &[])).is_ok());
    for size in [(60, 41), (61, 40), (6000, 4000), (0, 40), (60, 0)] {
        assert_eq!(
            make(&png_with(&png, Some(size), &[])),
            Err(Unreadable),
            "{size:?}"
        );
    }
    // A chunk of a WebP that is longer than the file.
    let still = file(quarters(60, 40), ImageFormat::WebP);
    let profile = [b"ICCP".as_slice(), &[0xF0, 0xFF, 0xFF, 0xFF]].concat();
    assert_eq!(
        make(&webp(0x20, (60, 40), &[&still[12..], &profile].concat())),
        Err(Unreadable)
    );
}

#[test]
fn a_webp_whose_tables_of_codes_would_fill_the_memory_is_refused() {
    let data = [[0x2F, 0, 0, 0, 0].as_slice(), &vec![0x55; 2_000_000]].concat();
    for kind in [*b"VP8L", *b"ALPH"] {
        assert_eq!(
            make(&webp(0x10, (1, 1), &chunk(kind, &data))),
            Err(TooComplex)
        );
    }
}
