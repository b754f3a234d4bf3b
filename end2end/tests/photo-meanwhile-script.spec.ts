// What people do while a photo is on its way: choose another one, or take the one before away.

import { gate } from './support/gate';
import { expect, test } from './support/journey';
import { accept, card, choose, expectPhotoAwake, fault, openPhotoCard, pictures, remove, said, shownPictures, undo, upload } from './support/photo-card';
import { ORANGE, plain, TEAL } from './support/photos';
import { avatarUrls, uploadOverRest } from './support/thumbnails';
import { onPut } from './support/transfer';
import { askToUpload, pageOf } from './support/uploads';

const DONE = 'Your photo is up to date.';
const NOT_USED = 'You have chosen something else meanwhile, so the photo sent from here is not used.';
const REMOVED = 'Your photo has been removed.';
const RESTORED = 'Your photo is back.';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('of two tabs the one that asked last counts, though the other one sends last', async ({ page, context, person }) => {
    const held = gate();
    await onPut(page, async (route) => {
      await held.opened;
      await route.continue();
    });
    const newer = await context.newPage();
    for (const tab of [page, newer]) await openPhotoCard(tab);
    const asked = page.waitForRequest((request) => request.method() === 'PUT');
    await upload(page, plain(TEAL));
    await asked;
    await upload(newer, plain(ORANGE));
    await expect(said(newer)).toHaveText(DONE, { useInnerText: true });
    const counts = await shownPictures(newer);
    held.open();
    await expect(said(page)).toHaveText(NOT_USED, { useInnerText: true });
    for (const tab of [page, newer]) {
      expect(await shownPictures(tab)).toEqual(counts);
      await tab.reload();
      expect(await shownPictures(tab)).toEqual(counts);
    }
    expect(Object.values((await avatarUrls(person)) ?? {})).toEqual(expect.arrayContaining(counts));
  });

  test('a photo that is chosen before the island wakes is opened, though another one is still being made', async ({ page, person }) => {
    const wasm = gate();
    await page.route('**/*.wasm', async (route) => {
      await wasm.opened;
      await route.continue();
    });
    const before = await askToUpload(person, plain(ORANGE));
    await page.goto(pageOf(before), { waitUntil: 'domcontentloaded' });
    await choose(page, plain(TEAL));
    wasm.open();
    await expectPhotoAwake(page);
    await accept(page).click();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    const urls = await avatarUrls(person);
    expect(urls?.large).not.toContain(before.id);
    expect(await shownPictures(page)).toEqual([urls?.small, urls?.medium]);
  });

  test('while a photo is being made, the one before can be removed, and neither comes back by itself', async ({ page, person }) => {
    await uploadOverRest(person, plain(TEAL));
    const [made, held] = [gate(), gate()];
    await page.route('**/profile/edit/photo/uploads/*', async (route) => {
      let response = await route.fetch();
      while ((await response.json()).picture === null) response = await route.fetch();
      made.open();
      await held.opened;
      await route.fulfill({ response });
    });
    await openPhotoCard(page);
    const asked = page.waitForRequest('**/profile/edit/photo/uploads/*');
    await upload(page, plain(ORANGE));
    const looked = (await asked).response();
    await made.opened;
    await remove(page).press('Enter');
    await expect(said(page)).toContainText(REMOVED);
    await expect(card(page).getByRole('progressbar')).toHaveCount(0);
    // What is told now comes too late.
    held.open();
    expect(await (await looked)?.finished()).toBeNull();
    await expect(said(page)).toContainText(REMOVED);
    await expect(pictures(page)).toHaveCount(0);
    expect(await avatarUrls(person)).toBeUndefined();

    await undo(page).press('Enter');
    await expect(said(page)).toHaveText(RESTORED, { useInnerText: true });
    const back = await avatarUrls(person);
    expect(back).toBeDefined();
    expect(await shownPictures(page)).toEqual([back?.small, back?.medium]);
    await page.reload();
    expect(await shownPictures(page)).toEqual([back?.small, back?.medium]);
  });

  test('while a photo is on its way to storage, the one before cannot be removed, and the button says so', async ({ page, person }) => {
    await uploadOverRest(person, plain(TEAL));
    await openPhotoCard(page);
    const held = gate();
    await onPut(page, async (route) => {
      await held.opened;
      await route.continue();
    });
    const removals: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/photo/remove')) removals.push(request.url());
    });
    await upload(page, plain(ORANGE));
    await expect(remove(page)).toHaveAttribute('aria-disabled', 'true');
    await remove(page).press('Enter');
    held.open();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    expect(removals).toEqual([]);
    await expect(remove(page)).not.toHaveAttribute('aria-disabled');
    await remove(page).press('Enter');
    await expect(said(page)).toContainText(REMOVED);
    expect(await avatarUrls(person)).toBeUndefined();
  });

  test('a photo that is removed in another tab while this one waits is away in both', async ({ page, context, person }) => {
    await uploadOverRest(person, plain(TEAL));
    const coming = await askToUpload(person, plain(ORANGE));
    await page.goto(pageOf(coming));
    await expectPhotoAwake(page);
    await expect(card(page).getByRole('progressbar')).toBeVisible();
    const other = await context.newPage();
    await openPhotoCard(other);
    await remove(other).click();
    await expect(said(other)).toContainText(REMOVED);
    await expect(said(page)).toHaveText(REMOVED, { useInnerText: true });
    await expect(fault(page)).toHaveCount(0);
    await expect(pictures(page)).toHaveCount(0);
    await expect(remove(page)).toBeHidden();
    expect(await avatarUrls(person)).toBeUndefined();
  });
});
