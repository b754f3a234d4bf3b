// Files that come to no photo: those that the page refuses itself, and those that only the server finds out about.

import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { card, choose, dialog, drop, fault, fileControl, openPhotoCard, said, shownPictures, tryAgain, upload } from './support/photo-card';
import { badFiles, ORANGE, photo, plain, TEAL } from './support/photos';
import { avatarUrls, uploadOverRest } from './support/thumbnails';
import { onPut } from './support/transfer';

test.describe('with JavaScript', { tag: '@js' }, () => {
  for (const { what, make, sentence } of badFiles) {
    test(`${what} is refused with the limit named: nothing is sent, and the photo stays`, async ({ page, person }) => {
      const urls = await uploadOverRest(person, plain(TEAL));
      await openPhotoCard(page);
      const before = await shownPictures(page);
      const sent = everythingSent(page);
      await choose(page, make());
      await expect(fault(page)).toContainText(sentence);
      await expect(fileControl(page)).toBeFocused();
      await expect(fileControl(page)).toHaveAttribute('aria-invalid', 'true');
      await expect(fileControl(page)).toHaveAccessibleDescription(new RegExp(sentence.replaceAll(' ', '\\s')));
      await expect(dialog(page)).toBeHidden();
      expect(await shownPictures(page)).toEqual(before);

      // What is dropped is looked at no less.
      await drop(card(page), make());
      await expect(fault(page)).toContainText(sentence);
      expect(sent).toEqual([]);
      expect(await avatarUrls(person)).toEqual(urls);
    });
  }

  test('after a refusal, a good photo takes it away', async ({ page, person }) => {
    await openPhotoCard(page);
    await choose(page, badFiles[0].make());
    await expect(fault(page)).toBeVisible();
    await upload(page, plain(TEAL));
    await expect(said(page)).toHaveText('Your photo is up to date.', { useInnerText: true });
    await expect(fault(page)).toHaveCount(0);
    await expect(fileControl(page)).not.toHaveAttribute('aria-invalid');
    expect(await avatarUrls(person)).toBeDefined();
  });

  for (const [what, exchange, sentence] of [
    ['an SVG', svg, 'This file is not a photo that can be used here. Choose one of these: JPEG, PNG, GIF or WebP'],
    ['half of it', halfOf, 'The photo is damaged or cut off. Choose another one'],
    ['one of too many pixels', hugeOf, 'The photo has more than 40 megapixels. Choose a smaller one'],
  ] as const) {
    test(`where ${what} comes to storage in place of the photo, the reason is told, and the photo before stays`, async ({ page, person }) => {
      const urls = await uploadOverRest(person, plain(TEAL));
      await openPhotoCard(page);
      const before = await shownPictures(page);
      await onPut(page, (route) => {
        const sent = route.request().postDataBuffer();
        return route.continue(sent ? { postData: exchange(sent) } : {});
      });
      await upload(page, photo());
      await expect(fault(page)).toContainText(sentence);
      await expect(said(page)).toHaveCount(0);
      await expect(tryAgain(page)).toBeHidden();
      expect(await shownPictures(page)).toEqual(before);
      expect(await avatarUrls(person)).toEqual(urls);

      await page.unrouteAll();
      await upload(page, plain(ORANGE));
      await expect(said(page)).toHaveText('Your photo is up to date.', { useInnerText: true });
      expect(await shownPictures(page)).not.toEqual(before);
    });
  }
});

/** Other bytes, as many as were promised. */
function svg({ length }: Buffer): Buffer {
  return Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>'.padEnd(length));
}

function halfOf(photo: Buffer): Buffer {
  return Buffer.concat([photo.subarray(0, photo.length / 2)], photo.length);
}

/** The same, but for the height and width that it tells. */
function hugeOf(photo: Buffer): Buffer {
  const huge = Buffer.from(photo);
  const frame = huge.indexOf(Buffer.from([0xff, 0xc0]));
  huge.writeUInt16BE(30_000, frame + 5);
  huge.writeUInt16BE(30_000, frame + 7);
  return huge;
}

/** Everything but what is only looked at, from now on. */
function everythingSent(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
  });
  return sent;
}
