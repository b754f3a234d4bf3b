// Photos and files that are none, as people choose them.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** A file as `setInputFiles` takes it, and a multipart form. */
export interface Picked {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** What a deployment takes by default: `MAX_FILE_SIZE`. */
export const MAX_BYTES = 5 * 1024 * 1024;

/**
 * A photo of 12 megapixels as a phone takes it, lying on its side: its EXIF data says how to turn it upright, and where it
 * was taken. Upright, its quarters are reddish (top left), greenish (top right), bluish (bottom left) and whitish.
 */
export function photo(name = 'holiday.jpg'): Picked {
  return { name, mimeType: 'image/jpeg', buffer: photoBytes() };
}

/** A small picture of one colour: red, green, blue. */
export function plain(colour: Colour, edge = 200, name = 'plain.png'): Picked {
  const row = Buffer.from([0, ...Array(edge).fill(colour).flat()]);
  const rows = Buffer.concat(Array(edge).fill(row));
  return { name, mimeType: 'image/png', buffer: png(edge, edge, { depth: 8, type: 2 }, rows) };
}

/** A small picture of which the left half can be seen through. */
export function halfClear(colour: Colour, edge = 200): Picked {
  const row = Buffer.from([0, ...Array.from({ length: edge }, (_, x) => [...colour, x < edge / 2 ? 0 : 255]).flat()]);
  const rows = Buffer.concat(Array(edge).fill(row));
  return { name: 'clear.png', mimeType: 'image/png', buffer: png(edge, edge, { depth: 8, type: 6 }, rows) };
}

export type Colour = [red: number, green: number, blue: number];
export const TEAL: Colour = [0, 128, 128];
export const ORANGE: Colour = [230, 120, 0];

/** Files that come to no picture, and the sentence that says why. */
export const badFiles: { what: string; make: () => Picked; sentence: string }[] = [
  {
    what: 'a file of 6 MB',
    // A picture it is: browsers show it, whatever is behind its end.
    make: () => {
      const { buffer } = plain(TEAL);
      return { name: 'large.png', mimeType: 'image/png', buffer: Buffer.concat([buffer], 6_000_000) };
    },
    sentence: 'The file is larger than 5 MB. Choose a smaller one',
  },
  {
    what: 'an SVG called .png',
    make: () => text('drawing.png', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    sentence: 'This file is not a photo that can be used here. Choose one of these: JPEG, PNG, GIF or WebP',
  },
  {
    what: 'an HTML page called .png',
    make: () => text('page.png', '<!doctype html><script>alert(1)</script>'),
    sentence: 'This file is not a photo that can be used here. Choose one of these: JPEG, PNG, GIF or WebP',
  },
  {
    what: 'a picture of 30,000 × 30,000 px in some kilobytes',
    make: () => ({ name: 'bomb.png', mimeType: 'image/png', buffer: bomb() }),
    sentence: 'The photo has more than 40 megapixels. Choose a smaller one',
  },
  {
    what: 'a photo that was cut off',
    make: () => ({ name: 'half.jpg', mimeType: 'image/jpeg', buffer: cutOff() }),
    sentence: 'The photo is damaged or cut off. Choose another one',
  },
  {
    what: 'an empty file',
    make: () => ({ name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) }),
    sentence: 'The file is empty. Choose another one',
  },
];

/** A photo of which the second half never arrived. */
export function cutOff(): Buffer {
  const whole = photoBytes();
  return whole.subarray(0, whole.length / 2);
}

/** A picture of one bit a pixel, all black, which is good but for its size. */
function bomb(edge = 30_000): Buffer {
  return png(edge, edge, { depth: 1, type: 0 }, Buffer.alloc(edge * (1 + Math.ceil(edge / 8))));
}

function text(name: string, words: string): Picked {
  return { name, mimeType: 'image/png', buffer: Buffer.from(words) };
}

/** `rows` are the pixels, each row with its filter before it (PNG, section 9). */
function png(width: number, height: number, { depth, type }: { depth: number; type: number }, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, type], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

let kept: Buffer | undefined;

/** `make test` has made it; whoever runs the journeys by hand makes it here, once. */
function photoBytes(): Buffer {
  kept ??= readFileSync(process.env.JOURNEY_PHOTO ?? madeHere());
  return kept;
}

function madeHere(): string {
  const file = path.resolve('test-results', 'photo.jpg');
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  // Two workers may come here at once: each finds a whole file or none.
  const part = `${file}.${process.pid}`;
  execFileSync('cargo', ['run', '--quiet', '--package', 'media', '--example', 'photo', '--', part]);
  renameSync(part, file);
  return file;
}
