// What a script adds to applying: the count, and the question before text is left behind.

import { expectAwake } from './support/edit-form';
import { expect, test } from './support/journey';
import { motivation } from './support/teach';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test.describe('with a script', { tag: '@js' }, () => {
  test('the length of the text is told while it is typed, and announced when the typing pauses', async ({ page }) => {
    await page.goto('/teach');
    const count = page.getByText(/of 2,000 characters$/).and(page.locator(':visible'));
    await expect(count.first()).toHaveText('0 of 2,000 characters');
    await motivation(page).fill('  año 🎓\n ');
    await expect(count.first()).toHaveText('5 of 2,000 characters');
    await expect(page.getByRole('status').filter({ hasText: '5 of 2,000 characters' })).toHaveCount(1);
    await expect(motivation(page)).toHaveAccessibleDescription(/50–2,000 characters\. 5 of 2,000 characters$/);
    await motivation(page).fill('x'.repeat(2001));
    await expect(count.first()).toHaveText('2,001 of 2,000 characters');
    await expect(count.first()).toHaveClass(/is-over/);
  });

  test('leaving with unsent text asks, with the original text back it does not', async ({ page }) => {
    await page.goto('/teach');
    const asked: string[] = [];
    page.on('dialog', async (dialog) => {
      asked.push(dialog.type());
      await dialog.accept();
    });
    // Browsers ask only whoever has pressed something.
    await motivation(page).click();
    await motivation(page).fill('x');
    await expectAwake(page);
    await page.reload();
    expect(asked).toEqual(['beforeunload']);
    await motivation(page).fill('x');
    await expectAwake(page);
    await motivation(page).fill('');
    await page.goto('/profile');
    expect(asked).toEqual(['beforeunload']);
  });
});
