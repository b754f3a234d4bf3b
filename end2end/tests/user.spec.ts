// `/admin/users/{id}`: somebody, and what an admin does with their account.

import type { Page } from '@playwright/test';
import { move, newWord, publish, take } from './support/courses';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { addPerson, newName } from './support/members';
import { register, signIn } from './support/people';
import { changeProfile, changeRole, changeSettings } from './support/rest';
import { plain, TEAL } from './support/photos';
import { expectSignedOut } from './support/sign-in';
import { uploadOverRest } from './support/thumbnails';
import { addUsers, entriesOf, pageOf, rolesOf } from './support/users';

test.beforeEach(({ person }) => changeRole(person, 'admin'));

test('an admin sees all that is known of somebody, and that they looked is told', async ({ page, context, person }) => {
  const word = newWord();
  const profile = { displayName: newName(), bio: '1 2 3', phone: '+34600123456', visibility: 'private', discoverable: false, skills: ['Maps'] };
  const somebody = await addPerson(context.browser(), profile);
  const [course, dropped] = await publish(`${word} 1`, `${word} 2`);
  await take(somebody, course, 40);
  await take(somebody, dropped);
  await move(somebody, dropped, 'dropped');
  const elsewhere = await context.browser()?.newContext({ userAgent: 'Firefox/140.0 (Linux)' });
  if (elsewhere) await signIn(elsewhere, somebody);
  await elsewhere?.close();

  await page.goto(pageOf(somebody));
  await expect(page).toHaveTitle(`${profile.displayName} · Matricula`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(profile.displayName);
  const facts = page.getByRole('region', { name: 'Profile' });
  for (const text of [somebody.firstName, somebody.lastName, profile.bio, profile.phone, 'Only me', 'Maps', somebody.id]) {
    await expect(facts.getByText(text, { exact: true })).toBeVisible();
  }
  const courses = page.getByRole('region', { name: 'Enrollments' });
  await expect(courses.getByRole('listitem')).toHaveCount(2);
  await expect(courses.getByRole('progressbar', { name: `Progress in ${word} 1` })).toHaveAttribute('aria-valuenow', '40');
  await expect(courses.getByText('Dropped')).toBeVisible();
  await expect(page.getByRole('region', { name: 'In numbers' })).toContainText('Enrollments2');
  await expect(page.getByRole('region', { name: 'Sessions' })).toContainText('Firefox on Linux');
  for (const action of ['user.read', 'user.stats_read', 'sessions.read']) {
    expect((await entriesOf(person.id, action)).map(({ target }) => target), action).toContain(somebody.id);
  }
});

test('a role that is saved is seen by the person on their next page', async ({ page, person, anotherBrowser }) => {
  const theirs = await anotherBrowser();
  const somebody = await register(theirs, { firstName: newName() });
  const other = await theirs.newPage();
  await other.goto('/profile');
  await expect(other.getByText('Teaches here')).toHaveCount(0);

  await page.goto(pageOf(somebody));
  const role = page.getByRole('region', { name: 'Role' });
  await expect(role.getByRole('combobox')).toHaveAccessibleDescription('Students take courses. Every new account begins so.');
  await role.getByRole('combobox').selectOption('Instructor');
  await role.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText('Saved: the role is Instructor');
  await expect(page.getByRole('status')).toBeFocused();
  await expect(role.getByRole('combobox')).toHaveValue('instructor');
  await other.reload();
  await expect(other.getByText('Teaches here')).toBeVisible();
  expect(await entriesOf(person.id, 'user.role_changed')).toHaveLength(1);
});

test('a suspension says why, signs the person out everywhere, and can be taken back', async ({ page, person, anotherBrowser }) => {
  const theirs = await anotherBrowser();
  const somebody = await register(theirs);
  await page.goto(pageOf(somebody));
  const status = page.getByRole('region', { name: 'Status' });
  await expect(status.getByRole('radio', { name: 'Active' })).toBeChecked();
  await expect(status.getByRole('radio', { name: 'Suspended' })).toHaveAccessibleDescription(/Signs the person out everywhere\.$/);
  await status.getByRole('radio', { name: 'Suspended' }).check();
  await status.getByRole('textbox', { name: 'Reason' }).fill('Spam\nin two courses');
  await status.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText('Saved: the status is Suspended');
  await expectSignedOut(theirs);
  const [entry] = await entriesOf(person.id, 'user.status_changed');
  expect(entry.changes).toContainEqual({ field: 'reason', after: 'Spam\nin two courses' });
  // The auth-service still knows them.
  const signInAgain = async () => (await theirs.request.post('/sign-in', { form: { return_to: '/profile' } })).url();
  expect(await signInAgain()).toContain('error=suspended');

  await status.getByRole('radio', { name: 'Active' }).check();
  await status.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText('Saved: the status is Active');
  expect(new URL(await signInAgain()).pathname).toBe('/profile');
});

test('a reason that is too long is kept and named, and nothing is saved', async ({ page }) => {
  const [user] = await addUsers(newName(), [{}]);
  await page.goto(pageOf(user));
  const status = page.getByRole('region', { name: 'Status' });
  await status.getByRole('radio', { name: 'Switched off' }).check();
  await status.getByRole('textbox', { name: 'Reason' }).fill('x'.repeat(501));
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await status.getByRole('button', { name: 'Save' }).click();
  expect((await answer).status()).toBe(400);
  await expect(page).toHaveTitle(/^Error: /);
  await expect(summary(page)).toBeFocused();
  await summary(page).getByRole('link', { name: 'Reason can have at most 500 characters' }).click();
  const reason = status.getByRole('textbox', { name: 'Reason' });
  await expect(reason).toBeFocused();
  await expect(reason).toHaveValue('x'.repeat(501));
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await expect(status.getByRole('radio', { name: 'Switched off' })).toBeChecked();
  await page.goto(pageOf(user));
  await expect(status.getByRole('radio', { name: 'Active' })).toBeChecked();
});

test('sessions are ended everywhere', async ({ page, anotherBrowser }) => {
  const theirs = await anotherBrowser();
  const somebody = await register(theirs);
  await page.goto(pageOf(somebody));
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('status')).toHaveText('One browser has been signed out');
  await expectSignedOut(theirs);
  await expect(page.getByRole('region', { name: 'Sessions' })).toHaveText(/Signed in nowhere/);
});

test('a photo is taken away', async ({ page, context }) => {
  const somebody = await addPerson(context.browser(), {});
  await uploadOverRest(somebody, plain(TEAL));
  await page.goto(pageOf(somebody));
  await page.getByRole('button', { name: 'Remove photo' }).click();
  await expect(page.getByRole('status')).toHaveText('The photo has been removed.');
  await expect(page.getByRole('button', { name: 'Remove photo' })).toHaveCount(0);
});

test('an account is deleted by whoever types the name, and is gone everywhere', async ({ page, context, anotherBrowser }) => {
  const theirs = await anotherBrowser();
  const somebody = await register(theirs, { firstName: newName() });
  await page.goto(pageOf(somebody));
  const end = page.getByRole('region', { name: 'Delete the account' });
  await end.getByText('What deleting means, and how').click();
  const box = end.getByRole('textbox', { name: `Type “${somebody.name}” to be sure` });
  await box.fill(somebody.firstName);
  await end.getByRole('button', { name: 'Delete the account for good' }).click();
  await summary(page).getByRole('link', { name: `Type exactly “${somebody.name}” to delete the account` }).click();
  await expect(box).toBeFocused();
  await expect(box).toHaveValue(somebody.firstName);
  await box.fill(` ${somebody.name.toUpperCase()}`);
  await end.getByRole('button', { name: 'Delete the account for good' }).click();

  await expect(page).toHaveURL('/admin/users');
  await expect(page.getByRole('status').filter({ hasText: somebody.name })).toHaveText(`The account of ${somebody.name} has been deleted.`);
  await expectSignedOut(theirs);
  expect((await page.goto(pageOf(somebody)))?.status()).toBe(404);
  await page.goto(`/admin/users?search=${somebody.email}`);
  await expect(page.getByRole('heading', { name: 'No user found' })).toBeVisible();
  const again = await context.request.post(pageOf(somebody), { form: { action: 'delete', name: somebody.name } });
  expect(again.status()).toBe(404);
});

test('of their own account an admin is told why it cannot be changed here', async ({ page, context, person }) => {
  await page.goto(pageOf(person));
  await expect(page.getByRole('region', { name: 'This is your own account' })).toContainText('Ask another administrator.');
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
  for (const [form, said] of [
    [{ action: 'role', role: 'student' }, 'Your own role can be changed by another administrator only'],
    [{ action: 'status', status: 'inactive' }, 'The status of your own account can be changed by another administrator only'],
    [{ action: 'delete', name: person.name }, 'Your own account can be deleted by another administrator only'],
  ] as const) {
    const answer = await context.request.post(pageOf(person), { form });
    expect(answer.status(), form.action).toBe(409);
    expect(await answer.text()).toContain(said);
  }
  expect(await rolesOf([person])).toEqual(['admin']);
});

test('for nobody there is no page', async ({ page }) => {
  for (const id of ['019aa5d0-0000-7000-8000-000000000001', 'ada', '%00']) {
    expect((await page.goto(`/admin/users/${id}`))?.status(), id).toBe(404);
  }
});

test('what people write of themselves is no more than text', async ({ page, context }) => {
  const hostile = '<img src=x onerror="document.title=1">';
  const somebody = await addPerson(context.browser(), { displayName: hostile, bio: hostile, links: [{ label: hostile, url: 'https://42.example/' }] });
  await changeProfile(somebody, { headline: hostile });
  await changeSettings(somebody, { timezone: 'Europe/Madrid' });
  await page.goto(pageOf(somebody));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(hostile);
  await expect(page.locator('main img[src="x"]')).toHaveCount(0);
});

/** Where everything can be reached with the keyboard alone. */
test('a role is changed with the keyboard alone', async ({ page }) => {
  const [user] = await addUsers(newName(), [{}]);
  await page.goto(pageOf(user));
  await tabTo(page, () => document.activeElement?.matches('select[name=role]') ?? false);
  await page.keyboard.type('Ins');
  await tabTo(page, () => document.activeElement?.matches('button') ?? false);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText('Saved: the role is Instructor');
});

async function tabTo(page: Page, isThere: () => boolean): Promise<void> {
  for (let n = 0; n < 40; n += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(isThere)) return;
  }
  throw new Error('the keyboard does not come there');
}
