//! What the bytes of a file say of the picture in it, before anybody decodes it: type, pixels, and
//! whether it is whole. Browsers draw what is there of a picture that was cut off.

mod gif;
mod jpeg;
mod png;
mod webp;

/// A picture, as its file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// Its media type.
    pub(super) media_type: &'static str,
    /// Pixels, as they are stored.
    pub(super) pixels: u64,
    /// Whether the file goes on to its end.
    pub(super) is_whole: bool,
}

/// Looks at a file; none where its bytes are no picture, whatever it is called.
pub(super) fn look(file: &[u8]) -> Option<Look> {
    let (media_type, seen) = match file {
        [0xFF, 0xD8, 0xFF, ..] => (JPEG, jpeg::look(file)),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ("image/png", png::look(file)),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => ("image/gif", gif::look(file)),
        _ if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") => {
            ("image/webp", webp::look(file))
        }
        _ => return None,
    };
    Some(Look {
        media_type,
        pixels: seen.map_or(0, |seen| seen.width * seen.height),
        is_whole: seen.is_some_and(|seen| seen.is_whole),
    })
}

/// The type that has no see-through pixels.
pub(super) const JPEG: &str = "image/jpeg";

/// What one type's file says; nothing where not even its size is there.
#[derive(Clone, Copy)]
struct Seen {
    width: u64,
    height: u64,
    is_whole: bool,
}

/// A number of two bytes, the high one first.
fn big(file: &[u8], at: usize) -> Option<u64> {
    let bytes = file.get(at..at.checked_add(2)?)?;
    Some(u64::from(bytes[0]) << 8 | u64::from(bytes[1]))
}

/// A number of two bytes, the low one first.
fn little(file: &[u8], at: usize) -> Option<u64> {
    let bytes = file.get(at..at.checked_add(2)?)?;
    Some(u64::from(bytes[1]) << 8 | u64::from(bytes[0]))
}

#[cfg(test)]
mod tests;
