//! From colours as files write them to amounts of light, which can be added and averaged, and back.
//! The curve is that of sRGB; Display P3 has the same, other profiles one that is near enough for
//! averages.

use std::sync::LazyLock;

/// Both ways of the curve, for 16 bits.
pub(super) struct Light {
    /// By colour.
    linear: Box<[u16]>,
    /// By light.
    coded: Box<[u16]>,
    /// `linear` for colours of 8 bits, small enough to stay near.
    linear_of_bytes: [u16; 256],
}

pub(super) static LIGHT: LazyLock<Light> = LazyLock::new(Light::new);

impl Light {
    fn new() -> Self {
        let linear: Box<[u16]> = (0..=u16::MAX).map(|it| table(it, to_linear)).collect();
        let coded = (0..=u16::MAX).map(|it| table(it, to_coded)).collect();
        let linear_of_bytes = std::array::from_fn(|byte| linear[byte * 257]);
        Self {
            linear,
            coded,
            linear_of_bytes,
        }
    }

    pub(super) fn of_byte(&self, colour: u8) -> u16 {
        self.linear_of_bytes[usize::from(colour)]
    }

    pub(super) fn of(&self, colour: u16) -> u16 {
        self.linear[usize::from(colour)]
    }

    pub(super) fn coded(&self, light: u16) -> u16 {
        self.coded[usize::from(light)]
    }

    /// As a colour of 8 bits, rounded.
    pub(super) fn byte(&self, light: u16) -> u8 {
        let coded = u32::from(self.coded(light));
        u8::try_from((coded + 128) / 257).unwrap_or(u8::MAX)
    }
}

fn table(value: u16, curve: fn(f64) -> f64) -> u16 {
    let value = curve(f64::from(value) / 65_535.0) * 65_535.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both curves lead from 0..=1 to 0..=1"
    )]
    let rounded = value.round() as u16;
    rounded
}

/// IEC 61966-2-1.
fn to_linear(colour: f64) -> f64 {
    if colour <= 0.040_45 {
        colour / 12.92
    } else {
        ((colour + 0.055) / 1.055).powf(2.4)
    }
}

fn to_coded(light: f64) -> f64 {
    if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_8_bits_survives_the_way_there_and_back() {
        for colour in 0..=u8::MAX {
            assert_eq!(LIGHT.byte(LIGHT.of_byte(colour)), colour);
        }
    }

    #[test]
    fn half_the_light_of_white_is_188() {
        assert_eq!(LIGHT.byte(u16::MAX / 2), 188);
        assert_eq!((LIGHT.of(0), LIGHT.of(u16::MAX)), (0, u16::MAX));
    }
}
