// The pages of settings, by what people read on them.

import { expect, type Locator, type Page } from '@playwright/test';
import { pressSave } from './edit-form';

export async function openSettings(page: Page): Promise<void> {
  await page.goto('/settings');
  await expect(page.getByRole('heading', { level: 1, name: 'General settings' })).toBeVisible();
}

export async function openNotifications(page: Page): Promise<void> {
  await page.goto('/settings/notifications');
  await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
}

export function theme(page: Page, name: 'Light' | 'Dark' | 'As my device'): Locator {
  return page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name });
}

export function language(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Language' });
}

export function zone(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Time zone' });
}

export function toggle(page: Page, name: string): Locator {
  return page.getByRole('checkbox', { name });
}

/** Waits until the island is awake: it needs no Save. */
export async function expectAwake(page: Page): Promise<void> {
  await expect(page.getByText('Every change is saved at once')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
}

/** Chooses something and sees that it is saved: at once, or without JavaScript with Save. */
export async function choose(page: Page, javaScriptEnabled: boolean, act: () => Promise<unknown>): Promise<void> {
  await act();
  if (!javaScriptEnabled) {
    await pressSave(page);
    await page.waitForLoadState();
  }
  await expect(page.getByRole('status')).toHaveText('Saved');
}

/** What says that something was not saved. */
export function failure(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: 'Not saved:' });
}

/** Sends the form with values that no page offers, past everything that watches it. */
export async function sendHostile(page: Page, values: Record<string, string>): Promise<void> {
  const answered = page.waitForEvent('framenavigated');
  await page.locator('main form').evaluate((form: HTMLFormElement, values) => {
    for (const [name, value] of Object.entries(values)) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      for (const control of form.querySelectorAll(`[name="${name}"]`)) control.remove();
      form.append(input);
    }
    form.submit();
  }, values);
  await answered;
}
