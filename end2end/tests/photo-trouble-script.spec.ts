// What comes between a photo and its place: storage, the network, second thoughts. The end of a session:
// photo-session-script.spec.ts.

import type { Page, Route } from '@playwright/test';
import { gate } from './support/gate';
import { expect, test } from './support/journey';
import { accept, card, choose, fault, fileControl, openPhotoCard, said, shownPictures, tryAgain, upload } from './support/photo-card';
import { ORANGE, plain, TEAL } from './support/photos';
import { storage } from './support/places';
import { avatarUrls, uploadOverRest } from './support/thumbnails';
import { complaintsOf, onPut, TICKETS, ticketsAskedFor } from './support/transfer';

const DONE = 'Your photo is up to date.';
const AWAY = 'The photo could not be sent. Check your connection and try again: it is still here';

test.describe('with JavaScript', { tag: '@js' }, () => {
  for (const [what, answer] of [
    ['does not answer', (route: Route) => route.abort()],
    ['is not itself', (route: Route) => route.fulfill({ status: 503, body: 'Slow Down' })],
    ['refuses every ticket', (route: Route) => route.fulfill({ status: 403, body: 'AccessDenied' })],
  ] as const) {
    test(`when storage ${what}, it is said, the photo before stays, and trying again works`, async ({ page, person, complaints }) => {
      const urls = await uploadOverRest(person, plain(TEAL));
      await openPhotoCard(page);
      const before = await shownPictures(page);
      await onPut(page, answer);
      await upload(page, plain(ORANGE));
      await expect(fault(page)).toContainText(AWAY);
      await expect(said(page)).toHaveCount(0);
      await expect(fileControl(page), 'the file is a good one').not.toHaveAttribute('aria-invalid');
      expect(await shownPictures(page)).toEqual(before);
      expect(await avatarUrls(person)).toEqual(urls);

      await page.unrouteAll();
      await tryAgain(page).press('Enter');
      await expect(said(page)).toHaveText(DONE, { useInnerText: true });
      await expect(fault(page)).toHaveCount(0);
      await expect(fileControl(page), 'the button is gone, so the control has the focus').toBeFocused();
      const after = Object.values((await avatarUrls(person)) ?? {});
      expect(after).toEqual(expect.arrayContaining(await shownPictures(page)));
      expect(after).not.toEqual(expect.arrayContaining(before));
      expect(complaintsOf(complaints, storage)).not.toEqual([]);
    });
  }

  test('when storage refuses a ticket, a second one is tried, and nobody notices', async ({ page, person, complaints }) => {
    await openPhotoCard(page);
    const tickets = ticketsAskedFor(page);
    let refused = 0;
    await onPut(page, (route) => {
      refused += 1;
      return refused === 1 ? route.fulfill({ status: 403, body: 'Request has expired' }) : route.continue();
    });
    await upload(page, plain(TEAL));
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    await expect(fault(page)).toHaveCount(0);
    expect(tickets).toHaveLength(2);
    expect(await avatarUrls(person)).toBeDefined();
    expect(complaintsOf(complaints, storage)).toEqual([expect.stringContaining('403')]);
  });

  for (const [what, break_] of [
    ['nobody answers', (page: Page) => page.route('**/profile/edit/photo/uploads', (route) => route.abort())],
    ['the server fails', (page: Page) => page.route('**/profile/edit/photo/uploads', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }))],
  ] as const) {
    test(`when ${what} before anything is sent, the photo is kept for another try`, async ({ page, person, complaints }) => {
      await openPhotoCard(page);
      await break_(page);
      await upload(page, plain(TEAL));
      await expect(fault(page)).toBeVisible();
      expect(await avatarUrls(person)).toBeUndefined();
      await page.unrouteAll();
      await tryAgain(page).click();
      await expect(said(page)).toHaveText(DONE, { useInnerText: true });
      expect(await avatarUrls(person)).toBeDefined();
      expect(complaintsOf(complaints, TICKETS)).toHaveLength(1);
    });
  }

  test('an upload can be cancelled with the keyboard, and another one begun', async ({ page, person }) => {
    const urls = await uploadOverRest(person, plain(TEAL));
    await openPhotoCard(page);
    const before = await shownPictures(page);
    const held = gate();
    await onPut(page, async (route) => {
      await held.opened;
      await route.abort();
    });
    await upload(page, plain(ORANGE));
    await expect(card(page).getByRole('progressbar', { name: 'Upload of the photo' })).toHaveAttribute('aria-valuetext', '0% uploaded');
    await card(page).getByRole('button', { name: 'Cancel' }).press('Enter');
    await expect(said(page)).toHaveText('The upload was cancelled. Your photo is as it was.', { useInnerText: true });
    await expect(card(page).getByRole('progressbar')).toHaveCount(0);
    await expect(fileControl(page)).toBeFocused();
    held.open();
    expect(await shownPictures(page)).toEqual(before);
    expect(await avatarUrls(person)).toEqual(urls);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await upload(page, plain(ORANGE, 300));
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    expect(await shownPictures(page)).not.toEqual(before);
  });

  test('while a photo is on its way, no other one is taken, and the focus is never lost', async ({ page, person }) => {
    await openPhotoCard(page);
    const held = gate();
    await onPut(page, async (route) => {
      await held.opened;
      await route.continue();
    });
    await upload(page, plain(TEAL));
    await expect(card(page).getByRole('progressbar')).toBeVisible();
    let asked = 0;
    page.on('filechooser', () => {
      asked += 1;
    });
    await fileControl(page).press('Enter');
    await fileControl(page).press('Space');
    await card(page).getByRole('button', { name: 'Cancel' }).focus();
    held.open();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    await expect(fileControl(page), 'the button is gone, so the control has the focus').toBeFocused();
    expect(asked).toBe(0);
    await choose(page, plain(ORANGE));
    await expect(accept(page)).toBeVisible();
    expect(await avatarUrls(person)).toBeDefined();
  });

  test('a photo that is long in the making can be looked for again', async ({ page, person }) => {
    await page.clock.install();
    await openPhotoCard(page);
    await page.route('**/profile/edit/photo/uploads/*', (route) => route.fulfill({ json: { picture: null, text: null } }));
    await upload(page, plain(TEAL));
    await expect(said(page)).toHaveText('Finishing your photo…', { useInnerText: true });
    await expect(async () => {
      await page.clock.fastForward(2000);
      await expect(fault(page)).toContainText('preparing it takes longer than usual', { timeout: 50 });
    }).toPass({ intervals: [0] });
    await page.unrouteAll();
    await tryAgain(page).click();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    expect(Object.values((await avatarUrls(person)) ?? {})).toEqual(expect.arrayContaining(await shownPictures(page)));
  });
});
