//! What colours mean, and what is behind them where they are not opaque.

use super::light::LIGHT;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// What is seen through a picture: `--color-edge` of the light theme, from which that of the dark one
/// hardly differs. A grey from the middle: black and white signs alike can be made out on it, and
/// it can on paper and on ink (about 4:1 each way).
pub(super) const GROUND: [u8; 3] = [0x82, 0x7D, 0x8F];

/// Turns light (red, green, blue, opacity) of the profile's colours into that of sRGB. Profiles that
/// cannot be read or are of other colours change nothing.
pub(super) fn to_srgb(pixels: &mut [[u16; 4]], profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else {
        return;
    };
    let (layout, coded) = match profile.color_space {
        DataColorSpace::Rgb => (Layout::Rgba, coded(pixels, |it| it)),
        DataColorSpace::Gray => (
            Layout::GrayAlpha,
            coded(pixels, |[grey, _, _, a]| [grey, a]),
        ),
        _ => return,
    };
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let mut painted = vec![0; pixels.len() * 4];
    let done = profile
        .create_transform_16bit(layout, &srgb, Layout::Rgba, options)
        .and_then(|transform| transform.transform(&coded, &mut painted));
    if done.is_ok() {
        for (pixel, painted) in pixels.iter_mut().zip(painted.as_chunks::<4>().0) {
            let [colour @ .., _] = painted.map(|it| LIGHT.of(it));
            pixel[..3].copy_from_slice(&colour);
        }
    }
}

/// As samples of a file, the ones that are wanted.
fn coded<const N: usize>(pixels: &[[u16; 4]], wanted: fn([u16; 4]) -> [u16; N]) -> Vec<u16> {
    pixels
        .iter()
        .flat_map(|[red, green, blue, alpha]| {
            let [red, green, blue] = [red, green, blue].map(|light| LIGHT.coded(*light));
            wanted([red, green, blue, *alpha])
        })
        .collect()
}

/// Light on [`GROUND`].
pub(super) fn on_ground([red, green, blue, alpha]: [u16; 4]) -> [u16; 3] {
    let full = u64::from(u16::MAX);
    let alpha = u64::from(alpha);
    let ground = GROUND.map(|byte| LIGHT.of_byte(byte));
    let mixed = |light: u16, ground: u16| {
        let mixed = u64::from(light) * alpha + u64::from(ground) * (full - alpha);
        u16::try_from((mixed + full / 2) / full).unwrap_or(u16::MAX)
    };
    [
        mixed(red, ground[0]),
        mixed(green, ground[1]),
        mixed(blue, ground[2]),
    ]
}
