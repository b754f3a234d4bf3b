// Block in a person's menu, and what comes of it.

import type { Page } from '@playwright/test';
import { read, setRole } from './support/directory';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { addPerson } from './support/members';
import { register, signIn } from './support/people';
import { changeProfile } from './support/rest';
import { fillPassword, pressSignIn } from './support/sign-in';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test('with the keyboard alone one blocks somebody with a note, is told whom, and undoes it', async ({ page, context }) => {
  const ada = await addPerson(context.browser(), { displayName: 'Ada Lovelace' });
  await page.goto(`/people/${ada.username}`);
  await more(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Block Ada Lovelace' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(note(page)).toBeFocused();
  await page.keyboard.type('Argues');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Block Ada Lovelace' })).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL('/settings/blocked');
  const done = page.getByRole('status').filter({ hasText: 'blocked' });
  await expect(done).toBeFocused();
  await expect(done).toContainText('You have blocked Ada Lovelace.');
  await expect(page.getByRole('main').getByText('Argues')).toBeVisible();
  expect((await page.request.get(`/people/${ada.username}`)).status()).toBe(404);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Undo Ada Lovelace' })).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(done).toBeFocused();
  await expect(done).toContainText('You have unblocked Ada Lovelace.');
  expect((await page.request.get(`/people/${ada.username}`)).status()).toBe(200);
  await page.getByRole('button', { name: 'Undo Ada Lovelace' }).click();
  await expect(done).toContainText('You have blocked Ada Lovelace.');
  await expect(page.getByRole('main').getByText('Argues'), 'the note is back too').toBeVisible();
  await page.reload();
  await expect(done, 'it is told once').toHaveCount(0);
});

test('neither finds the other, and neither page differs from that of nobody', async ({ page, context, person, anotherBrowser }) => {
  const other = await anotherBrowser();
  const omar = await register(other, { firstName: 'Omar', lastName: person.id });
  await page.goto(`/people/${omar.id}`);
  await block(page);
  await expect(page).toHaveURL('/settings/blocked');
  const nobody = '019aa5d0-0000-7000-8000-000000000001';
  for (const [visitor, unseen] of [
    [context, omar.id],
    [other, person.id],
  ] as const) {
    const absent = await read(visitor, `/people/${nobody}`);
    expect(absent.status).toBe(404);
    expect(await read(visitor, `/people/${unseen}`)).toEqual(absent);
  }
  const search = await context.request.get(`/people?search=${person.id}`);
  expect(await search.text()).toContain('Nobody found');
  expect((await other.request.get(`/people/${omar.id}`)).status(), 'everybody sees themselves').toBe(200);
});

test('a note that is too long is kept and named, and the menu stays open', async ({ page, context }) => {
  const ada = await addPerson(context.browser(), {});
  await page.goto(`/people/${ada.username}`);
  const typed = '€'.repeat(251);
  await block(page, typed);
  await expect(page).toHaveTitle(`Error: ${ada.name} · Matricula`);
  await expect(summary(page)).toBeFocused();
  await summary(page).getByRole('link', { name: 'Note can have at most 250 characters' }).click();
  await expect(note(page)).toBeFocused();
  await expect(note(page)).toHaveValue(typed);
  await expect(note(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(note(page)).toHaveAccessibleDescription(/Note can have at most 250 characters$/);
  await note(page).fill(typed.slice(1));
  await page.getByRole('button', { name: `Block ${ada.name}` }).click();
  await expect(page).toHaveURL('/settings/blocked');
  await expect(page.getByText(typed.slice(1))).toBeVisible();
});

test('whoever runs the platform cannot be blocked, and only the attempt says so', async ({ page, context }) => {
  const boss = await addPerson(context.browser(), {});
  await setRole(boss, 'admin');
  await page.goto(`/people/${boss.username}`);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await block(page, 'Too strict');
  expect((await answered).status()).toBe(403);
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText('This person helps to run the platform, so you cannot block them');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(boss.name);
});

test('a form that was sent before, or from a page that has been overtaken, ends as it was meant', async ({ page, context }) => {
  const ada = await addPerson(context.browser(), {});
  const [first, second, third] = [page, await context.newPage(), await context.newPage()];
  for (const tab of [first, second, third]) await tab.goto(`/people/${ada.username}`);
  await block(first, 'First');
  await block(second, 'Second');
  await expect(second.getByRole('status')).toContainText(`You have blocked ${ada.name}.`);
  await expect(second.getByText('First', { exact: true }), 'the note of then stays').toBeVisible();

  await first.reload();
  await first.getByRole('button', { name: /^Unblock/ }).click();
  await expect(first.getByRole('status')).toContainText(`You have unblocked ${ada.name}.`);
  await second.getByRole('button', { name: /^Unblock/ }).click();
  await expect(second.getByRole('status')).toContainText('That person was not blocked any more.');
  await block(third, 'x'.repeat(251));
  await expect(third).toHaveTitle(/^Error: /);
});

test('of somebody who has gone meanwhile the menu leads to the page of nobody', async ({ page, context }) => {
  const ada = await addPerson(context.browser(), {});
  await page.goto(`/people/${ada.username}`);
  await changeProfile(ada, { visibility: 'private' });
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await block(page, 'Too late');
  expect((await answered).status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
});

test('a session that is lost in between costs nothing of the note, and blocks nobody by itself', async ({ page, context, person }) => {
  const ada = await addPerson(context.browser(), { displayName: 'Ada Lovelace' });
  await page.goto(`/people/${ada.username}`);
  await context.clearCookies();
  await block(page, 'Argues');
  await expect(page).toHaveURL(`/sign-in?return_to=/people/${ada.username}`);
  await expect(page.getByText('What you typed has been kept: sign in and it will be there.')).toBeVisible();
  await pressSignIn(page);
  await fillPassword(page, person);
  await expect(page).toHaveURL(`/people/${ada.username}`);
  await expect(page.getByText('Not blocked yet')).toBeVisible();
  await expect(note(page)).toHaveValue('Argues');
  await page.getByRole('button', { name: 'Block Ada Lovelace' }).click();
  await expect(page.getByRole('status')).toContainText('You have blocked Ada Lovelace.');
});

test('a form that was made for another account does nothing', async ({ page, context, anotherBrowser }) => {
  const ada = await addPerson(context.browser(), {});
  const omar = await register(await anotherBrowser(), { firstName: 'Omar' });
  await page.goto(`/people/${ada.username}`);
  await context.clearCookies();
  await signIn(context, omar);
  await block(page, 'Argues');
  await expect(page).toHaveURL(`/people/${ada.username}`);
  await expect(page.getByRole('alert')).toContainText('Nothing was saved');
  await page.goto('/settings/blocked');
  await expect(page.getByRole('heading', { name: 'You have blocked nobody' })).toBeVisible();
});

function more(page: Page) {
  return page.locator('summary', { hasText: 'More' });
}

function note(page: Page) {
  return page.getByRole('textbox', { name: 'Note' });
}

async function block(page: Page, words = ''): Promise<void> {
  await more(page).click();
  if (words) await note(page).fill(words);
  await page.getByRole('button', { name: /^Block / }).click();
}
