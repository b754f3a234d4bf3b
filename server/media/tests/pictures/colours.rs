//! Whatever a file's way of writing colours: those that are seen are the right ones.

use crate::{
    blocks::{Blocks, Scans, Transform},
    corpus::{
        animated_gif, chunk, file, jpeg_with_profile, plain, png_with, quarters, swapped_profile,
        webp,
    },
    seen::{assert_alike, assert_like, colour_of, large, quarters_of},
};
use image::{
    DynamicImage, GrayAlphaImage, GrayImage, ImageBuffer, ImageFormat, Luma, LumaA, Pixel, Rgba,
    RgbaImage,
};

/// A JPEG of one colour.
fn even<const N: usize>(
    transform: Transform,
    scans: Scans,
    block: fn(u16, u16) -> [u8; N],
) -> Vec<u8> {
    Blocks {
        across: 4,
        down: 4,
        scans,
        transform,
        block,
    }
    .file()
}

#[test]
fn cmyk_is_read_as_adobe_writes_it_inverted() {
    for scans in [Scans::Baseline, Scans::Progressive] {
        // No cyan, all magenta and yellow, no black: red. As it is stored, 255 is no ink.
        assert_like(
            colour_of(&even(Some(0), scans, |_, _| [255, 0, 0, 255])),
            [255, 0, 0],
        );
        assert_like(
            colour_of(&even(Some(0), scans, |_, _| [255, 255, 255, 255])),
            [255; 3],
        );
        assert_like(
            colour_of(&even(Some(0), scans, |_, _| [255, 255, 255, 0])),
            [0; 3],
        );
        // Half of the paper's blue and green, and a fifth of black.
        assert_like(
            colour_of(&even(Some(0), scans, |_, _| [0, 128, 128, 204])),
            [0, 102, 102],
        );
        // The same red by luma and differences of the ink: cyan 0, magenta and yellow 255.
        let red = |_, _| [179, 171, 0, 255];
        assert_like(colour_of(&even(Some(2), scans, red)), [255, 0, 0]);
    }
}

#[test]
fn jpeg_of_three_bands_is_what_adobes_segment_says() {
    let bands = |_, _| [76, 85, 255];
    assert_like(
        colour_of(&even(Some(0), Scans::Baseline, bands)),
        [76, 85, 255],
    );
    for ycc in [Some(1), None] {
        assert_like(colour_of(&even(ycc, Scans::Baseline, bands)), [254, 0, 0]);
    }
    assert_like(
        colour_of(&even(None, Scans::Baseline, |_, _| [99])),
        [99; 3],
    );
}

#[test]
fn deep_and_grey_pngs_have_their_colours() {
    let deep = |it: u8| u16::from(it) * 257;
    let [red, green, blue, grey] = [120, 33, 201, 77];
    let colour = [red, green, blue];
    let [deep_red, deep_green, deep_blue, deep_grey] = [red, green, blue, grey].map(deep);
    let deep_colour = Rgba([deep_red, deep_green, deep_blue, u16::MAX]);
    let side = 50;
    let images: [(DynamicImage, [u8; 3]); 6] = [
        (
            ImageBuffer::from_pixel(side, side, deep_colour.to_rgb()).into(),
            colour,
        ),
        (
            ImageBuffer::from_pixel(side, side, deep_colour).into(),
            colour,
        ),
        (
            ImageBuffer::from_pixel(side, side, Luma([deep_grey])).into(),
            [grey; 3],
        ),
        (
            ImageBuffer::from_pixel(side, side, LumaA([deep_grey, u16::MAX])).into(),
            [grey; 3],
        ),
        (
            ImageBuffer::from_pixel(side, side, Luma([grey])).into(),
            [grey; 3],
        ),
        (
            ImageBuffer::from_pixel(side, side, LumaA([grey, u8::MAX])).into(),
            [grey; 3],
        ),
    ];
    for (image, wanted) in images {
        assert_like(colour_of(&file(image, ImageFormat::Png)), wanted);
    }
}

/// `--color-edge` of the light theme.
const GROUND: [u8; 3] = [0x82, 0x7D, 0x8F];

#[test]
fn what_is_transparent_is_seen_on_the_ground() {
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        assert_like(
            colour_of(&file(plain(50, 50, [255, 0, 0, 0]), format)),
            GROUND,
        );
    }
    assert_like(colour_of(&animated_gif([0; 4], [9, 9, 9, 255])), GROUND);
    let none = GrayAlphaImage::from_pixel(50, 50, LumaA([0, 0]));
    assert_like(colour_of(&file(none, ImageFormat::Png)), GROUND);
    // Half of white's light and half of the ground's.
    assert_like(
        colour_of(&file(plain(50, 50, [255, 255, 255, 128]), ImageFormat::Png)),
        [203, 202, 205],
    );
}

#[test]
fn no_colour_of_what_is_transparent_bleeds_into_its_neighbours() {
    // White in the middle of a green that hardly anybody can see.
    let image = RgbaImage::from_fn(2048, 2048, |x, y| {
        // Neither side is in step with the pixels that are left.
        let inside = (514..1534).contains(&x) && (513..1535).contains(&y);
        Rgba(if inside { [255; 4] } else { [0, 255, 0, 1] })
    });
    let seen = large(&file(image, ImageFormat::Png));
    for pixel in seen.pixels() {
        let [red, green, blue] = pixel.0;
        assert!(green <= red.max(blue).saturating_add(6), "{pixel:?}");
    }
}

#[test]
fn light_is_averaged_not_its_numbers() {
    // Lines of black and white, a pixel each, are half the light of white: 188, not 128.
    let lines = GrayImage::from_fn(2048, 2048, |x, _| Luma([if x % 2 == 0 { 0 } else { 255 }]));
    assert_like(colour_of(&file(lines, ImageFormat::Png)), [188; 3]);
}

#[test]
fn colours_mean_what_their_profile_says() {
    let swapped = swapped_profile();
    let original = quarters(60, 40);
    let wanted = [[30, 200, 30], [160, 30, 30], [30, 30, 200], [240; 3]];
    let jpeg = jpeg_with_profile(&file(original.clone(), ImageFormat::Jpeg), &swapped);
    assert_alike(quarters_of(&large(&jpeg)), wanted);
    let still = file(original, ImageFormat::WebP);
    let profile = chunk(*b"ICCP", &swapped);
    let webp = webp(0x20, (60, 40), &[&profile, &still[12..]].concat());
    assert_alike(quarters_of(&large(&webp)), wanted);
}

#[test]
fn a_profile_that_cannot_be_read_or_is_of_other_colours_changes_nothing() {
    let jpeg = file(quarters(60, 40), ImageFormat::Jpeg);
    let plain = large(&jpeg);
    let mut cmyk = swapped_profile();
    cmyk[16..20].copy_from_slice(b"CMYK");
    for profile in [b"no profile".as_slice(), &cmyk, &swapped_profile()[..200]] {
        assert_eq!(large(&jpeg_with_profile(&jpeg, profile)), plain);
    }
}

#[test]
fn a_png_may_say_that_its_colours_are_srgb() {
    let png = file(quarters(60, 40), ImageFormat::Png);
    let said = png_with(&png, None, &[(b"sRGB", vec![0])]);
    assert_eq!(large(&said), large(&png));
}
