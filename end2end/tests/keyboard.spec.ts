import type { Page } from '@playwright/test';
import { openEditForm } from './support/edit-form';
import { expect, test } from './support/journey';
import { expectPhotoAwake } from './support/photo-card';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test('with the keyboard alone one comes from the top through every field to Save, and always sees where one is', async ({ page, person, javaScriptEnabled }) => {
  await openEditForm(page);
  if (javaScriptEnabled) await expectPhotoAwake(page);
  const way: string[] = [];
  const unseen: string[] = [];
  while (way.at(-1) !== 'Save' && way.length < 60) {
    await page.keyboard.press('Tab');
    const { name, isSeen, isCovered } = await focused(page);
    way.push(name);
    if (!isSeen || isCovered) unseen.push(`${name}${isCovered ? ' (covered)' : ''}`);
  }
  expect(way).toEqual([
    'Skip to content',
    'Matricula',
    'Search people',
    'Search',
    `Account menu of ${person.name}`,
    'Choose a photo',
    ...(javaScriptEnabled ? [] : ['Upload']),
    'Use a picture on the web instead',
    'First name',
    'Last name',
    'Display name',
    'Username',
    'Headline',
    'Bio',
    'Location',
    'Skills',
    ...Array.from({ length: 5 }, () => ['Text', 'Address']).flat(),
    'Phone',
    'Language',
    'Time zone',
    'Members',
    'List me in the directory',
    'Save',
  ]);
  expect(unseen, 'focus that cannot be seen').toEqual([]);
});

test('the first Tab offers to skip to the content', async ({ page }) => {
  await page.goto('/profile');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link', { name: 'Choose a photo' })).toBeFocused();
});

test('the account menu opens, closes and is left with the keyboard', async ({ page, person }) => {
  await page.goto('/profile');
  const button = page.getByRole('button', { name: `Account menu of ${person.name}` });
  const entry = page.getByRole('banner').getByRole('link', { name: 'Profile', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(entry).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(entry).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(entry).toBeHidden();
  await expect(button).toBeFocused();
});

/** What has the focus: its name, whether it is outlined, and whether something lies over it. */
async function focused(page: Page): Promise<{ name: string; isSeen: boolean; isCovered: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> };
    const isName = (node: Node) => !(node instanceof HTMLElement) || (!node.matches('.optional') && node.checkVisibility());
    const label = element.labels?.[0] && [...element.labels[0].childNodes].filter(isName);
    const name = label?.map((node) => node.textContent).join('') ?? element.ariaLabel ?? element.innerText;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const isCovered = !top || !(element.contains(top) || top.contains(element));
    return { name: name.trim(), isSeen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, isCovered };
  });
}
