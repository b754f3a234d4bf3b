// What the browser writes of a photo, and where it cannot.

import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { accept, choose, fault, openPhotoCard, said, stage } from './support/photo-card';
import { halfClear, ORANGE, plain, TEAL, type Colour } from './support/photos';
import { look, type Seen } from './support/picture';
import { avatarUrls, largeOf } from './support/thumbnails';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('what can be seen through stays so on the way, and lies on a quiet ground in the end', async ({ page, browser, person }) => {
    await openPhotoCard(page);
    await choose(page, halfClear(ORANGE));
    await expect(stage(page)).toBeFocused();
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await accept(page).click();
    expect((await sent).headers()).toMatchObject({ 'content-type': 'image/webp' });
    await expect(said(page)).toHaveText('Your photo is up to date.', { useInnerText: true });
    expectGround(await largeOf(page, browser, person));
  });

  test('a browser that writes nothing but JPEG paints the same ground', async ({ page, browser, person }) => {
    await writeOnly(page, 'image/jpeg');
    await openPhotoCard(page);
    await choose(page, halfClear(ORANGE));
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await accept(page).click();
    const photo = (await sent).postDataBuffer();
    expect((await sent).headers()).toMatchObject({ 'content-type': 'image/jpeg' });
    await expect(said(page)).toHaveText('Your photo is up to date.', { useInnerText: true });
    for (const seen of [await look(browser, photo ?? Buffer.alloc(0)), await largeOf(page, browser, person)]) expectGround(seen);
  });

  test('where the browser cannot write a photo, the file is not called damaged', async ({ page, person }) => {
    await writeOnly(page);
    await openPhotoCard(page);
    await choose(page, plain(TEAL));
    await accept(page).click();
    await expect(fault(page)).toContainText('The photo could not be saved: something went wrong on our side. Please try again');
    expect(await avatarUrls(person)).toBeUndefined();
  });
});

/** What thumbnails show where there is nothing. */
const GROUND: Colour = [130, 125, 143];

/** The left half could be seen through; the right one is orange. */
function expectGround(seen: Seen): void {
  for (const [x, colour] of [[0.25, GROUND], [0.75, ORANGE]] as const) {
    const distance = Math.max(...seen.colour(x, 0.5).map((part, index) => Math.abs(part - colour[index])));
    expect(distance, `${seen.colour(x, 0.5)} at ${x}`).toBeLessThan(8);
  }
}

/** From the next page on, the browser cannot write pictures of other types. */
async function writeOnly(page: Page, ...types: string[]): Promise<void> {
  await page.addInitScript((types) => {
    const write = HTMLCanvasElement.prototype.toBlob;
    HTMLCanvasElement.prototype.toBlob = function (done, type = 'image/png', quality) {
      if (types.includes(type)) write.call(this, done, type, quality);
      else done(null);
    };
  }, types);
}
