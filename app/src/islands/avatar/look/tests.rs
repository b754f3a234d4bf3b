use super::*;
use contract::avatar::ImageType;

fn jpeg() -> Vec<u8> {
    let mut file = b"\xFF\xD8".to_vec();
    // A segment that holds a whole small picture, as cameras do.
    file.extend(b"\xFF\xE1\x00\x08\xFF\xD8\xFF\xD9\x00\x00");
    // A frame of 300 rows with 400 pixels each.
    file.extend(b"\xFF\xC2\x00\x0B\x08\x01\x2C\x01\x90\x01\x01\x11\x00");
    file.extend(b"\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\xFF\x00\x34\xFF\xD0\x56");
    file.extend(b"\xFF\xD9behind");
    file
}

fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length, kind, data, b"sum!"].concat()
}

fn png() -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(b"IHDR", b"\0\0\x75\x30\0\0\x75\x30\x08\x06\0\0\0"));
    file.extend(chunk(b"IDAT", b"pixels"));
    file.extend(chunk(b"IEND", b""));
    file
}

fn gif() -> Vec<u8> {
    // A screen of 5 by 4 with two colours, an extension, then a picture with colours of its own.
    let mut file = b"GIF89a\x05\0\x04\0\x80\0\0\0\0\0\xFF\xFF\xFF".to_vec();
    file.extend(b"\x21\xF9\x04\0\0\0\0\0");
    file.extend(b"\x2C\0\0\0\0\x05\0\x04\0\x80\x01\x02\x03\x04\x05\x06\x02\x03abc\x01d\0\x3B");
    file
}

fn webp(chunk: &[u8]) -> Vec<u8> {
    let length = u32::try_from(chunk.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", length.as_slice(), b"WEBP", chunk].concat()
}

fn lossy() -> Vec<u8> {
    webp(b"VP8 \x0A\0\0\0\x30\x01\0\x9D\x01\x2A\x90\x01\x2C\x01")
}

fn is(file: &[u8], media_type: &str, pixels: u64) {
    let whole = Look {
        media_type: look(file).map_or("", |look| look.media_type),
        pixels,
        is_whole: true,
    };
    assert_eq!(look(file), Some(whole));
    assert_eq!(whole.media_type, media_type);
    assert_eq!(sniffed(file), Some(media_type));
}

/// What the server takes it for.
fn sniffed(file: &[u8]) -> Option<&'static str> {
    ImageType::sniff(file).map(ImageType::as_str)
}

#[test]
fn type_and_pixels_are_read_from_the_bytes() {
    is(&jpeg(), "image/jpeg", 120_000);
    is(&png(), "image/png", 900_000_000);
    is(&gif(), "image/gif", 20);
    is(&lossy(), "image/webp", 120_000);
    is(
        &webp(b"VP8L\x05\0\0\0\x2F\x8F\x01\x4B\0"),
        "image/webp",
        400 * 301,
    );
    is(
        &webp(b"VP8X\x0A\0\0\0\0\0\0\0\x8F\x01\0\x2B\x01\0"),
        "image/webp",
        120_000,
    );
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_not_whole() {
    let behind = b"behind".len();
    for (file, rest) in [(jpeg(), behind + 1), (png(), 1), (gif(), 2), (lossy(), 1)] {
        for length in 0..=file.len() - rest {
            let seen = look(&file[..length]);
            assert!(!seen.is_some_and(|seen| seen.is_whole), "{length} bytes");
        }
    }
}

#[test]
fn what_is_no_picture_is_none_whatever_it_is_called() {
    for file in [
        b"".as_slice(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html>",
        b"GIF90a",
        b"RIFF\0\0\0\0WAVE",
        b" \xFF\xD8\xFF",
    ] {
        assert_eq!((look(file), sniffed(file)), (None, None));
    }
}

#[test]
fn whatever_the_bytes_are_looking_at_them_comes_to_an_end() {
    let mut seen = 0;
    for whole in [jpeg(), png(), gif(), lossy()] {
        for at in 0..whole.len() {
            for byte in [0x00, 0x01, 0x7F, 0xFF] {
                let mut file = whole.clone();
                file[at] = byte;
                seen += usize::from(look(&file).is_some());
            }
        }
    }
    assert!(seen > 0);
}
