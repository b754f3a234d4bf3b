//! The square in the middle of a picture, as light. A large one is averaged in whole cells of pixels
//! first, down to no less than twice the largest thumbnail: what then makes it smaller has few pixels
//! to look at, and there is never a second copy of the whole picture.

use super::light::{LIGHT, Light};
use contract::limits::AVATAR_LARGE_PX;
use fast_image_resize::pixels::U16x4;
use image::DynamicImage;

/// A square of light: red, green, blue, and how opaque it is. Not premultiplied.
#[derive(Debug)]
pub(super) struct Square {
    pub(super) side: u32,
    pub(super) pixels: Vec<U16x4>,
}

pub(super) fn shrink(image: &DynamicImage) -> Square {
    let cells = Cells::of(image.width(), image.height());
    let pixels = match image {
        DynamicImage::ImageLuma8(it) => cells.average::<u8, 1>(it),
        DynamicImage::ImageLumaA8(it) => cells.average::<u8, 2>(it),
        DynamicImage::ImageRgb8(it) => cells.average::<u8, 3>(it),
        DynamicImage::ImageRgba8(it) => cells.average::<u8, 4>(it),
        DynamicImage::ImageLuma16(it) => cells.average::<u16, 1>(it),
        DynamicImage::ImageLumaA16(it) => cells.average::<u16, 2>(it),
        DynamicImage::ImageRgb16(it) => cells.average::<u16, 3>(it),
        DynamicImage::ImageRgba16(it) => cells.average::<u16, 4>(it),
        // None of our formats has other pixels.
        other => cells.average::<u16, 4>(&other.to_rgba16()),
    };
    Square {
        side: px(cells.across),
        pixels,
    }
}

/// Where the cells are, in pixels of the picture.
struct Cells {
    width: usize,
    left: usize,
    top: usize,
    /// How many there are in a row and in a column.
    across: usize,
    /// The side of one.
    side: usize,
}

impl Cells {
    fn of(width: u32, height: u32) -> Self {
        let (width, height) = (len(width), len(height));
        let square = width.min(height);
        let side = (square / (2 * len(AVATAR_LARGE_PX))).max(1);
        let across = square / side;
        Self {
            width,
            left: (width - across * side) / 2,
            top: (height - across * side) / 2,
            across,
            side,
        }
    }

    /// The average of each cell of a picture of `N` samples a pixel.
    fn average<S: Sample, const N: usize>(&self, samples: &[S]) -> Vec<U16x4> {
        let mut pixels = Vec::with_capacity(self.across * self.across);
        let rows = samples.chunks_exact(self.width * N).skip(self.top);
        let mut rows = rows.map(|row| &row[self.left * N..][..self.across * self.side * N]);
        let mut sums = vec![Sum::default(); self.across];
        let light = &*LIGHT;
        for _ in 0..self.across {
            sums.fill(Sum::default());
            for row in rows.by_ref().take(self.side) {
                for (sum, cell) in sums.iter_mut().zip(row.chunks_exact(self.side * N)) {
                    for pixel in cell.as_chunks::<N>().0 {
                        sum.add(light, pixel);
                    }
                }
            }
            let count = (self.side * self.side) as u64;
            pixels.extend(sums.iter().map(|sum| sum.average::<N>(count)));
        }
        pixels
    }
}

/// What a picture is made of.
trait Sample: Copy {
    /// As an amount of light.
    fn light(self, light: &Light) -> u64;
    /// As a share, of 65,535.
    fn share(self) -> u64;
}

impl Sample for u8 {
    fn light(self, light: &Light) -> u64 {
        u64::from(light.of_byte(self))
    }

    fn share(self) -> u64 {
        u64::from(self) * 257
    }
}

impl Sample for u16 {
    fn light(self, light: &Light) -> u64 {
        u64::from(light.of(self))
    }

    fn share(self) -> u64 {
        u64::from(self)
    }
}

/// Whether pixels of so many samples say how opaque they are.
const fn has_alpha(samples: usize) -> bool {
    samples.is_multiple_of(2)
}

#[derive(Clone, Copy, Default)]
struct Sum {
    /// By opacity, where there is one.
    light: [u64; 3],
    alpha: u64,
}

impl Sum {
    #[inline]
    fn add<S: Sample, const N: usize>(&mut self, light: &Light, pixel: &[S; N]) {
        let colour = if N < 3 {
            [pixel[0]; 3]
        } else {
            [pixel[0], pixel[1], pixel[2]]
        };
        let weight = if has_alpha(N) {
            pixel[N - 1].share()
        } else {
            1
        };
        for (sum, colour) in self.light.iter_mut().zip(colour) {
            *sum += colour.light(light) * weight;
        }
        self.alpha += weight;
    }

    fn average<const N: usize>(self, count: u64) -> U16x4 {
        let [red, green, blue] = self.light.map(|sum| rounded(sum, self.alpha));
        let alpha = if has_alpha(N) {
            rounded(self.alpha, count)
        } else {
            u16::MAX
        };
        U16x4::new([red, green, blue, alpha])
    }
}

/// The quotient of a sum of 16-bit numbers; nothing of nothing.
fn rounded(sum: u64, by: u64) -> u16 {
    let quotient = (sum + by / 2).checked_div(by).unwrap_or(0);
    u16::try_from(quotient).unwrap_or(u16::MAX)
}

fn len(px: u32) -> usize {
    usize::try_from(px).unwrap_or(usize::MAX)
}

fn px(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
