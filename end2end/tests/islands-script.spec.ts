// Islands, whatever else the browser has to do.

import { test } from './support/journey';
import { expectPhotoAwake } from './support/photo-card';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('wake also where the browser is never idle', async ({ page }) => {
    await page.addInitScript(() => {
      // A browser that always has something else to do hears only a wish that has an end.
      const late: IdleDeadline = { didTimeout: true, timeRemaining: () => 0 };
      window.requestIdleCallback = (wish, options) =>
        options?.timeout === undefined ? 0 : window.setTimeout(() => wish(late), options.timeout);
    });
    await page.goto('/profile/edit');
    await expectPhotoAwake(page);
  });
});
