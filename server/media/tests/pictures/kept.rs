//! Odd files that pictures are made of all the same, and what does not get into them.

use crate::{
    blocks::{Blocks, Scans},
    corpus::{
        BLUE, GREEN, LOSSY_WEBP, RED, WHITE, animated_gif, animated_webp, black_png, file,
        jpeg_with, of_each_type, plain, png_with,
    },
    seen::{assert_alike, assert_like, colour_of, decoded, large, make, quarters_of},
};
use contract::limits::{AVATAR_LARGE_PX, AVATAR_MEDIUM_PX, AVATAR_SMALL_PX};
use image::ImageFormat;
use sha2::{Digest, Sha256};

const SCRIPT: &[u8] = b"<script>alert(document.cookie)</script>";

#[test]
fn pictures_have_their_sizes_and_the_names_of_their_bytes() {
    for (name, file) in of_each_type() {
        let made = make(&file).unwrap();
        let sizes = [AVATAR_SMALL_PX, AVATAR_MEDIUM_PX, AVATAR_LARGE_PX];
        for (picture, px) in [&made.small, &made.medium, &made.large]
            .into_iter()
            .zip(sizes)
        {
            let seen = decoded(&picture.bytes);
            assert_eq!((seen.width(), seen.height()), (px, px), "{name}");
            assert_alike(quarters_of(&seen), [RED, GREEN, BLUE, WHITE]);
            let digest = Sha256::digest(&picture.bytes);
            let bits = u128::from_be_bytes(*digest.first_chunk().unwrap());
            assert_eq!(picture.hash, format!("{bits:032x}"));
        }
        assert_eq!(make(&file), Ok(made), "the same bytes every time");
    }
}

#[test]
fn of_a_long_picture_the_middle_is_seen() {
    // Of 300 by 100 pixels, those from 100 to 199.
    let wide = image::RgbImage::from_fn(300, 100, |x, _| {
        image::Rgb(if (100..200).contains(&x) { GREEN } else { RED })
    });
    let seen = large(&file(wide, ImageFormat::Png));
    for x in [2, 256, 509] {
        assert_like(seen.get_pixel(x, 256).0, GREEN);
    }
}

#[test]
fn the_smallest_and_the_longest_pictures_are_pictures() {
    for (width, height) in [(1, 1), (1, 10_000), (10_000, 1), (2, 3), (7, 5000)] {
        let mut file = file(plain(width, height, [0, 0, 200, 255]), ImageFormat::Png);
        assert_like(colour_of(&file), [0, 0, 200]);
        file = jpeg_from(width, height);
        assert_like(colour_of(&file), [0, 0, 200]);
    }
    assert!(make(LOSSY_WEBP).is_ok());
}

fn jpeg_from(width: u32, height: u32) -> Vec<u8> {
    let blue = image::DynamicImage::from(plain(width, height, [0, 0, 200, 255]));
    file(blue.into_rgb8(), ImageFormat::Jpeg)
}

#[test]
fn of_an_animation_the_first_picture_is_seen() {
    let (first, second) = ([0, 160, 0, 255], [200, 0, 0, 255]);
    for file in [animated_gif(first, second), animated_webp(first, second)] {
        assert_like(colour_of(&file), [0, 160, 0]);
        // What is broken behind it is not looked at.
        assert_like(colour_of(&animated_gif(first, second)[..120]), [0, 160, 0]);
    }
}

#[test]
fn a_progressive_jpeg_is_like_any_other() {
    let block = |x, y| {
        if (x + y) % 2 == 0 {
            [90, 150, 60]
        } else {
            [90, 20, 200]
        }
    };
    let blocks = Blocks {
        across: 16,
        down: 16,
        scans: Scans::Progressive,
        transform: None,
        block,
    };
    let baseline = Blocks {
        scans: Scans::Baseline,
        ..blocks
    };
    let made = make(&blocks.file()).unwrap();
    assert_eq!(made, make(&baseline.file()).unwrap());
    let seen = decoded(&made.large.bytes);
    // Blocks of 32 pixels now.
    assert_ne!(seen.get_pixel(16, 16), seen.get_pixel(48, 16));
}

#[test]
fn nothing_that_hides_behind_or_within_a_picture_gets_out_of_it() {
    let [jpeg, png, gif, webp] = of_each_type().map(|(_, file)| file);
    let archive = [b"PK\x03\x04".as_slice(), &[7; 500], b"PK\x05\x06"].concat();
    let hidden = [
        // HTML in a comment, and behind the end.
        [
            png_with(&png, None, &[(b"tEXt", [b"Comment\0", SCRIPT].concat())]),
            SCRIPT.to_vec(),
        ]
        .concat(),
        [gif, SCRIPT.to_vec()].concat(),
        [jpeg_with(&jpeg, 0xFE, SCRIPT), archive].concat(),
        [webp, SCRIPT.to_vec()].concat(),
    ];
    for file in hidden {
        let made = make(&file).unwrap();
        assert_alike(
            quarters_of(&decoded(&made.large.bytes)),
            [RED, GREEN, BLUE, WHITE],
        );
        for picture in [made.small, made.medium, made.large] {
            let holds = |part: &[u8]| picture.bytes.windows(part.len()).any(|it| it == part);
            assert!(!holds(b"script") && !holds(b"PK\x03\x04"));
        }
    }
}

#[test]
fn of_a_gif_that_is_a_script_as_well_the_picture_alone_is_left() {
    // A script begins a comment where a picture says that it is 10,799 pixels wide.
    let mut gif = file(plain(0x2A2F, 3, [0, 160, 0, 255]), ImageFormat::Gif);
    gif.extend(b"*/=1;alert(1)");
    assert!(gif.starts_with(b"GIF89a/*"));
    assert_like(colour_of(&gif), [0, 160, 0]);
    let made = make(&gif).unwrap();
    assert!(!made.large.bytes.windows(5).any(|it| it == b"alert"));
}

#[test]
fn pictures_of_one_bit_and_of_a_palette_are_read() {
    use png::{BitDepth::One, ColorType};
    assert_like(
        colour_of(&black_png(80, 80, ColorType::Grayscale, One)),
        [0, 0, 0],
    );
    assert_like(colour_of(&black_png(80, 80, ColorType::Indexed, One)), RED);
}
