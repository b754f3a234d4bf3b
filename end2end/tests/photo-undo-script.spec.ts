// Taking the photo away and bringing it back, at once. While another one is on its way: photo-meanwhile-script.spec.ts.

import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { fault, fileControl, openPhotoCard, pictures, remove, said, shownPictures, tryAgain, undo } from './support/photo-card';
import { plain, TEAL } from './support/photos';
import { avatarUrls, uploadOverRest } from './support/thumbnails';

const REMOVED = 'Your photo has been removed.';
const RESTORED = 'Your photo is back.';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('a removed photo leaves the initials, and Undo brings it back, with the keyboard alone', async ({ page, person }) => {
    const urls = await uploadOverRest(person, plain(TEAL));
    await openPhotoCard(page);
    const before = await shownPictures(page);
    expect(before).toEqual([urls.small, urls.medium]);
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    await fileControl(page).focus();
    await page.keyboard.press('Tab');
    await expect(remove(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(said(page)).toContainText(REMOVED);
    await expect(pictures(page)).toHaveCount(0);
    await expect(page.locator('[data-face]')).toHaveText(['NN', 'NN']);
    await expect(remove(page)).toBeHidden();
    expect(await avatarUrls(person)).toBeUndefined();

    // What was done has the focus, and what takes it back is the next thing.
    await expect(page.locator(':focus')).toContainText(REMOVED);
    await page.keyboard.press('Tab');
    await expect(undo(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(said(page)).toHaveText(RESTORED, { useInnerText: true });
    await expect(page.locator(':focus')).toContainText(RESTORED);
    await expect(undo(page)).toBeHidden();
    expect(await shownPictures(page)).toEqual(before);
    await expect(remove(page)).toBeVisible();
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
    expect(await avatarUrls(person)).toEqual(urls);
  });

  test('a removed photo stays away after a reload', async ({ page, person }) => {
    await uploadOverRest(person, plain(TEAL));
    await openPhotoCard(page);
    await remove(page).click();
    await expect(said(page)).toContainText(REMOVED);
    await page.reload();
    await expect(page.locator('[data-face]')).toHaveText(['NN', 'NN']);
    await expect(pictures(page)).toHaveCount(0);
    expect(await avatarUrls(person)).toBeUndefined();
  });

  for (const [what, break_] of [
    ['nobody answers', (page: Page) => page.route('**/profile/edit/photo/*', (route) => route.abort())],
    ['the server fails', (page: Page) => page.route('**/profile/edit/photo/*', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }))],
  ] as const) {
    test(`when ${what}, the photo stays, and removing and Undo can be tried again`, async ({ page, person, complaints }) => {
      const urls = await uploadOverRest(person, plain(TEAL));
      await openPhotoCard(page);
      const before = await shownPictures(page);
      await break_(page);
      await remove(page).click();
      await expect(fault(page)).toBeVisible();
      await expect(said(page)).toHaveCount(0);
      expect(await shownPictures(page)).toEqual(before);
      expect(await avatarUrls(person)).toEqual(urls);
      await page.unrouteAll();
      await tryAgain(page).press('Enter');
      await expect(said(page)).toContainText(REMOVED);
      await expect(fault(page)).toHaveCount(0);

      await break_(page);
      await undo(page).press('Enter');
      await expect(fault(page)).toBeVisible();
      await expect(pictures(page)).toHaveCount(0);
      await page.unrouteAll();
      await tryAgain(page).press('Enter');
      await expect(said(page)).toHaveText(RESTORED, { useInnerText: true });
      expect(await shownPictures(page)).toEqual(before);
      expect(await avatarUrls(person)).toEqual(urls);
      expect(complaints.splice(0)).toEqual(Array(2).fill(expect.stringContaining('/profile/edit/photo/')));
    });
  }

  test('where another photo was chosen meanwhile, Undo says that it cannot', async ({ page, person, complaints }) => {
    await uploadOverRest(person, plain(TEAL));
    await openPhotoCard(page);
    await remove(page).click();
    await expect(said(page)).toContainText(REMOVED);
    const newer = await uploadOverRest(person, plain(TEAL, 300));
    await undo(page).click();
    await expect(fault(page)).toContainText('The photo cannot be brought back any more');
    await expect(tryAgain(page)).toBeHidden();
    await expect(fileControl(page)).toBeFocused();
    expect(await avatarUrls(person)).toEqual(newer);
    // That the browser complains of the refused request is as it should be.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('409')]);
  });
});
