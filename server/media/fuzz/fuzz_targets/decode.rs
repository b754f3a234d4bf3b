//! Any bytes have an answer, in time and in bounds: finished pictures or a reason.

#![no_main]

use contract::limits::AVATAR_LARGE_PX;
use libfuzzer_sys::fuzz_target;
use sources::picture::{PictureLimits, thumbnails};
use std::time::{Duration, Instant};

#[path = "../../src"]
mod sources {
    #![allow(
        dead_code,
        unused_imports,
        reason = "the way in through a runtime is not fuzzed"
    )]
    pub mod picture;
}

fuzz_target!(|file: &[u8]| {
    let limits = PictureLimits {
        // Small enough to try many.
        max_pixels: 1_000_000,
        patience: Duration::from_secs(5),
        ..PictureLimits::default()
    };
    let begun = Instant::now();
    if let Ok(made) = thumbnails(None, file, &limits) {
        for picture in [made.small, made.medium, made.large] {
            let seen = image::load_from_memory(&picture.bytes).expect("a picture that can be read");
            assert!(seen.width() == seen.height() && seen.width() <= AVATAR_LARGE_PX);
        }
    }
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "it went on for too long"
    );
});
