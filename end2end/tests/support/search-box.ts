// A search box whose island is awake: a combobox, its options, and what it says.

import { expect, type Locator, type Page } from '@playwright/test';

/** What is done with the box of this label, which stands on the page at `path`. */
export function searchBox(label: string, path: string) {
  const box = (page: Page): Locator => page.getByRole('combobox', { name: label });
  const options = (page: Page): Locator => page.getByRole('listbox', { name: label }).getByRole('option');
  const said = (page: Page): Locator => page.getByRole('main').getByRole('search').getByRole('status');

  /** A box becomes a combobox when its island wakes. */
  async function expectAwake(page: Page): Promise<void> {
    await expect(box(page)).toBeVisible();
  }

  async function open(page: Page, at = path): Promise<void> {
    await page.goto(at);
    await expectAwake(page);
  }

  /** Which option Enter chooses; -1: none. */
  async function expectActive(page: Page, index: number): Promise<void> {
    if (index < 0) {
      await expect(box(page)).not.toHaveAttribute('aria-activedescendant');
      await expect(page.locator('[role="option"][aria-selected="true"]')).toHaveCount(0);
      return;
    }
    const option = options(page).nth(index);
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await expect(box(page)).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? '');
  }

  return { box, options, said, open, expectAwake, expectActive };
}
