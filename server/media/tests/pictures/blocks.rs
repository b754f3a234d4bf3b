//! JPEG files of even blocks of 8 by 8 pixels, written by hand: colour models and scans that usual
//! encoders do not write.

/// How samples are scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scans {
    /// All at once.
    Baseline,
    /// First halved, then the lowest bit, then what is not even (which is nothing).
    Progressive,
}

/// What the samples mean, by Adobe's segment.
pub type Transform = Option<u8>;

/// A JPEG of `N` bands. `band` says what a band is in a block, from 0 to 255.
#[derive(Clone, Copy, Debug)]
pub struct Blocks<const N: usize> {
    /// Blocks a row.
    pub across: u16,
    /// Rows of blocks.
    pub down: u16,
    /// How they are scanned.
    pub scans: Scans,
    /// 0: as they are. 1: luma and colour differences. 2: the same of inverted CMYK, and black.
    pub transform: Transform,
    /// The bands of a block, by its place.
    pub block: fn(u16, u16) -> [u8; N],
}

impl<const N: usize> Blocks<N> {
    /// The file.
    pub fn file(&self) -> Vec<u8> {
        let mut file = vec![0xFF, 0xD8];
        if let Some(transform) = self.transform {
            segment(
                &mut file,
                0xEE,
                &[b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat(),
            );
        }
        // All steps are 1, so that nothing is rounded.
        segment(&mut file, 0xDB, &[[0].as_slice(), &[1; 64]].concat());
        self.frame(&mut file);
        tables(&mut file);
        match self.scans {
            Scans::Baseline => self.scan(&mut file, [0, 63, 0], |bits, difference| {
                bits.difference(difference);
                bits.put(0, 1);
            }),
            Scans::Progressive => self.progressive(&mut file),
        }
        file.extend([0xFF, 0xD9]);
        file
    }

    fn frame(&self, file: &mut Vec<u8>) {
        let [height, width] = [self.down, self.across].map(|blocks| (blocks * 8).to_be_bytes());
        let bands = u8::try_from(N).unwrap();
        let mut frame = [[8].as_slice(), &height, &width, &[bands]].concat();
        frame.extend((1..=bands).flat_map(|band| [band, 0x11, 0]));
        let kind = if self.scans == Scans::Baseline {
            0xC0
        } else {
            0xC2
        };
        segment(file, kind, &frame);
    }

    /// A scan of the averages of blocks, shifted by its approximation.
    fn scan(&self, file: &mut Vec<u8>, spectrum: [u8; 3], put: fn(&mut Bits, i32)) {
        let bands = u8::try_from(N).unwrap();
        let selected = (1..=bands).flat_map(|band| [band, 0]);
        let header: Vec<u8> = [bands]
            .into_iter()
            .chain(selected)
            .chain(spectrum)
            .collect();
        segment(file, 0xDA, &header);
        let mut bits = Bits::default();
        let mut before = [0; N];
        for (x, y) in self.places() {
            for (band, before) in (self.block)(x, y).into_iter().zip(&mut before) {
                let average = average(band) >> (spectrum[2] & 15);
                put(&mut bits, average - *before);
                *before = average;
            }
        }
        bits.finish(file);
    }

    fn progressive(&self, file: &mut Vec<u8>) {
        self.scan(file, [0, 0, 1], Bits::difference);
        // The bit that was left out.
        let bands = u8::try_from(N).unwrap();
        let selected = (1..=bands).flat_map(|band| [band, 0]);
        let header: Vec<u8> = [bands]
            .into_iter()
            .chain(selected)
            .chain([0, 0, 0x10])
            .collect();
        segment(file, 0xDA, &header);
        let mut bits = Bits::default();
        for (x, y) in self.places() {
            for band in (self.block)(x, y) {
                bits.put(u32::from(average(band) & 1 == 1), 1);
            }
        }
        bits.finish(file);
        for band in 1..=bands {
            segment(file, 0xDA, &[1, band, 0, 1, 63, 0]);
            let mut bits = Bits::default();
            self.places().for_each(|_| bits.put(0, 1));
            bits.finish(file);
        }
    }

    fn places(&self) -> impl Iterator<Item = (u16, u16)> {
        let across = self.across;
        (0..self.down).flat_map(move |y| (0..across).map(move |x| (x, y)))
    }
}

/// The average of a block as a file has it: eight times, and around 0.
fn average(band: u8) -> i32 {
    (i32::from(band) - 128) * 8
}

/// A segment with its length.
pub fn segment(file: &mut Vec<u8>, marker: u8, body: &[u8]) {
    let length = u16::try_from(body.len() + 2).unwrap();
    file.extend([0xFF, marker]);
    file.extend(length.to_be_bytes());
    file.extend(body);
}

/// Codes: four bits for how many bits a difference has (0 to 11), one for the end of a block.
fn tables(file: &mut Vec<u8>) {
    let mut averages = vec![0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    averages.extend(0..12);
    segment(file, 0xC4, &averages);
    let mut rest = vec![0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    rest.push(0);
    segment(file, 0xC4, &rest);
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    ahead: u64,
    count: u32,
}

impl Bits {
    fn put(&mut self, bits: u32, count: u32) {
        self.ahead = self.ahead << count | u64::from(bits);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let [byte, ..] = (self.ahead >> self.count).to_le_bytes();
            self.bytes.push(byte);
            if byte == 0xFF {
                self.bytes.push(0);
            }
        }
    }

    fn difference(&mut self, difference: i32) {
        let count = 32 - difference.unsigned_abs().leading_zeros();
        self.put(count, 4);
        // What is below zero is written as one less, without its sign.
        let bits = if difference < 0 {
            difference - 1
        } else {
            difference
        };
        self.put(bits.cast_unsigned() & ((1 << count) - 1), count);
    }

    fn finish(mut self, file: &mut Vec<u8>) {
        self.put(0x7F, 7);
        file.append(&mut self.bytes);
    }
}
