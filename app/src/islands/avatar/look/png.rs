//! PNG: chunks of length, type, data and checksum, the first of which has the size (PNG, section 5).

use super::{Seen, big};

/// The signature.
const BEGIN: usize = 8;
/// Length, type and checksum.
const AROUND: usize = 12;

pub(super) fn look(file: &[u8]) -> Option<Seen> {
    let (width, height) = long(file, BEGIN + 8).zip(long(file, BEGIN + 12))?;
    let mut at = BEGIN;
    let mut is_whole = false;
    while let Some(length) = long(file, at) {
        let end = at.saturating_add(AROUND + usize::try_from(length).ok()?);
        if end > file.len() {
            break;
        }
        is_whole |= file.get(at + 4..at + 8) == Some(b"IEND");
        at = end;
    }
    Some(Seen {
        width,
        height,
        is_whole,
    })
}

fn long(file: &[u8], at: usize) -> Option<u64> {
    Some(big(file, at)? << 16 | big(file, at.checked_add(2)?)?)
}
