// How choices of privacy are saved at once. Without a script there is a Save: privacy.spec.ts.

import { expect, test } from './support/journey';
import { listed, openPrivacy, viewAs, visibility } from './support/privacy';
import { readProfile } from './support/rest';
import { expectAwake, failure } from './support/settings';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('a choice is saved without a new page, with the keyboard alone', async ({ page, person }) => {
    await openPrivacy(page);
    await expectAwake(page);
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    await visibility(page, 'Members').focus();
    await page.keyboard.press('ArrowDown');
    await expect(visibility(page, 'Only me')).toBeChecked();
    await expect(visibility(page, 'Only me')).toBeFocused();
    await expect(page.getByRole('status')).toHaveText('Saved');
    await listed(page).focus();
    await page.keyboard.press('Space');
    await expect.poll(() => readProfile(person)).toMatchObject({ visibility: 'private', discoverable: false });
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
  });

  test('what cannot be saved goes back, says so, and can be tried again', async ({ page, person }) => {
    await openPrivacy(page, 'member');
    await expectAwake(page);
    await page.context().setOffline(true);
    await visibility(page, 'Only me').click();
    await expect(failure(page)).toContainText('Not saved: Visibility');
    await expect(visibility(page, 'Members')).toBeChecked();
    await listed(page).click();
    await expect(failure(page)).toContainText('Not saved: Visibility, List me in the directory');
    await expect(listed(page)).toBeChecked();
    // Nothing is another than it was, so what others see still stands there.
    await expect(viewAs(page).getByRole('heading', { name: person.name })).toBeVisible();
    await page.context().setOffline(false);
    await failure(page).getByRole('button', { name: 'Try again' }).click();
    await expect(visibility(page, 'Only me')).toBeFocused();
    await expect(page.getByRole('status')).toHaveText('Saved');
    expect(await readProfile(person)).toMatchObject({ visibility: 'private', discoverable: false });
  });
});
