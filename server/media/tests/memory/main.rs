//! What a picture takes at most while it is read. Alone in its program: it looks at the whole of it.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../pictures/blocks.rs"]
mod blocks;
mod tables;

use blocks::{Blocks, Scans};
use contract::limits::PICTURE_PIXELS_MAX;
use image::{ExtendedColorType, codecs::webp::WebPEncoder};
use media::{PictureLimits, thumbnails};
use std::{fs, io::Write, time::Duration};

/// 40 megapixels, in eights.
const SIDES: (u32, u32) = (8000, 5000);
/// What is refused before it is read takes no more, in bytes.
const LITTLE: u64 = 4 * 1024 * 1024;

/// The most that was in memory since it was forgotten, and what is now: bytes.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    let kilobytes = line.split_whitespace().nth(1).unwrap();
    kilobytes.parse::<u64>().unwrap() * 1024
}

/// Bytes that are taken besides the file, and whether there was a picture in it.
fn taken(file: &[u8]) -> (u64, bool) {
    let limits = PictureLimits {
        max_bytes: u64::MAX,
        patience: Duration::from_mins(10),
        ..PictureLimits::default()
    };
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS:");
    let made = thumbnails(None, file, &limits);
    (memory("VmHWM:").saturating_sub(before), made.is_ok())
}

fn png((width, height): (u32, u32)) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Sixteen);
    encoder.set_compression(png::Compression::Fastest);
    let mut writer = encoder.write_header().unwrap();
    let mut rows = writer.stream_writer().unwrap();
    let row = vec![0x80; usize::try_from(width).unwrap() * 8];
    for _ in 0..height {
        rows.write_all(&row).unwrap();
    }
    rows.finish().unwrap();
    drop(writer);
    file
}

fn jpeg(scans: Scans) -> Vec<u8> {
    let sides = [SIDES.0, SIDES.1].map(|side| u16::try_from(side / 8).unwrap());
    let [across, down] = sides;
    Blocks {
        across,
        down,
        scans,
        transform: Some(0),
        block: |_, _| [90, 80, 70, 200],
    }
    .file()
}

fn webp() -> Vec<u8> {
    let mut file = Vec::new();
    let pixels = [90, 80, 70, 60].repeat(SIDES.0 as usize * SIDES.1 as usize);
    WebPEncoder::new_lossless(&mut file)
        .encode(&pixels, SIDES.0, SIDES.1, ExtendedColorType::Rgba8)
        .unwrap();
    file
}

/// The first picture of an animation, as large as its canvas.
fn animated(still: &[u8]) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap();
        [kind, length.to_le_bytes().as_slice(), body].concat()
    };
    let [width, height] = [SIDES.0, SIDES.1].map(|side| (side - 1).to_le_bytes());
    let size = [&width[..3], &height[..3]].concat();
    let canvas = chunk(b"VP8X", &[[0x12, 0, 0, 0].as_slice(), &size].concat());
    let frame = [[0; 6].as_slice(), &size, &[0; 4], &still[12..]].concat();
    let chunks = [canvas, chunk(b"ANIM", &[0; 6]), chunk(b"ANMF", &frame)].concat();
    chunk(b"RIFF", &[b"WEBP".as_slice(), &chunks].concat())
}

#[test]
fn no_picture_takes_more_than_is_promised() {
    assert_eq!(u64::from(SIDES.0) * u64::from(SIDES.1), PICTURE_PIXELS_MAX);
    let most = 12 * PICTURE_PIXELS_MAX + 64 * 1024 * 1024;
    let webp = webp();
    let files = [
        ("PNG of 16 bits", png(SIDES), most, true),
        ("CMYK JPEG", jpeg(Scans::Baseline), most, true),
        (
            "progressive CMYK JPEG",
            jpeg(Scans::Progressive),
            most,
            true,
        ),
        ("animated WebP", animated(&webp), most, true),
        ("lossless WebP", webp, most, true),
        ("WebP of tables", tables::webp(1_000_000), most, false),
        (
            "WebP of more tables",
            tables::webp(5_000_000),
            LITTLE,
            false,
        ),
        (
            "PNG of a row too many",
            png((SIDES.0, SIDES.1 + 1)),
            LITTLE,
            false,
        ),
    ];
    for (name, file, most, is_picture) in files {
        let (taken, made) = taken(&file);
        println!("{name}: {} MB", taken / 1_000_000);
        assert!(taken < most, "{name}: {taken} bytes");
        assert_eq!(made, is_picture, "{name}");
    }
}
