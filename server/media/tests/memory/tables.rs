//! A lossless WebP that is nearly all tables of codes (RFC 9649, section 3): each is a few bytes of
//! lengths, and thousands of nodes when it is read.

/// A file of about so many bytes.
pub fn webp(bytes: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    // The signature; 1,024 by 1,024; no alpha; version 0; no transforms.
    for (value, count) in [(0x2F, 8), (1023, 14), (1023, 14), (0, 1), (0, 3), (0, 1)] {
        bits.put(value, count);
    }
    // A cache of 2,048 colours, and a picture (all of one colour) that says which group of tables
    // holds where: the last of 65,536.
    for (value, count) in [(1, 1), (11, 4), (1, 1), (0, 3), (0, 1)] {
        bits.put(value, count);
    }
    bits.only(255);
    bits.only(255);
    (0..3).for_each(|_| bits.only(0));
    while bits.bytes.len() < bytes {
        bits.table();
        (0..4).for_each(|_| bits.only(0));
    }
    let body = bits.bytes;
    let length = |more: usize| u32::try_from(body.len() + more).unwrap().to_le_bytes();
    [
        b"RIFF".as_slice(),
        &length(12),
        b"WEBPVP8L",
        &length(0),
        &body,
    ]
    .concat()
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    ahead: u64,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u64, count: u32) {
        self.ahead |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.ahead.to_le_bytes()[0]);
            self.ahead >>= 8;
            self.count -= 8;
        }
    }

    /// A table of one symbol.
    fn only(&mut self, symbol: u64) {
        self.put(0b101, 3);
        self.put(symbol, 8);
    }

    /// A table of 2,048 symbols, all of 11 bits: one length, said once and repeated six at a time.
    fn table(&mut self) {
        const ORDER: [u8; 15] = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11];
        self.put(0, 1);
        self.put(11, 4);
        for symbol in ORDER {
            self.put(u64::from(matches!(symbol, 11 | 16)), 3);
        }
        // 343 of them.
        self.put(1, 1);
        self.put(4, 3);
        self.put(341, 10);
        self.put(0, 1);
        for _ in 0..341 {
            self.put(1, 1);
            self.put(3, 2);
        }
        self.put(0, 1);
    }
}
