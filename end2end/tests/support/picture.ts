// What is in a picture: its bytes, and what is seen in it.

import type { Browser } from '@playwright/test';

export type Tint = 'reddish' | 'greenish' | 'bluish' | 'whitish' | 'other';

export interface Seen {
  width: number;
  height: number;
  /** What is seen at parts of its width and height, from the top left. */
  at(x: number, y: number): Tint;
  /** The same as red, green and blue. */
  colour(x: number, y: number): number[];
  /** What is seen in the middle of each quarter: top left, top right, bottom left, bottom right. */
  quarters: Tint[];
}

/** The quarters of the photo, upright. */
export const UPRIGHT: Tint[] = ['reddish', 'greenish', 'bluish', 'whitish'];

/** Looks at it through a window of its own: the journey's own page may have no JavaScript. */
export async function look(browser: Browser, file: Buffer): Promise<Seen> {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  const { width, height, grid } = await page.evaluate(draw, [file.toString('base64'), EDGE] as const);
  await context.close();
  const colour = (x: number, y: number) => {
    const first = 4 * (Math.floor(y * EDGE) * EDGE + Math.floor(x * EDGE));
    return grid.slice(first, first + 3);
  };
  const at = (x: number, y: number) => tint(colour(x, y));
  const quarters = [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
  return { width, height, at, colour, quarters };
}

/** So many points a side: each is the mean of what lies around it. */
const EDGE = 50;

async function draw([base64, edge]: readonly [string, number]) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const context = new OffscreenCanvas(edge, edge).getContext('2d');
  if (!context) throw new Error('nothing to draw with');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, edge, edge);
  const { data } = context.getImageData(0, 0, edge, edge);
  return { width: bitmap.width, height: bitmap.height, grid: [...data] };
}

/** What a colour is nearest to. */
export function tint([red, green, blue]: number[]): Tint {
  if (Math.min(red, green, blue) > 150) return 'whitish';
  if (red > 1.5 * Math.max(green, blue)) return 'reddish';
  if (green > 1.5 * Math.max(red, blue)) return 'greenish';
  if (blue > 1.5 * Math.max(red, green)) return 'bluish';
  return 'other';
}

/** What tells of the camera and the place, wherever it stands: segments of applications, and words of EXIF, XMP and the maker. */
export function metadata(jpeg: Buffer): string[] {
  const applications = segments(jpeg).filter(({ marker }) => marker > APP0 && marker <= APP0 + 15);
  // How its colours are meant tells nothing of anybody.
  const personal = applications.filter(({ data }) => !data.toString('latin1').startsWith('ICC_PROFILE'));
  const words = ['Exif', 'http://ns.adobe.com', 'Sampler'].filter((word) => jpeg.includes(word));
  return [...personal.map(({ marker }) => `APP${marker - APP0}`), ...words];
}

interface Segment {
  marker: number;
  data: Buffer;
}

/** The segments of a JPEG before its pixels (ITU-T T.81, annex B). */
function segments(jpeg: Buffer): Segment[] {
  if (jpeg.readUInt16BE(0) !== 0xffd8) throw new Error('it is no JPEG');
  const found: Segment[] = [];
  let at = 2;
  while (found.at(-1)?.marker !== START_OF_SCAN) {
    if (jpeg[at] !== 0xff) throw new Error(`no marker at ${at}`);
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    found.push({ marker: jpeg[at + 1], data: jpeg.subarray(at + 4, end) });
    at = end;
  }
  return found;
}

const APP0 = 0xe0;
const START_OF_SCAN = 0xda;
