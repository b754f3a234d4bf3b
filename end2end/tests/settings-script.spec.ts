// How choices are saved at once. Without a script there is a Save: settings.spec.ts.

import type { Page, Request } from '@playwright/test';
import { holdChanges } from './support/database';
import { gate } from './support/gate';
import { expect, test } from './support/journey';
import { readNotifications, readSettings } from './support/rest';
import { expectAwake, failure, language, openNotifications, openSettings, theme, toggle, zone } from './support/settings';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('a theme is seen and saved at once, without a new page; only the theme is sent', async ({ page, person }) => {
    await openSettings(page);
    await expectAwake(page);
    const sent = posts(page);
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    await theme(page, 'Dark').check();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(sent).toEqual([{ owner: person.id, theme: 'dark' }]);
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
    expect(await readSettings(person)).toHaveProperty('theme', 'dark');
  });

  test('while a choice is on its way the page says so', async ({ page, person }) => {
    await openNotifications(page);
    await expectAwake(page);
    const letGo = await holdChanges(person.id);
    await toggle(page, 'News and offers').check();
    await expect(page.getByRole('status')).toHaveText('Saving…');
    await letGo();
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await readNotifications(person)).toHaveProperty('email_marketing', true);
  });

  test('of quick choices in a row the last one wins, and they are sent one after the other', async ({ page, person }) => {
    await openSettings(page);
    await expectAwake(page);
    const sent = posts(page);
    const letGo = await holdChanges(person.id);
    await theme(page, 'Dark').check();
    await theme(page, 'As my device').check();
    await zone(page).selectOption('Asia/Tokyo');
    await theme(page, 'Light').check();
    await expect(page.getByRole('status')).toHaveText('Saving…');
    expect(sent.map(({ theme }) => theme)).toEqual(['dark']);
    await letGo();
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(sent.map(({ theme, timezone }) => theme ?? timezone)).toEqual(['dark', 'Asia/Tokyo', 'light']);
    expect(await readSettings(person)).toMatchObject({ theme: 'light', timezone: 'Asia/Tokyo' });
  });

  for (const [what, break_] of [
    ['nobody answers', (page: Page) => page.context().setOffline(true)],
    ['the server fails', (page: Page) => page.route('**/settings', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }))],
  ] as const) {
    test(`when ${what}, the choice goes back, says so, and can be tried again`, async ({ page, person }) => {
      await openSettings(page);
      await expectAwake(page);
      await break_(page);
      await theme(page, 'Dark').click();
      await expect(failure(page)).toContainText('Not saved: Theme');
      await expect(failure(page)).toContainText('Matricula could not be reached. Check your connection.');
      await expect(theme(page, 'As my device')).toBeChecked();
      await expect(page.locator('html')).not.toHaveAttribute('data-theme');
      await expect(page.getByRole('status')).toHaveText('');
      await zone(page).selectOption('Asia/Tokyo');
      await expect(failure(page)).toContainText('Not saved: Theme, Time zone');
      await expect(zone(page)).toHaveValue('UTC');

      await page.context().setOffline(false);
      await page.unrouteAll();
      await failure(page).getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByRole('status')).toHaveText('Saved');
      await expect(failure(page)).toHaveCount(0);
      await expect(theme(page, 'Dark')).toBeChecked();
      await expect(theme(page, 'Dark'), 'the button is gone, so the control has the focus').toBeFocused();
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
      expect(await readSettings(person)).toMatchObject({ theme: 'dark', timezone: 'Asia/Tokyo' });
    });
  }

  test('a switch that could not be saved goes back', async ({ page, person }) => {
    await openNotifications(page);
    await expectAwake(page);
    await page.route('**/settings/notifications', (route) => route.abort());
    await toggle(page, 'New courses').click();
    await expect(failure(page)).toContainText('Not saved: New courses');
    await expect(toggle(page, 'New courses')).toBeChecked();
    await page.unrouteAll();
    await failure(page).getByRole('button', { name: 'Try again' }).click();
    await expect(toggle(page, 'New courses')).not.toBeChecked();
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await readNotifications(person)).toHaveProperty('email_new_course_alerts', false);
  });

  test('what the server refuses is told in its words', async ({ page, person }) => {
    await openSettings(page);
    await expectAwake(page);
    await zone(page).evaluate((select: HTMLSelectElement) => select.add(new Option('Olympus', 'Mars/Olympus')));
    await zone(page).selectOption('Mars/Olympus');
    await expect(failure(page)).toContainText('Not saved: Time zone');
    await expect(failure(page)).toContainText('Time zone must be one of the list');
    await expect(zone(page)).toHaveValue('UTC');
    await zone(page).selectOption('Asia/Tokyo');
    await expect(failure(page)).toHaveCount(0);
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await readSettings(person)).toHaveProperty('timezone', 'Asia/Tokyo');
  });

  test('two tabs do not undo each other', async ({ page, context, person }) => {
    const other = await context.newPage();
    for (const tab of [page, other]) {
      await openSettings(tab);
      await expectAwake(tab);
    }
    await theme(page, 'Dark').check();
    await expect(page.getByRole('status')).toHaveText('Saved');
    await zone(other).selectOption('Asia/Tokyo');
    await expect(other.getByRole('status')).toHaveText('Saved');
    expect(await readSettings(person)).toMatchObject({ theme: 'dark', timezone: 'Asia/Tokyo' });
  });

  test('what is chosen before the island wakes is saved when it does, and nothing moves', async ({ page, person }) => {
    const wasm = gate();
    await page.route('**/*.wasm', async (route) => {
      await wasm.opened;
      await route.continue();
    });
    await page.goto('/settings', { waitUntil: 'domcontentloaded' });
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible();
    const places = () => Promise.all([zone(page), page.getByRole('contentinfo')].map((part) => part.boundingBox()));
    const before = await places();
    await theme(page, 'Dark').check();
    wasm.open();
    await expectAwake(page);
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await places()).toEqual(before);
    expect(await readSettings(person)).toHaveProperty('theme', 'dark');
  });

  test('where the island never wakes, Save works', async ({ page, person }) => {
    // It is never answered.
    await page.route('**/*.wasm', () => {});
    await page.goto('/settings', { waitUntil: 'domcontentloaded' });
    await theme(page, 'Dark').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await readSettings(person)).toHaveProperty('theme', 'dark');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  test('a language that could not be saved leaves the page as it is', async ({ page, person }) => {
    await openSettings(page);
    await expectAwake(page);
    await page.context().setOffline(true);
    await language(page).selectOption('Español');
    await expect(failure(page)).toContainText('Not saved: Language');
    await expect(language(page)).toHaveValue('en');
    await page.context().setOffline(false);
    await failure(page).getByRole('button', { name: 'Try again' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page.getByRole('status')).toHaveText('Guardado');
    expect(await readSettings(person)).toHaveProperty('language', 'es');
  });

  test('every choice can be made with the keyboard alone', async ({ page, person }) => {
    await openSettings(page);
    await expectAwake(page);
    await theme(page, 'As my device').focus();
    await page.keyboard.press('ArrowLeft');
    await expect(theme(page, 'Dark')).toBeChecked();
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await readSettings(person)).toHaveProperty('theme', 'dark');
    await openNotifications(page);
    await expectAwake(page);
    await toggle(page, 'News and offers').focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await readNotifications(person)).toHaveProperty('email_marketing', true);
  });
});

/** Everything that is posted from now on. */
function posts(page: Page): Record<string, string>[] {
  const sent: Record<string, string>[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'POST') sent.push(Object.fromEntries(new URLSearchParams(request.postData() ?? '')));
  });
  return sent;
}
