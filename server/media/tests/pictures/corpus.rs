//! Files to make pictures of, most of them in a few lines. The fuzzer starts from [`all`].

use crate::blocks::{Blocks, Scans, segment};
use image::{
    DynamicImage, Frame, GrayAlphaImage, GrayImage, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba,
    RgbaImage, codecs::gif::GifEncoder,
};
use media::sample::{exif, with_exif};
use std::io::{Cursor, Write};

pub const RED: [u8; 3] = [200, 30, 30];
pub const GREEN: [u8; 3] = [30, 160, 30];
pub const BLUE: [u8; 3] = [30, 30, 200];
pub const WHITE: [u8; 3] = [240, 240, 240];

/// Red and green above, blue and white below.
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x * 2 < width, y * 2 < height) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        })
    })
}

/// One colour all over, more or less opaque.
pub fn plain(width: u32, height: u32, colour: [u8; 4]) -> RgbaImage {
    RgbaImage::from_pixel(width, height, Rgba(colour))
}

pub fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// [`quarters`] in each of our formats.
pub fn of_each_type() -> [(&'static str, Vec<u8>); 4] {
    [
        ("jpeg", ImageFormat::Jpeg),
        ("png", ImageFormat::Png),
        ("gif", ImageFormat::Gif),
        ("webp", ImageFormat::WebP),
    ]
    .map(|(name, format)| (name, file(quarters(60, 40), format)))
}

/// A JPEG with a segment before all others.
pub fn jpeg_with(file: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let mut with = file[..2].to_vec();
    segment(&mut with, marker, body);
    with.extend(&file[2..]);
    with
}

/// A PNG with a chunk behind its header, and a header that says another size, if wanted.
pub fn png_with(file: &[u8], size: Option<(u32, u32)>, chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut header = file[16..29].to_vec();
    if let Some((width, height)) = size {
        header[..4].copy_from_slice(&width.to_be_bytes());
        header[4..8].copy_from_slice(&height.to_be_bytes());
    }
    let mut with = file[..8].to_vec();
    png_chunk(&mut with, *b"IHDR", &header);
    for (kind, body) in chunks {
        png_chunk(&mut with, **kind, body);
    }
    with.extend(&file[33..]);
    with
}

fn png_chunk(file: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    file.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend(body);
    let mut crc = u32::MAX;
    for byte in &file[start..] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    file.extend((!crc).to_be_bytes());
}

/// A PNG written row by row: all samples 0.
pub fn black_png(width: u32, height: u32, color: png::ColorType, depth: png::BitDepth) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fastest);
    if color == png::ColorType::Indexed {
        encoder.set_palette([RED, BLUE].concat());
    }
    let bits = usize::try_from(width).unwrap() * color.samples() * depth as usize;
    let row = vec![0; bits.div_ceil(8)];
    let mut writer = encoder.write_header().unwrap();
    let mut rows = writer.stream_writer().unwrap();
    for _ in 0..height {
        rows.write_all(&row).unwrap();
    }
    rows.finish().unwrap();
    drop(writer);
    file
}

/// A first picture of one colour, a second of another.
pub fn animated_gif(first: [u8; 4], second: [u8; 4]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = GifEncoder::new(&mut file);
    for colour in [first, second] {
        encoder
            .encode_frame(Frame::new(plain(64, 64, colour)))
            .unwrap();
    }
    drop(encoder);
    file
}

/// The same as WebP; the pictures fill the canvas.
pub fn animated_webp(first: [u8; 4], second: [u8; 4]) -> Vec<u8> {
    let mut chunks = vec![chunk(*b"ANIM", &[0; 6])];
    for colour in [first, second] {
        let still = file(plain(64, 64, colour), ImageFormat::WebP);
        // Where it is, how large (less one), how long, and nothing special.
        let place = [0, 0, 0, 0, 0, 0, 63, 0, 0, 63, 0, 0, 100, 0, 0, 0];
        chunks.push(chunk(*b"ANMF", &[place.as_slice(), &still[12..]].concat()));
    }
    webp(0x12, (64, 64), &chunks.concat())
}

/// A WebP of chunks, which says what is in it and how large it is.
pub fn webp(flags: u8, (width, height): (u32, u32), chunks: &[u8]) -> Vec<u8> {
    let [width, height] = [width, height].map(|side| (side - 1).to_le_bytes());
    let canvas = [[flags, 0, 0, 0].as_slice(), &width[..3], &height[..3]].concat();
    let body = [chunk(*b"VP8X", &canvas).as_slice(), chunks].concat();
    chunk(*b"RIFF", &[b"WEBP".as_slice(), &body].concat())
}

/// A chunk of a WebP.
pub fn chunk(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap();
    let mut chunk = kind.to_vec();
    chunk.extend(length.to_le_bytes());
    chunk.extend(body);
    chunk.resize(chunk.len().next_multiple_of(2), 0);
    chunk
}

/// A lossy WebP of one dark pixel.
pub const LOSSY_WEBP: &[u8] = b"RIFF\x22\0\0\0WEBPVP8 \x16\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\
    \x0e\xc0\xfe\x25\xa4\0\x03\x70\0\0\0\0";

/// An ICC profile in which red is what others call green, and the other way round.
pub fn swapped_profile() -> Vec<u8> {
    let mut profile = moxcms::ColorProfile::new_srgb();
    std::mem::swap(&mut profile.red_colorant, &mut profile.green_colorant);
    profile.encode().unwrap()
}

/// A JPEG with an ICC profile.
pub fn jpeg_with_profile(file: &[u8], profile: &[u8]) -> Vec<u8> {
    jpeg_with(file, 0xE2, &[b"ICC_PROFILE\0\x01\x01", profile].concat())
}

fn cmyk(x: u16, y: u16) -> [u8; 4] {
    let byte = |n: u16| n.to_le_bytes()[0];
    [byte(x * 60), byte(y * 60), byte(x * y * 20), 200]
}

/// Small files of all sorts.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let blocks = |scans, transform| Blocks {
        across: 4,
        down: 4,
        scans,
        transform,
        block: cmyk,
    };
    let [jpeg, png, ..] = of_each_type().map(|(_, file)| file);
    let swapped = swapped_profile();
    let grey = |x, y| [x, y].map(|n: u32| n.to_le_bytes()[0]);
    let exif_chunk = chunk(*b"EXIF", &exif(8));
    let still = file(quarters(60, 40), ImageFormat::WebP);
    let mut all = of_each_type().to_vec();
    all.extend([
        ("jpeg-exif", with_exif(&jpeg, &exif(6))),
        ("jpeg-profile", jpeg_with_profile(&jpeg, &swapped)),
        (
            "jpeg-grey",
            file(
                GrayImage::from_fn(33, 9, |x, y| Luma([grey(x, y)[0]])),
                ImageFormat::Jpeg,
            ),
        ),
        ("jpeg-cmyk", blocks(Scans::Baseline, Some(0)).file()),
        ("jpeg-ycck", blocks(Scans::Progressive, Some(2)).file()),
        ("png-exif", png_with(&png, None, &[(b"eXIf", exif(3))])),
        ("png-lies", png_with(&png, Some((61, 40)), &[])),
        (
            "png-palette",
            black_png(9, 9, png::ColorType::Indexed, png::BitDepth::One),
        ),
        (
            "png-deep",
            black_png(9, 9, png::ColorType::Rgba, png::BitDepth::Sixteen),
        ),
        (
            "png-grey",
            file(
                GrayAlphaImage::from_fn(9, 33, |x, y| LumaA(grey(x, y))),
                ImageFormat::Png,
            ),
        ),
        ("gif-animated", animated_gif([9, 9, 9, 255], [0, 0, 0, 0])),
        (
            "webp-animated",
            animated_webp([9, 9, 9, 255], [200, 0, 0, 99]),
        ),
        ("webp-lossy", LOSSY_WEBP.to_vec()),
        (
            "webp-exif",
            webp(0x08, (60, 40), &[&still[12..], &exif_chunk].concat()),
        ),
    ]);
    all
}
