// /settings/blocked, by what people read on it.

import { expect, type Locator, type Page } from '@playwright/test';

export async function openBlocked(page: Page, query = ''): Promise<void> {
  await page.goto(`/settings/blocked${query}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Blocked people' })).toBeVisible();
}

/** Everybody on the page. */
export function blocked(page: Page): Locator {
  return page.getByRole('main').getByRole('article');
}

export function unblock(page: Page, name: string): Locator {
  return page.getByRole('button', { name: `Unblock ${name}`, exact: true });
}

/** What the last form did. */
export function deed(page: Page): Locator {
  return page.getByRole('main').getByRole('status');
}

export function undo(page: Page): Locator {
  return deed(page).getByRole('button', { name: /^Undo/ });
}
