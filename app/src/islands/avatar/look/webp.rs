//! WebP: one RIFF of chunks, the first of which has the size (RFC 9649).

use super::{Seen, little};

/// The length of the RIFF stands in front of this.
const RIFF: u64 = 8;
/// Fourteen bits.
const SIDE: u64 = 0x3FFF;

pub(super) fn look(file: &[u8]) -> Option<Seen> {
    let length = little(file, 4)? | little(file, 6)? << 16;
    let (width, height) = match file.get(12..16)? {
        b"VP8X" => (1 + three(file, 24)?, 1 + three(file, 27)?),
        b"VP8L" => {
            let bits = little(file, 21)? | little(file, 23)? << 16;
            (1 + (bits & SIDE), 1 + (bits >> 14 & SIDE))
        }
        b"VP8 " => (little(file, 26)? & SIDE, little(file, 28)? & SIDE),
        _ => return None,
    };
    Some(Seen {
        width,
        height,
        is_whole: u64::try_from(file.len()).is_ok_and(|bytes| bytes >= length + RIFF),
    })
}

fn three(file: &[u8], at: usize) -> Option<u64> {
    Some(little(file, at)? | u64::from(*file.get(at + 2)?) << 16)
}
