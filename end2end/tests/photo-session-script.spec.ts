// A session that ends while a photo is on its way.

import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { register, type Person } from './support/people';
import { accept, choose, fault, openPhotoCard, said, shownPictures, tryAgain, upload } from './support/photo-card';
import { plain, TEAL } from './support/photos';
import { fillPassword, pressSignIn } from './support/sign-in';
import { avatarUrls } from './support/thumbnails';
import { complaintsOf, onPut, TICKETS, ticketsAskedFor } from './support/transfer';

const DONE = 'Your photo is up to date.';
const SESSION_OVER = 'Your session has ended. Sign in again in another tab, then try again here: your photo is still here';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('when the session is over, sign-in is offered in another tab, and the photo is sent afterwards', async ({ page, context, person, complaints }) => {
    await openPhotoCard(page);
    await choose(page, plain(TEAL));
    await context.clearCookies();
    await accept(page).click();
    await expect(fault(page)).toContainText(SESSION_OVER);
    await signInElsewhere(page, person);
    await tryAgain(page).click();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    expect(await avatarUrls(person)).toBeDefined();
    expect(complaintsOf(complaints, TICKETS)).toEqual([expect.stringContaining('401')]);
  });

  test('when the session is over while the photo is being made, it is seen after sign-in', async ({ page, context, person, complaints }) => {
    await openPhotoCard(page);
    await onPut(page, async (route) => {
      const response = await route.fetch();
      await context.clearCookies();
      await route.fulfill({ response });
    });
    await upload(page, plain(TEAL));
    await expect(fault(page)).toContainText(SESSION_OVER);
    const tickets = ticketsAskedFor(page);
    await signInElsewhere(page, person);
    await tryAgain(page).click();
    await expect(said(page)).toHaveText(DONE, { useInnerText: true });
    expect(Object.values((await avatarUrls(person)) ?? {})).toEqual(expect.arrayContaining(await shownPictures(page)));
    expect(tickets, 'it is not sent twice').toEqual([]);
    expect(complaintsOf(complaints, TICKETS)).toEqual([expect.stringContaining('401')]);
  });

  test('somebody else who signs in meanwhile gets no photo of mine', async ({ page, context, person, complaints }) => {
    await openPhotoCard(page);
    await choose(page, plain(TEAL));
    await context.clearCookies();
    const omar = await register(context, { firstName: 'Omar' });
    const sent: string[] = [];
    await onPut(page, (route) => {
      sent.push(route.request().url());
      return route.continue();
    });
    await accept(page).click();
    await expect(fault(page)).toContainText('another account');
    for (const somebody of [person, omar]) expect(await avatarUrls(somebody)).toBeUndefined();
    expect(sent).toEqual([]);
    expect(complaintsOf(complaints, TICKETS)).toEqual([expect.stringContaining('409')]);
  });
});

/** Signs in with the link of the card, in a tab that is closed again. */
async function signInElsewhere(page: Page, person: Person): Promise<void> {
  const opened = page.waitForEvent('popup');
  await fault(page).getByRole('link', { name: 'Sign in (opens a new tab)' }).click();
  const tab = await opened;
  await pressSignIn(tab);
  await fillPassword(tab, person);
  await expect(tab).toHaveURL('/profile/edit');
  await tab.close();
}
