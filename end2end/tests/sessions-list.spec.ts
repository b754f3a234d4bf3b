// Where one is signed in, and how to end it elsewhere; with JavaScript and without.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { register, signIn } from './support/people';
import { changeSettings } from './support/rest';
import { expectSignedOut } from './support/sign-in';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test('whoever is signed in nowhere else is told so, and has nothing to end', async ({ page }) => {
  await openSessions(page);
  await expect(sessions(page)).toHaveCount(1);
  await expect(sessions(page)).toContainText(['This browser']);
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
  await expect(page.locator('script[src], link[rel=modulepreload]')).toHaveCount(0);
});

test('each browser is called as people call it, this one first, with its times in my zone', async ({ page, person, anotherBrowser }) => {
  await changeSettings(person, { timezone: 'Asia/Tokyo' });
  for (const userAgent of [FIREFOX, IPHONE, 'Thing/1.0']) await signIn(await anotherBrowser({ userAgent }), person);
  await openSessions(page);
  await expect(sessions(page)).toHaveCount(4);
  await expect(sessions(page).first()).toContainText('This browser');
  await expect(page.getByText('This browser')).toHaveCount(1);
  const names = await sessions(page).getByRole('heading').allTextContents();
  expect(names.slice(1).sort()).toEqual(['Firefox on Linux', 'Safari on iPhone', 'Unknown browser']);
  const firefox = session(page, 'Firefox on Linux');
  await expect(firefox).toContainText('Last used just now');
  await expect(firefox).toContainText('Address 127.0.0.1');
  const since = firefox.locator('time').last();
  const moment = new Date((await since.getAttribute('datetime')) ?? '');
  expect(Math.abs(Date.now() - moment.getTime())).toBeLessThan(60_000);
  const inTokyo = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', dateStyle: 'long', timeStyle: 'short' });
  await expect(since).toHaveText(inTokyo.format(moment).replace(' at ', ', '));
});

test('one other browser is signed out, and is out at its next click', async ({ page, person, anotherBrowser }) => {
  const firefox = await anotherBrowser({ userAgent: FIREFOX });
  const iphone = await anotherBrowser({ userAgent: IPHONE });
  for (const context of [firefox, iphone]) await signIn(context, person);
  const elsewhere = await firefox.newPage();
  await elsewhere.goto('/profile');
  await openSessions(page);
  await page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
  await expect(page).toHaveURL('/settings/sessions');
  await expect(page.getByRole('status')).toHaveText('One browser has been signed out');
  await expect(page.getByText('One browser has been signed out')).toBeFocused();
  await expect(session(page, 'Firefox on Linux')).toHaveCount(0);
  await expect(sessions(page)).toHaveCount(2);
  await elsewhere.getByRole('main').getByRole('link', { name: 'Edit profile' }).click();
  await expect(elsewhere).toHaveURL('/sign-in?return_to=/profile/edit');
  expect((await iphone.request.get('/profile')).url()).toMatch(/\/profile$/);
  await page.reload();
  await expect(page.getByRole('status')).toHaveText('');
});

test('everywhere else is signed out at once, and this browser stays', async ({ page, person, anotherBrowser }) => {
  const others = [await anotherBrowser({ userAgent: FIREFOX }), await anotherBrowser({ userAgent: IPHONE })];
  for (const context of others) await signIn(context, person);
  await openSessions(page);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(page.getByRole('status')).toHaveText('2 browsers have been signed out');
  await expect(sessions(page)).toHaveCount(1);
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible();
  for (const context of others) await expectSignedOut(context);
  await page.goto('/profile');
  await expect(page.getByRole('heading', { level: 1, name: person.name })).toBeVisible();
});

test('a browser that was signed out meanwhile is said to be so', async ({ page, context, person, anotherBrowser }) => {
  await signIn(await anotherBrowser({ userAgent: FIREFOX }), person);
  await openSessions(page);
  const same = await context.newPage();
  await openSessions(same);
  await same.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
  await expect(same.getByRole('status')).toHaveText('One browser has been signed out');
  await page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
  await expect(page.getByRole('status')).toHaveText('That browser was signed out already');
  await expect(sessions(page)).toHaveCount(1);
});

test('whoever is signed out meanwhile comes to sign-in, and ends nothing', async ({ page, context, person, anotherBrowser }) => {
  const firefox = await anotherBrowser({ userAgent: FIREFOX });
  await signIn(firefox, person);
  await openSessions(page);
  await context.clearCookies({ name: /session$/ });
  await page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
  await expect(page).toHaveURL('/sign-in?return_to=/settings/sessions');
  expect((await firefox.request.get('/profile')).url()).toMatch(/\/profile$/);
});

test("nobody ends somebody else's session, and what cannot be read ends none", async ({ page, context, person, anotherBrowser }) => {
  const stranger = await anotherBrowser();
  await register(stranger);
  const theirs = await stranger.newPage();
  await signIn(await anotherBrowser({ userAgent: FIREFOX }), person);
  await openSessions(page);
  const mine = await page.getByRole('button', { name: 'Sign out Firefox on Linux' }).getAttribute('value');
  for (const end of [mine ?? '', 'garbage', '', '*', 'x'.repeat(9_000)]) {
    await stranger.request.post('/settings/sessions', { form: { end } });
  }
  await openSessions(theirs);
  await expect(sessions(theirs)).toHaveCount(1);
  await page.reload();
  await expect(sessions(page)).toHaveCount(2);
  const unreadable = await context.request.post('/settings/sessions', { form: { stop: 'others' } });
  expect(unreadable.status()).toBe(400);
  await page.reload();
  await expect(sessions(page)).toHaveCount(2);
});

async function openSessions(page: Page): Promise<void> {
  await page.goto('/settings/sessions');
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible();
}

function sessions(page: Page): Locator {
  return page.getByRole('region', { name: 'Where you are signed in' }).getByRole('article');
}

function session(page: Page, name: string): Locator {
  return page.getByRole('article', { name });
}
