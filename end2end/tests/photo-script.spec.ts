// A photo on its way from the window of the system to every place that shows the person. How it is cropped:
// photo-crop-script.spec.ts; what may go wrong: photo-refused-script.spec.ts and
// photo-trouble-script.spec.ts.

import type { Page, Request } from '@playwright/test';
import { box, save } from './support/edit-form';
import { gate } from './support/gate';
import { expect, test } from './support/journey';
import { accept, card, choose, dialog, expectPhotoAwake, fileControl, openPhotoCard, said, shownPictures, stage, upload } from './support/photo-card';
import { ORANGE, photo, plain, TEAL } from './support/photos';
import { look, metadata, UPRIGHT } from './support/picture';
import { storage } from './support/places';
import { readProfile } from './support/rest';
import { avatarUrls, expectThumbnails, uploadOverRest } from './support/thumbnails';

const DONE = 'Your photo is up to date.';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('a photo of 12 megapixels is cropped and uploaded with the keyboard alone, and seen at once', async ({ page, browser, person }) => {
    await openPhotoCard(page);
    const watched = await watch(page);
    const slowly = await page.context().newCDPSession(page);
    await slowly.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 100_000 });

    const asked = page.waitForEvent('filechooser');
    await fileControl(page).focus();
    await page.keyboard.press('Enter');
    await (await asked).setFiles(photo());
    await expect(stage(page)).toBeFocused();
    // What is 1.1 times larger with each press is moved by a fiftieth of what is seen of it, with Shift by a tenth.
    for (const [key, times] of [['+', 4], ['ArrowRight', 8], ['Shift+ArrowUp', 1]] as const) {
      for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
    }
    await expect(dialog(page).getByRole('slider', { name: 'Zoom' })).toHaveAttribute('aria-valuetext', '146%');
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await tabTo(page, 'Use this photo');
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeHidden();
    await expect(fileControl(page)).toBeFocused();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });

    await test.step('what was sent', async () => {
      const request = await sent;
      expect(new URL(request.url()).origin).toBe(storage);
      expect(request.headers()).toMatchObject({ 'content-type': 'image/jpeg' });
      const body = sentBody(request);
      expect(body.length).toBeLessThan(1_000_000);
      expect(metadata(body)).toEqual([]);
      expect(await look(browser, body)).toMatchObject({ width: 1024, height: 1024 });
    });
    await test.step('what was seen meanwhile', async () => {
      const { percents, delays } = await watched();
      expect(percents.filter((percent) => percent > 0 && percent < 100), percents.join()).not.toEqual([]);
      expect(percents).toEqual([...percents].sort((a, b) => a - b));
      expect(delays, 'in the top bar and on the card').toHaveLength(2);
      // So long after storage had taken it, in milliseconds.
      for (const delay of delays) expect(delay).toBeLessThan(2000);
    });
    await test.step('what came of it', async () => {
      const seen = await expectThumbnails(browser, person);
      // In the middle of the photo, all four meet: to the right of and above the middle of what is seen.
      expect([seen.at(0.58, 0.32), seen.at(0.74, 0.32), seen.at(0.58, 0.48), seen.at(0.74, 0.48)]).toEqual(UPRIGHT);
      const urls = await avatarUrls(person);
      expect(await shownPictures(page)).toEqual([urls?.small, urls?.medium]);
      await page.goto('/profile');
      expect(await shownPictures(page)).toEqual([urls?.small, urls?.medium]);
    });
  });

  test('a photo that is sent as it is, is turned upright by the server, and nothing in it tells where it was taken', async ({ browser, person }) => {
    const file = photo();
    expect(metadata(file.buffer)).toEqual(['APP1', 'Exif', 'Sampler']);
    await uploadOverRest(person, file);
    await expectThumbnails(browser, person);
  });

  test('what was typed stays, and is saved afterwards, with the photo', async ({ page, person }) => {
    await openPhotoCard(page);
    await box(page, 'Headline').fill('Typed before');
    await upload(page, plain(TEAL));
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    await expect(box(page, 'Headline')).toHaveValue('Typed before');
    await box(page, 'Bio').fill('Typed after');
    const urls = await avatarUrls(person);
    await save(page);
    expect(await readProfile(person)).toMatchObject({ headline: 'Typed before', bio: 'Typed after', avatarUrls: urls, avatarUrl: urls?.large });
  });

  test('of two photos in a row, the second one stays', async ({ page, person }) => {
    await openPhotoCard(page);
    await upload(page, plain(TEAL));
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    const first = await shownPictures(page);
    await upload(page, plain(ORANGE));
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    const second = await shownPictures(page);
    expect(second).not.toEqual(first);
    await page.reload();
    expect(await shownPictures(page)).toEqual(second);
    expect(Object.values((await avatarUrls(person)) ?? {})).toEqual(expect.arrayContaining(second));
  });

  test('a photo that is chosen before the island wakes is opened when it does', async ({ page, person }) => {
    const wasm = gate();
    await page.route('**/*.wasm', async (route) => {
      await wasm.opened;
      await route.continue();
    });
    await page.goto('/profile/edit', { waitUntil: 'domcontentloaded' });
    await choose(page, plain(TEAL));
    wasm.open();
    await expectPhotoAwake(page);
    await accept(page).click();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    expect(await avatarUrls(person)).toBeDefined();
  });

  test('where the island never wakes, the plain form works', async ({ page, person }) => {
    // It is never answered.
    await page.route('**/*.wasm', () => {});
    await page.goto('/profile/edit', { waitUntil: 'domcontentloaded' });
    await choose(page, plain(TEAL));
    await card(page).getByRole('button', { name: 'Upload' }).click();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    expect(await avatarUrls(person)).toBeDefined();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

/** Notes, from now on, how far uploads are said to be, and when new pictures are there. */
async function watch(page: Page): Promise<() => Promise<{ percents: number[]; delays: number[] }>> {
  const noted = await page.evaluateHandle(() => {
    const noted = { percents: [] as number[], seen: [] as number[] };
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const percent = (target as Element).getAttribute('aria-valuenow');
        if (percent !== null) noted.percents.push(Number(percent));
        for (const node of addedNodes) {
          if (node instanceof HTMLImageElement && node.complete && node.naturalWidth > 0) noted.seen.push(performance.now());
        }
      }
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-valuenow'] });
    return noted;
  });
  return () =>
    noted.evaluate(({ percents, seen }, storage) => {
      const requests = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const sent = requests.filter(({ name, initiatorType }) => initiatorType === 'xmlhttprequest' && name.startsWith(storage));
      if (sent.length !== 1) throw new Error(`storage was sent ${sent.length} files`);
      return { percents, delays: seen.map((time) => time - sent[0].responseEnd) };
    }, storage);
}

/** Goes to a button of the dialog by Tab. */
async function tabTo(page: Page, name: string): Promise<void> {
  const button = dialog(page).getByRole('button', { name });
  const isThere = () => button.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await isThere()); presses += 1) {
    expect(presses, `${name} is reached by Tab`).toBeLessThan(20);
    await page.keyboard.press('Tab');
  }
}

function sentBody(request: Request): Buffer {
  const body = request.postDataBuffer();
  if (!body) throw new Error('nothing was sent');
  return body;
}
