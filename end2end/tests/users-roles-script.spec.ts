// The checkboxes of the list of users, where a script helps.

import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { newName } from './support/members';
import { changeRole } from './support/rest';
import { addUsers, many, pick, type User } from './support/users';

test.describe('the checkboxes', { tag: '@js' }, () => {
  let users: User[];

  test.beforeEach(async ({ page, person }) => {
    await changeRole(person, 'admin');
    const word = newName();
    users = await addUsers(word, Array.from({ length: 6 }, (_, n) => ({ age: n })));
    await page.goto(`/admin/users?search=${word}`);
    await expect(head(page)).toBeVisible();
    await expectAwake(page);
  });

  test('say how many are checked, as they are', async ({ page }) => {
    await pick(page, users[0]).check();
    await expect(said(page)).toHaveText('1 selected');
    await pick(page, users[3]).check();
    await expect(said(page)).toHaveText('2 selected');
    await expect(head(page)).toBeChecked({ indeterminate: true });
    await pick(page, users[0]).uncheck();
    await pick(page, users[3]).uncheck();
    await expect(said(page)).toHaveText('');
    await expect(head(page)).not.toBeChecked();
  });

  test('take a range with the shift key, in either direction, to what the last one became', async ({ page }) => {
    await pick(page, users[1]).click();
    await pick(page, users[4]).click({ modifiers: ['Shift'] });
    expect(await checked(page)).toEqual([1, 2, 3, 4]);
    await expect(said(page)).toHaveText('4 selected');
    await pick(page, users[3]).click({ modifiers: ['Shift'] });
    expect(await checked(page)).toEqual([1, 2]);
    expect(await page.evaluate(() => window.getSelection()?.toString()), 'no words are marked').toBe('');
    await pick(page, users[5]).focus();
    await page.keyboard.press('Space');
    expect(await checked(page)).toEqual([1, 2, 5]);
  });

  test('are all of the page with the one in the head, and none with it again', async ({ page }) => {
    await head(page).check();
    await expect(said(page)).toHaveText('6 selected');
    await pick(page, users[2]).uncheck();
    await expect(head(page)).toBeChecked({ indeterminate: true });
    await page.getByRole('button', { name: 'Preview change' }).click();
    await expect(page.getByText('You have selected 5 people.'), 'not those whom the head counted').toBeVisible();
    await page.goBack();
    await head(page).check();
    await head(page).uncheck();
    expect(await checked(page)).toEqual([]);
  });

  test('keep what was checked before the script was there', async ({ page }) => {
    await page.route('**/*.wasm', async (route) => {
      await pick(page, users[2]).check();
      await route.continue();
    });
    await page.reload({ waitUntil: 'domcontentloaded' });
    await expect(said(page)).toHaveText('1 selected');
    expect(await checked(page)).toEqual([2]);
  });

  async function checked(page: Page): Promise<number[]> {
    const states = await Promise.all(users.map((user) => pick(page, user).isChecked()));
    return states.flatMap((is, n) => (is ? [n] : []));
  }
});

function head(page: Page) {
  return page.getByRole('checkbox', { name: 'Select everybody on this page' });
}

function said(page: Page) {
  return page.getByRole('group', { name: 'Change roles' }).getByRole('status', { includeHidden: true });
}

/** By what it does: it counts. */
async function expectAwake(page: Page): Promise<void> {
  await expect(async () => {
    await page.getByRole('checkbox').nth(1).check();
    await expect(said(page)).toHaveText('1 selected', { timeout: 200 });
  }).toPass();
  await page.getByRole('checkbox').nth(1).uncheck();
}
