// The form of /profile/edit, by what people read on it.

import { expect, type Locator, type Page } from '@playwright/test';

export async function openEditForm(page: Page): Promise<void> {
  await page.goto('/profile/edit');
  await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible();
}

export function box(page: Page, name: string): Locator {
  return page.getByRole('textbox', { name });
}

/** Shows the box for the address of a picture, which most people do not need. */
export async function openPictureAddress(page: Page): Promise<void> {
  await page.getByText('Use a picture on the web instead').click();
  await expect(box(page, 'Picture address')).toBeVisible();
}

/** Presses Save and waits for the page that answers: the one before may say the same. */
export async function pressSave(page: Page): Promise<void> {
  const answered = page.waitForEvent('framenavigated');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await answered;
}

/** Saves, and sees that it is said. */
export async function save(page: Page): Promise<void> {
  await pressSave(page);
  await expectSaved(page);
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByRole('status')).toHaveText('Saved');
}

/** The box that says what is wrong, or what was changed meanwhile. */
export function summary(page: Page, heading = 'There is a problem'): Locator {
  return page.getByRole('alert', { name: heading });
}

/** Waits until the islands are awake, by what they do: they hold whoever leaves a changed form. */
export async function expectAwake(page: Page): Promise<void> {
  const holds = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  await expect.poll(() => page.evaluate(holds), { message: 'the islands are awake' }).toBe(true);
}
