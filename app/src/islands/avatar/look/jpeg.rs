//! JPEG: segments from marker to marker (ITU-T T.81, annex B).

use super::{Seen, big};

pub(super) fn look(file: &[u8]) -> Option<Seen> {
    let mut size = None;
    let mut at = 0;
    while let Some(marker) = next_marker(file, at) {
        let behind = marker + 1;
        at = match file[marker] {
            // The end. What cameras put behind it is no part of the picture.
            0xD9 => return size.map(|(width, height)| seen(width, height, true)),
            // Stands alone.
            0x01 | 0xD0..=0xD8 => behind,
            kind => {
                let is_frame = matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC);
                if is_frame && size.is_none() {
                    size = big(file, behind + 5).zip(big(file, behind + 3));
                }
                let Some(length) = big(file, behind) else {
                    break;
                };
                behind + usize::try_from(length).ok()?
            }
        };
    }
    size.map(|(width, height)| seen(width, height, false))
}

/// Where the next marker's kind stands. Among pixels, a byte that looks like one has a zero behind it.
fn next_marker(file: &[u8], from: usize) -> Option<usize> {
    let rest = file.get(from..)?;
    let pair = rest
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF))?;
    Some(from + pair + 1)
}

const fn seen(width: u64, height: u64, is_whole: bool) -> Seen {
    Seen {
        width,
        height,
        is_whole,
    }
}
