import type { Locator, Page } from '@playwright/test';
import { box, expectSaved, openEditForm, openPictureAddress, pressSave, summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { register } from './support/people';
import { readProfile } from './support/rest';

test('two bad fields: the focus goes to a box that lists both as links, and nothing that was typed is lost', async ({
  page,
  person,
}) => {
  await openEditForm(page);
  await box(page, 'Username').fill('n!');
  await box(page, 'Phone').fill('12');
  await box(page, 'Bio').fill('Kept.\nAll of it.');
  await page.getByRole('radio', { name: 'Only me' }).check();
  await page.getByRole('checkbox', { name: 'List me in the directory' }).uncheck();
  await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Tokyo');
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await pressSave(page);
  expect((await answer).status()).toBe(400);

  await expect(page).toHaveTitle('Error: Edit profile · Matricula');
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole('heading')).toHaveText('There is a problem');
  const phone = 'Phone must be in international form, such as +34 600 123 456';
  await expect(summary(page).getByRole('link')).toHaveText([/^Username/, phone]);
  const username = (await summary(page).getByRole('link').first().textContent()) ?? '';
  await expectFaulty(box(page, 'Username'), username);
  await expectFaulty(box(page, 'Phone'), phone);
  await expect(box(page, 'Bio')).not.toHaveAttribute('aria-invalid');
  await summary(page).getByRole('link', { name: phone }).click();
  await expect(box(page, 'Phone')).toBeFocused();

  await expect(box(page, 'Username')).toHaveValue('n!');
  await expect(box(page, 'Phone')).toHaveValue('12');
  await expect(box(page, 'Bio')).toHaveValue('Kept.\nAll of it.');
  await expect(page.getByRole('radio', { name: 'Only me' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'List me in the directory' })).not.toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Asia/Tokyo');
  expect(await readProfile(person)).toMatchObject({ visibility: 'members', timezone: 'UTC' });

  await box(page, 'Username').clear();
  await box(page, 'Phone').clear();
  await pressSave(page);
  await expectSaved(page);
  await expect(page).toHaveTitle('Edit profile · Matricula');
  expect(await readProfile(person)).toMatchObject({ bio: 'Kept.\nAll of it.', visibility: 'private' });
});

interface Rule {
  field: string;
  value: string;
  says: string;
}

const rules: Rule[] = [
  { field: 'Picture address', value: 'http://pictures.example/me.png', says: 'Picture address must be an address that starts with https://' },
  { field: 'First name', value: '   ', says: 'First name cannot be empty' },
  { field: 'Last name', value: '', says: 'Last name cannot be empty' },
  { field: 'Display name', value: 'd'.repeat(101), says: 'Display name can have at most 100 characters' },
  { field: 'Username', value: 'ab', says: 'Username must have at least 3 characters' },
  { field: 'Headline', value: 'h'.repeat(101), says: 'Headline can have at most 100 characters' },
  { field: 'Location', value: 'l'.repeat(101), says: 'Location can have at most 100 characters' },
  {
    field: 'Skills',
    value: Array.from({ length: 21 }, (_, i) => `Skill ${i}`).join('\n'),
    says: 'Skills can have at most 20 entries',
  },
  { field: 'Phone', value: 'call me', says: 'Phone must be in international form, such as +34 600 123 456' },
];

test('every rule that is broken is told at once, in the order of the form', async ({ page, person }) => {
  await openEditForm(page);
  await openPictureAddress(page);
  for (const { field, value } of rules) await box(page, field).fill(value);
  const row = page.getByRole('group', { name: 'Link 2' });
  await row.getByRole('textbox', { name: 'Text' }).fill('Bad link');
  await row.getByRole('textbox', { name: 'Address' }).fill('javascript:alert(1)');
  await pressSave(page);
  const sentences = rules.map((rule) => rule.says);
  // The links stand between skills and phone. The row that was left empty above is not counted.
  const link = 'Address of link 1 must be an address that starts with https://';
  sentences.splice(sentences.length - 1, 0, link);
  await expect(summary(page).getByRole('link')).toHaveText(sentences);
  for (const { field, value, says } of rules) {
    await expect(box(page, field)).toHaveValue(value);
    await expectFaulty(box(page, field), says);
  }
  await summary(page).getByRole('link', { name: link }).click();
  const address = page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Address' });
  await expect(address).toBeFocused();
  await expect(address).toHaveValue('javascript:alert(1)');
  expect(await readProfile(person)).toMatchObject({ firstName: 'Nora', links: [] });
});

test('a skill that is too long is named by its number', async ({ page, person }) => {
  await openEditForm(page);
  await box(page, 'Skills').fill(`${person.firstName}\n${'s'.repeat(51)}`);
  await pressSave(page);
  await expect(summary(page).getByRole('link')).toHaveText(['Skill 2 can have at most 50 characters']);
  await expectFaulty(box(page, 'Skills'), 'Skill 2 can have at most 50 characters');
});

test('a username that somebody else has is refused at its field, whatever its capitals', async ({
  page,
  person,
  anotherBrowser,
}) => {
  const username = `taken-${person.id.slice(-12)}`;
  await openEditForm(page);
  await box(page, 'Username').fill(username);
  await pressSave(page);
  await expectSaved(page);

  const browser = await anotherBrowser();
  await register(browser, { firstName: 'Omar' });
  const other = await browser.newPage();
  await openEditForm(other);
  await box(other, 'Username').fill(username.toUpperCase());
  await box(other, 'Bio').fill('Kept.');
  const answer = other.waitForResponse((response) => response.request().method() === 'POST');
  await pressSave(other);
  expect((await answer).status()).toBe(409);
  await expect(summary(other).getByRole('link')).toHaveText(['Username is already taken. Choose another']);
  await expectFaulty(box(other, 'Username'), 'Username is already taken. Choose another');
  await expect(box(other, 'Username')).toHaveValue(username.toUpperCase());
  await expect(box(other, 'Bio')).toHaveValue('Kept.');
});

test('a username that the platform keeps for itself is refused', async ({ page, person }) => {
  await openEditForm(page);
  await box(page, 'Username').fill('admin');
  await pressSave(page);
  await expect(summary(page).getByRole('link')).toHaveText([/^Username is a name that the platform keeps for itself/]);
  expect(await readProfile(person)).not.toHaveProperty('username');
});

test('the form of one account is not saved into another that was signed in meanwhile', async ({ page, person, context }) => {
  await openEditForm(page);
  await box(page, 'Bio').fill(`About ${person.name} alone`);
  await context.clearCookies();
  const omar = await register(context, { firstName: 'Omar' });
  await pressSave(page);
  await expect(page.getByRole('alert')).toContainText('Nothing was saved');
  expect(await readProfile(omar)).not.toHaveProperty('bio');
  expect(await readProfile(person)).not.toHaveProperty('bio');
  await expectNoTextOf(page, person.name);
});

async function expectFaulty(control: Locator, says: string): Promise<void> {
  await expect(control).toHaveAttribute('aria-invalid', 'true');
  await expect(control).toHaveAccessibleDescription(new RegExp(escape(says)));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

async function expectNoTextOf(page: Page, text: string): Promise<void> {
  expect(await page.content()).not.toContain(text);
}
