import type { Page } from '@playwright/test';
import { box, openEditForm, pressSave, save, summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { signIn } from './support/people';
import { changeProfile, readProfile } from './support/rest';

const HEADING = 'Your profile was changed meanwhile';

test('a form that was overtaken over REST shows both values and lets me keep mine', async ({ page, person }) => {
  await overtaken(page, () => changeProfile(person, { headline: 'From elsewhere', location: 'Girona' }));
  const headline = page.getByRole('group', { name: 'Headline' });
  await expect(headline.getByText('Typed by me')).toBeVisible();
  await expect(headline.getByText('From elsewhere')).toBeVisible();
  await expect(headline.getByRole('radio', { name: 'Yours' })).toBeChecked();
  await summary(page, HEADING).getByRole('link', { name: 'Headline' }).click();
  await expect(headline.getByRole('radio').first()).toBeFocused();
  await save(page);
  expect(await readProfile(person)).toMatchObject({ headline: 'Typed by me', bio: 'Mine too', location: 'Girona' });
});

test('a form that was overtaken in another browser lets me take what was saved there', async ({
  page,
  person,
  anotherBrowser,
}) => {
  const browser = await anotherBrowser();
  await signIn(browser, person);
  await overtaken(page, async () => {
    const other = await browser.newPage();
    await openEditForm(other);
    await box(other, 'Headline').fill('From elsewhere');
    await save(other);
  });
  await page.getByRole('group', { name: 'Headline' }).getByRole('radio', { name: 'Saved meanwhile' }).check();
  await save(page);
  await expect(box(page, 'Headline')).toHaveValue('From elsewhere');
  expect(await readProfile(person)).toMatchObject({ headline: 'From elsewhere', bio: 'Mine too' });
});

test('a field that I did not touch takes what was saved, unless I say otherwise', async ({ page, person }) => {
  await overtaken(page, () => changeProfile(person, { location: 'Girona' }));
  const location = page.getByRole('group', { name: 'Location' });
  await expect(location.getByRole('radio', { name: 'Saved meanwhile' })).toBeChecked();
  await expect(page.getByRole('group', { name: 'Headline' }).getByRole('radio', { name: 'Yours' })).toBeChecked();
  await save(page);
  expect(await readProfile(person)).toMatchObject({ headline: 'Typed by me', location: 'Girona' });
});

test('links, skills and choices in conflict are shown in words', async ({ page, person }) => {
  await openEditForm(page);
  await box(page, 'Skills').fill('Maps\nCompasses');
  await page.getByRole('radio', { name: 'Only me' }).check();
  const row = page.getByRole('group', { name: 'Link 1' });
  await row.getByRole('textbox', { name: 'Text' }).fill('Mine');
  await row.getByRole('textbox', { name: 'Address' }).fill('https://mine.example/');
  const links = [{ label: 'Theirs', url: 'https://theirs.example/' }];
  await changeProfile(person, { skills: ['Rowing'], visibility: 'public', links });
  await pressSave(page);
  for (const [name, mine, saved] of [
    ['Skills', 'Maps', 'Rowing'],
    ['Visibility', 'Only me', 'Anyone'],
    ['Links', 'https://mine.example/', 'https://theirs.example/'],
  ]) {
    const group = page.getByRole('group', { name });
    await expect(group.getByRole('radio', { name: mine })).toBeChecked();
    await expect(group.getByRole('radio', { name: saved })).not.toBeChecked();
  }
  await page.getByRole('group', { name: 'Links' }).getByRole('radio', { name: 'Saved meanwhile' }).check();
  await save(page);
  expect(await readProfile(person)).toMatchObject({ skills: ['Maps', 'Compasses'], visibility: 'private', links });
});

test('overtaken twice, the form asks twice', async ({ page, person }) => {
  await overtaken(page, () => changeProfile(person, { headline: 'From elsewhere' }));
  await changeProfile(person, { headline: 'From elsewhere, again' });
  await pressSave(page);
  await expect(summary(page, HEADING)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Headline' }).getByText('From elsewhere, again')).toBeVisible();
  await save(page);
  expect(await readProfile(person)).toMatchObject({ headline: 'Typed by me', bio: 'Mine too' });
});

/** Types into the form, lets something else be saved meanwhile, saves, and sees that this is told. */
async function overtaken(page: Page, meanwhile: () => Promise<unknown>): Promise<void> {
  await openEditForm(page);
  await box(page, 'Headline').fill('Typed by me');
  await box(page, 'Bio').fill('Mine too');
  await meanwhile();
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await pressSave(page);
  expect((await answer).status()).toBe(412);
  await expect(page).toHaveTitle('Error: Edit profile · Matricula');
  await expect(summary(page, HEADING)).toBeFocused();
}
