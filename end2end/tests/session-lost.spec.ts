import type { BrowserContext, Page } from '@playwright/test';
import { box, openEditForm, pressSave } from './support/edit-form';
import { expect, test } from './support/journey';
import { register } from './support/people';
import { readProfile } from './support/rest';
import { fillPassword, pressSignIn, signOutAtAuthService } from './support/sign-in';

test.describe('a session that is lost in mid-edit', () => {
  const losses: { how: string; lose: (context: BrowserContext) => Promise<void> }[] = [
    { how: 'ended at the auth-service', lose: signOutAtAuthService },
    { how: 'gone from the browser', lose: (context) => context.clearCookies() },
  ];
  for (const { how, lose } of losses) {
    test(`(${how}) costs nothing of what was typed`, async ({ page, context, person }) => {
      await typeThenLose(page, () => lose(context));
      await pressSignIn(page);
      await fillPassword(page, person);
      await expect(page).toHaveURL('/profile/edit');
      await expect(page.getByText('Not saved yet')).toBeVisible();
      await expect(box(page, 'Bio')).toHaveValue('Typed before\nit was lost');
      await expect(box(page, 'Username')).toHaveValue('n!');
      await expect(page.getByRole('radio', { name: 'Only me' })).toBeChecked();
      await expect(page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Text' })).toHaveValue('Half a link');
      expect(await readProfile(person)).not.toHaveProperty('bio');

      await box(page, 'Username').clear();
      await page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Text' }).clear();
      await pressSave(page);
      await expect(page.getByRole('status')).toHaveText('Saved');
      await expect(page.getByText('Not saved yet')).toHaveCount(0);
      expect(await readProfile(person)).toMatchObject({ bio: 'Typed before\nit was lost', visibility: 'private' });
    });
  }

  test('leaves a draft that one may throw away', async ({ page, context, person }) => {
    await typeThenLose(page, () => context.clearCookies());
    await pressSignIn(page);
    await fillPassword(page, person);
    await page.getByRole('button', { name: 'Discard and show what is saved' }).click();
    await expect(page).toHaveURL('/profile/edit');
    await expect(box(page, 'Bio')).toHaveValue('');
    await page.reload();
    await expect(page.getByText('Not saved yet')).toHaveCount(0);
    await expect(box(page, 'Bio')).toHaveValue('');
  });

  test('leaves nothing for somebody else who signs in at this browser', async ({ page, context, person, anotherBrowser }) => {
    const omar = await register(await anotherBrowser(), { firstName: 'Omar' });
    await typeThenLose(page, () => context.clearCookies());
    await pressSignIn(page);
    await fillPassword(page, omar);
    await expect(page).toHaveURL('/profile/edit');
    await expect(box(page, 'First name')).toHaveValue('Omar');
    await expect(box(page, 'Bio')).toHaveValue('');
    expect(await page.content()).not.toContain('it was lost');
    expect(await readProfile(person)).not.toHaveProperty('bio');
  });
});

/** Types into the form, loses the session, saves, and sees that the text was kept. */
async function typeThenLose(page: Page, lose: () => Promise<void>): Promise<void> {
  await openEditForm(page);
  await box(page, 'Bio').fill('Typed before\nit was lost');
  await box(page, 'Username').fill('n!');
  await page.getByRole('radio', { name: 'Only me' }).check();
  await page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Text' }).fill('Half a link');
  await lose();
  await pressSave(page);
  await expect(page).toHaveURL('/sign-in?return_to=/profile/edit');
  await expect(page.getByText('What you typed has been kept: sign in and it will be there.')).toBeVisible();
}
