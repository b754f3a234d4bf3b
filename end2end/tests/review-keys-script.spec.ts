// The keys of whoever reviews many applications.

import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { newName } from './support/members';
import { addApplicants, reason, registerAdmin, statusOf } from './support/teach';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const item = (page: Page, name: string) => page.getByRole('link', { name: new RegExp(`^${name} Sent`) });
const help = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });
const toggle = (page: Page) => page.getByRole('checkbox', { name: 'Keyboard shortcuts' });

test.describe('with the keyboard', { tag: '@js' }, () => {
  test('j and k go through the queue, Enter opens, and then they go from one to the next', async ({ page, context, anotherBrowser }) => {
    const word = await queue(context, anotherBrowser, ['Ada', 'Bea', 'Cleo']);
    await page.goto(`/admin/applications?search=${word}`);
    await expect(toggle(page)).toBeVisible();
    await page.keyboard.press('j');
    await expect(item(page, 'Ada')).toBeFocused();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect(item(page, 'Cleo'), 'the last stays').toBeFocused();
    await page.keyboard.press('k');
    await expect(item(page, 'Bea')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(heading(page, 'Bea')).toBeFocused();
    await expect(toggle(page)).toBeVisible();
    await page.keyboard.press('j');
    await expect(heading(page, 'Cleo')).toBeFocused();
    await expect(toggle(page)).toBeVisible();
    await page.keyboard.press('k');
    await expect(heading(page, 'Bea')).toBeFocused();
  });

  test('1 goes to Approve and approves when it is pressed there again; 3 goes to the reason', async ({ page, context, anotherBrowser }) => {
    const word = newName();
    await registerAdmin(context);
    const [ada, bea] = await addApplicants(anotherBrowser, word, [{ displayName: 'Ada' }, { displayName: 'Bea' }]);
    await page.goto(`/admin/applications/${ada.application}?search=${word}`);
    await expect(toggle(page)).toBeVisible();
    await page.keyboard.press('1');
    await expect(page.getByRole('button', { name: 'Approve' })).toBeFocused();
    expect(await statusOf(ada.application)).toBe('pending');
    await page.keyboard.press('1');
    await expect(heading(page, 'Bea')).toBeFocused();
    expect(await statusOf(ada.application)).toBe('approved');

    await expect(toggle(page)).toBeVisible();
    await page.keyboard.press('3');
    await expect(reason(page)).toBeFocused();
    // Where one types, the keys are letters.
    await page.keyboard.type('13jk?');
    await expect(reason(page)).toHaveValue('13jk?');
    await expect(help(page)).toBeHidden();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'No application found' })).toBeFocused();
    expect(await statusOf(bea.application)).toBe('rejected');
  });

  test('? shows the keys; they can be switched off, and the browser remembers it', async ({ page, context, anotherBrowser }) => {
    const word = await queue(context, anotherBrowser, ['Ada']);
    await page.goto(`/admin/applications?search=${word}`);
    await expect(toggle(page)).toBeChecked();
    await page.keyboard.press('?');
    await expect(help(page)).toBeVisible();
    await expect(help(page).getByRole('term')).toHaveText(['j', 'k', 'Enter', '?']);
    await page.keyboard.press('j');
    await expect(help(page), 'keys of the page do nothing here').toBeVisible();
    await page.keyboard.press('Escape');
    await expect(help(page)).toBeHidden();
    await item(page, 'Ada').click();
    await page.getByRole('button', { name: 'Show the keys' }).click();
    await expect(help(page).getByRole('term')).toHaveText(['j', 'k', '1', '3', '?']);
    await help(page).getByRole('button', { name: 'Close' }).click();
    await expect(help(page)).toBeHidden();

    await toggle(page).uncheck();
    await page.keyboard.press('3');
    await expect(toggle(page)).toBeFocused();
    await page.reload();
    await expect(toggle(page)).toBeVisible();
    await expect(toggle(page)).not.toBeChecked();
    await page.keyboard.press('?');
    await expect(help(page)).toBeHidden();
    await toggle(page).check();
    await page.keyboard.press('?');
    await expect(help(page)).toBeVisible();
  });
});

/** An admin in this browser, and people who have applied; gives the name that they share. */
async function queue(context: BrowserContext, anotherBrowser: () => Promise<BrowserContext>, names: string[]): Promise<string> {
  const word = newName();
  await registerAdmin(context);
  await addApplicants(anotherBrowser, word, names.map((displayName) => ({ displayName })));
  return word;
}
