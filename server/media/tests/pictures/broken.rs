//! Whatever is done to a file: there is an answer, soon, and never half a picture.

use crate::{corpus::all, seen::make};
use contract::avatar::UploadReason;
use media::{PictureLimits, Thumbnails, thumbnails};
use proptest::prelude::*;
use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

/// A file, and what is made of it.
struct Whole {
    name: &'static str,
    file: Vec<u8>,
    made: Result<Thumbnails, UploadReason>,
}

static WHOLE: LazyLock<Vec<Whole>> = LazyLock::new(|| {
    let whole = |(name, file): (_, Vec<u8>)| Whole {
        name,
        made: make(&file),
        file,
    };
    all().into_iter().map(whole).collect()
});

/// An answer within two seconds: these files are small.
fn soon(file: &[u8]) -> Result<Thumbnails, UploadReason> {
    let limits = PictureLimits {
        max_pixels: 1_000_000,
        ..PictureLimits::default()
    };
    let begun = Instant::now();
    let made = thumbnails(None, file, &limits);
    assert!(begun.elapsed() < Duration::from_secs(2));
    made
}

#[test]
fn a_file_that_is_cut_anywhere_is_refused_or_shows_the_whole_picture() {
    for Whole { name, file, made } in WHOLE.iter() {
        for end in 0..file.len() {
            match soon(&file[..end]) {
                Ok(cut) => assert_eq!(Ok(&cut), made.as_ref(), "{name} of {end} bytes"),
                Err(reason) => assert!(
                    matches!(
                        reason,
                        UploadReason::Unreadable
                            | UploadReason::UnsupportedType
                            | UploadReason::InvalidSize
                    ),
                    "{name} of {end} bytes: {reason:?}"
                ),
            }
        }
    }
}

#[test]
fn a_jpeg_without_its_end_is_refused() {
    let jpegs = WHOLE.iter().filter(|it| it.name.starts_with("jpeg"));
    for Whole { file, made, .. } in jpegs {
        assert!(made.is_ok());
        for end in 0..file.len() {
            assert!(soon(&file[..end]).is_err(), "{end} of {} bytes", file.len());
        }
        // What is lacking is not made up by a download that went on with nothing.
        let zeros = [&file[..file.len() - 2], &[0; 4096]].concat();
        assert_eq!(soon(&zeros), Err(UploadReason::Unreadable));
    }
}

#[test]
fn a_picture_with_damage_among_its_pixels_is_refused() {
    for Whole { name, file, .. } in WHOLE.iter().filter(|it| it.made.is_ok()) {
        let mut damaged = file.clone();
        match *name {
            // No code of these files is of ones alone.
            "jpeg-cmyk" | "jpeg-ycck" => {
                let scan = file.windows(2).position(|two| two == [0xFF, 0xDA]).unwrap();
                damaged[scan + 20..scan + 24].fill(0xFE);
            }
            // There is a sum for it.
            "png" => {
                let data = file.windows(4).position(|four| four == b"IDAT").unwrap();
                damaged[data + 20] ^= 1;
            }
            _ => continue,
        }
        assert_eq!(soon(&damaged), Err(UploadReason::Unreadable), "{name}");
    }
}

proptest! {
    #[test]
    fn a_file_with_a_few_bits_turned_has_an_answer(
        which in any::<prop::sample::Index>(),
        turned in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u32), 1..8),
    ) {
        let mut file = which.get(&WHOLE).file.clone();
        for (at, bit) in turned {
            let at = at.index(file.len());
            file[at] ^= 1 << bit;
        }
        let _answer = soon(&file);
    }

    #[test]
    fn anything_behind_a_right_beginning_has_an_answer(
        which in any::<prop::sample::Index>(),
        kept in 8..64_usize,
        rest in prop::collection::vec(any::<u8>(), 0..2000),
    ) {
        let file = &which.get(&WHOLE).file;
        let file = [&file[..kept.min(file.len())], &rest].concat();
        let _answer = soon(&file);
    }
}
