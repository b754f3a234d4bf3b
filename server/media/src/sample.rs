//! A photo such as a phone takes, made on the spot: for tests, benchmarks and the browser journeys.
//! The running service never asks for it.

use image::{ExtendedColorType, ImageResult, codecs::jpeg::JpegEncoder};

/// Pixels a row, as a phone stores them: lying on its side.
pub const PHOTO_WIDTH: u32 = 4032;
/// Rows.
pub const PHOTO_HEIGHT: u32 = 3024;
/// Of 100; noise fills what it leaves, up to some 4 MB.
const QUALITY: u8 = 90;

/// A 12-megapixel JPEG, always the same bytes: soft light with noise. It was taken upright, so its
/// EXIF data says orientation 6 (turn it clockwise to see it), and where it was taken. Seen upright
/// its quarters are reddish (top left), greenish (top right), bluish (bottom left) and whitish.
///
/// # Errors
/// None that is known.
pub fn photo() -> ImageResult<Vec<u8>> {
    let mut noise = Noise(0x9E37_79B9_7F4A_7C15);
    let mut pixels = Vec::with_capacity(PHOTO_WIDTH as usize * PHOTO_HEIGHT as usize * 3);
    for y in 0..PHOTO_HEIGHT {
        for x in 0..PHOTO_WIDTH {
            // Upright, the left of what is stored is the top, and its bottom the left.
            let colour = scene(PHOTO_HEIGHT - 1 - y, x);
            let grain = noise.next();
            pixels.extend(colour.map(|it| it.saturating_add_signed(grain)));
        }
    }
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, QUALITY).encode(
        &pixels,
        PHOTO_WIDTH,
        PHOTO_HEIGHT,
        ExtendedColorType::Rgb8,
    )?;
    Ok(with_exif(&file, &exif(6)))
}

/// What is seen, upright: so many pixels from the left and from the top.
fn scene(x: u32, y: u32) -> [u8; 3] {
    // A quarter is brighter towards its middle.
    let (across, down) = (x * 2 % PHOTO_HEIGHT, y * 2 % PHOTO_WIDTH);
    let bright = |at: u32, of: u32| 40 * at.min(of - at) / of;
    let bright = bright(across, PHOTO_HEIGHT) + bright(down, PHOTO_WIDTH);
    let base = match (x * 2 < PHOTO_HEIGHT, y * 2 < PHOTO_WIDTH) {
        (true, true) => [180, 40, 40],
        (false, true) => [40, 160, 40],
        (true, false) => [40, 60, 180],
        (false, false) => [200, 200, 200],
    };
    base.map(|it: u8| it.saturating_add(u8::try_from(bright).unwrap_or(u8::MAX)))
}

/// Grain of a sensor, by xorshift.
struct Noise(u64);

impl Noise {
    /// -24 to 23.
    fn next(&mut self) -> i8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The sum of dice leans to the middle.
        let [.., a, b, c] = self.0.to_be_bytes();
        i8::try_from(a % 16 + b % 16 + c % 18).unwrap_or(0) - 24
    }
}

/// A JPEG with EXIF data.
///
/// `file` begins as every JPEG does; the data goes before everything else in it.
pub fn with_exif(file: &[u8], exif: &[u8]) -> Vec<u8> {
    let (start, rest) = file.split_at(file.len().min(2));
    let length = u16::try_from(exif.len() + 8).unwrap_or(u16::MAX);
    let header = [0xFF, 0xE1].into_iter().chain(length.to_be_bytes());
    let header = header.chain(*b"Exif\0\0");
    start
        .iter()
        .copied()
        .chain(header)
        .chain(exif.iter().copied())
        .chain(rest.iter().copied())
        .collect()
}

/// EXIF data as a phone writes it, with who made it, an orientation from 1 to 8, and a place
/// (52° 31′ 12″ N, 13° 24′ 36″ E).
pub fn exif(orientation: u16) -> Vec<u8> {
    const MAKE: &[u8; 8] = b"Sampler\0";
    // Three entries from byte 8 on, then the maker at 50; the place at 58 has four, then its numbers.
    let mut exif = b"MM\0*\0\0\0\x08".to_vec();
    exif.extend(3_u16.to_be_bytes());
    entry(&mut exif, 0x010F, 2, 8, 50);
    entry(&mut exif, 0x0112, 3, 1, u32::from(orientation) << 16);
    entry(&mut exif, 0x8825, 4, 1, 58);
    exif.extend(0_u32.to_be_bytes());
    exif.extend(MAKE);
    exif.extend(4_u16.to_be_bytes());
    entry(&mut exif, 1, 2, 2, u32::from(b'N') << 24);
    entry(&mut exif, 2, 5, 3, 112);
    entry(&mut exif, 3, 2, 2, u32::from(b'E') << 24);
    entry(&mut exif, 4, 5, 3, 136);
    exif.extend(0_u32.to_be_bytes());
    for number in [52_u32, 31, 12, 13, 24, 36] {
        exif.extend(number.to_be_bytes());
        exif.extend(1_u32.to_be_bytes());
    }
    exif
}

/// An entry of EXIF data: what it is, of which type, how many, and the value or where it is.
fn entry(exif: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32) {
    exif.extend(tag.to_be_bytes());
    exif.extend(kind.to_be_bytes());
    exif.extend(count.to_be_bytes());
    exif.extend(value.to_be_bytes());
}
