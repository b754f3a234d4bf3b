//! What a WebP file says of itself, read before its decoder is trusted with it: the decoder takes
//! the size of the canvas and the sizes of chunks at their word, and makes room for what a picture
//! inside claims to be before it compares.

use super::{BYTES_A_PIXEL, PictureLimits, open::check_size};
use contract::avatar::UploadReason::{self, TooComplex, Unreadable};

/// Lossless data brings tables of codes that unpack to some 400 times their size, and no decoder that
/// we know bounds them.
const LOSSLESS_GROWTH: u64 = 512;
/// What they may take where the pixels leave no room: the data may then be 128 KiB.
const LOSSLESS_ALWAYS: u64 = 64 * 1024 * 1024;

/// What the decoder reads.
const KNOWN: [&[u8]; 9] = [
    b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP", b"EXIF", b"XMP ",
];

/// Whether the file is whole, and small enough in every way that it can be said.
pub(super) fn check(file: &[u8], limits: &PictureLimits) -> Result<(), UploadReason> {
    let length = file.get(4..8).and_then(le).ok_or(Unreadable)?;
    let (mut pixels, mut lossless) = (0, 0);
    // From behind the names of the file. The decoder reads on for a few bytes too many.
    let outer = chunks(file, 12, 8 + length + 10);
    let inner = outer.clone().filter(|chunk| chunk.kind == b"ANMF");
    let inner = inner.flat_map(|frame| chunks(frame.body, 16, frame.body.len()));
    for chunk in outer.chain(inner) {
        if !chunk.whole && KNOWN.contains(&chunk.kind) {
            return Err(Unreadable);
        }
        if let Some((width, height)) = size(&chunk) {
            check_size(width, height, limits)?;
            pixels = pixels.max(u64::from(width) * u64::from(height));
        }
        if matches!(chunk.kind, b"VP8L" | b"ALPH") {
            lossless = lossless.max(chunk.body.len() as u64);
        }
    }
    let room = limits.max_pixels.saturating_sub(pixels) * BYTES_A_PIXEL + LOSSLESS_ALWAYS;
    if lossless.saturating_mul(LOSSLESS_GROWTH) > room {
        return Err(TooComplex);
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Chunk<'a> {
    kind: &'a [u8],
    body: &'a [u8],
    /// It is not cut off.
    whole: bool,
}

/// The chunks that begin between two places. One that is cut off has the body that is there.
fn chunks(bytes: &[u8], from: usize, to: usize) -> impl Iterator<Item = Chunk<'_>> + Clone {
    let mut at = from;
    std::iter::from_fn(move || {
        let header = bytes.get(at..at.checked_add(8)?).filter(|_| at < to)?;
        let (kind, size) = header.split_at(4);
        let body = bytes.get(at + 8..).unwrap_or_default();
        let size = le(size)?;
        at = at.checked_add(8 + size + size % 2)?;
        Some(Chunk {
            kind,
            body: body.get(..size).unwrap_or(body),
            whole: size <= body.len(),
        })
    })
}

/// The size in pixels, where a chunk says one.
fn size(chunk: &Chunk<'_>) -> Option<(u32, u32)> {
    let (width, height) = match chunk.kind {
        b"VP8X" => {
            let (width, height) = chunk.body.get(4..10)?.split_at(3);
            (le(width)? + 1, le(height)? + 1)
        }
        b"VP8 " => {
            let (width, height) = chunk.body.get(6..10)?.split_at(2);
            (le(width)? & 0x3FFF, le(height)? & 0x3FFF)
        }
        b"VP8L" => {
            let bits = le(chunk.body.get(1..5)?)?;
            ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        }
        _ => return None,
    };
    Some((u32::try_from(width).ok()?, u32::try_from(height).ok()?))
}

/// A number of up to four bytes, the lowest first.
fn le(bytes: &[u8]) -> Option<usize> {
    let number = (bytes.iter()).rfold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    usize::try_from(number).ok()
}
