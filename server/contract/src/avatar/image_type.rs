//! The types of pictures that we read.

use crate::word::word_enum;

word_enum!(
    /// A type of picture, by its media type.
    ImageType {
        /// JPEG.
        Jpeg = "image/jpeg",
        /// PNG.
        Png = "image/png",
        /// GIF; of an animation the first picture counts.
        Gif = "image/gif",
        /// WebP; of an animation the first picture counts.
        Webp = "image/webp",
    }
);

impl ImageType {
    /// What the first bytes say (twelve are enough), whatever the file is called.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::Webp),
            _ => None,
        }
    }
}
