//! GIF: blocks, of which the first picture counts (GIF 89a, sections 17 to 22).

use super::{Seen, little};

/// Signature and size of the screen.
const HEADER: usize = 13;

pub(super) fn look(file: &[u8]) -> Option<Seen> {
    let (width, height) = little(file, 6).zip(little(file, 8))?;
    Some(Seen {
        width,
        height,
        is_whole: first_picture_ends(file).is_some(),
    })
}

/// Something where the first picture has its end.
fn first_picture_ends(file: &[u8]) -> Option<()> {
    let mut at = HEADER + table(*file.get(10)?);
    loop {
        match file.get(at)? {
            // An extension: its label, then blocks.
            0x21 => at = behind_blocks(file, at + 2)?,
            // A picture: where it is and how large, its colours, one byte, then blocks.
            0x2C => {
                let colours = table(*file.get(at + 9)?);
                return behind_blocks(file, at + 11 + colours).map(|_| ());
            }
            _ => return None,
        }
    }
}

/// Bytes of the table of colours that these flags tell of.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 0x07) + 1)
    }
}

/// Blocks begin with their length; one without any is the last.
fn behind_blocks(file: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let length = usize::from(*file.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
