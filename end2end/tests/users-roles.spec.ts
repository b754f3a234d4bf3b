// Giving many users a role: preview, change, and what became of each.

import type { Locator, Page } from '@playwright/test';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { newName } from './support/members';
import { changeRole } from './support/rest';
import { addUsers, entriesOf, eventsOf, many, names, pick, rolesOf, setRoleOf } from './support/users';

test.beforeEach(({ person }) => changeRole(person, 'admin'));

test('whoever is checked is shown what would happen, and then gets the role', async ({ page, person }) => {
  const word = newName();
  const users = await addUsers(word, [{ age: 3 }, { age: 2, role: 'instructor' }, { age: 1 }]);
  const [student, instructor, left] = users;
  await page.goto(`/admin/users?search=${word}`);
  await pick(page, student).check();
  await pick(page, instructor).check();
  await give(page, 'Instructor');
  await page.getByRole('button', { name: 'Preview change' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Change roles');
  await expect(page.getByRole('heading', { name: 'What will happen' })).toBeFocused();
  await expect(numbers(page)).toHaveText([/^1 to change to Instructor/, /^1 already Instructor/, /^0 to skip/]);
  expect(await rolesOf(users), 'nothing is done yet').toEqual(['student', 'instructor', 'student']);
  await page.reload();
  await page.getByRole('button', { name: 'Change 1 person to Instructor' }).click();

  await expect(page.getByRole('status')).toContainText('1 person changed to Instructor');
  await expect(page.getByRole('status')).toBeFocused();
  await expect(results(page)).toHaveText([`${student.name}${student.email}Is Instructor now`, `${instructor.name}${instructor.email}Was Instructor already`]);
  expect(await rolesOf(users)).toEqual(['instructor', 'instructor', 'student']);
  expect(await eventsOf(student.id, 'user.role_changed')).toBe(1);
  expect(await eventsOf(left.id, 'user.role_changed')).toBe(0);
  expect(await entriesOf(person.id, 'user.role_changed')).toEqual([
    { target: student.id, changes: [{ field: 'role', before: 'student', after: 'instructor' }] },
  ]);

  await page.goBack();
  await expect(page.getByText('There is nobody to change.')).toBeVisible();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page).toHaveURL(`/admin/users?search=${word}`);
});

test('sent twice, the change is made once', async ({ page }) => {
  const word = newName();
  const [user] = await addUsers(word, [{}]);
  await page.goto(`/admin/users?search=${word}`);
  await pick(page, user).check();
  await give(page, 'Instructor');
  await page.getByRole('button', { name: 'Preview change' }).click();
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const [tab, said] of [
    [page, '1 person changed to Instructor'],
    [other, 'Nobody was changed'],
  ] as const) {
    await tab.getByRole('button', { name: 'Change 1 person to Instructor' }).click();
    await expect(tab.getByRole('status')).toContainText(said);
  }
  await expect(results(other)).toHaveText([/Was Instructor already$/]);
  expect(await eventsOf(user.id, 'user.role_changed')).toBe(1);
});

test('everybody who is found is selected as they are now: who stops to fit is passed over, who comes later is not touched', async ({ page }) => {
  const word = newName();
  const users = await addUsers(word, many(30));
  await page.goto(`/admin/users?search=${word}&role=student`);
  await give(page, 'Instructor');
  await page.getByRole('button', { name: 'Select all 30 matching' }).click();
  await expect(page).toHaveURL(/[?&]selection=[0-9a-f-]{36}&give=instructor$/);
  await expect(page.getByText('You have selected 30 people: everybody whom the filters of the list found at that moment.')).toBeVisible();
  await expect(numbers(page).first()).toHaveText(/^30 to change to Instructor/);

  const [promoted, moved] = users;
  await setRoleOf(promoted.id, 'instructor');
  await setRoleOf(moved.id, 'admin');
  const [late] = await addUsers(word, [{ firstName: 'late' }]);
  await page.getByRole('button', { name: 'Change 30 people to Instructor' }).click();

  await expect(page.getByRole('status')).toContainText('28 people changed to Instructor');
  await expect(page.getByRole('status').getByRole('listitem')).toHaveText(['1 already Instructor', '1 skipped']);
  await expect(results(page).filter({ hasText: moved.name })).toHaveText(/Not found by the filters any more$/);
  await expect(results(page).first(), 'who was passed over stands first').toContainText(moved.name);
  await expect(results(page).filter({ hasText: promoted.name })).toHaveText(/Was Instructor already$/);
  expect(await rolesOf([moved, late])).toEqual(['admin', 'student']);
  expect(await rolesOf(users.slice(2))).toEqual(Array(28).fill('instructor'));
  await page.reload();
});

test('oneself is passed over, and it is said why', async ({ page, person }) => {
  await page.goto(`/admin/users?search=${person.email}`);
  await page.getByRole('checkbox', { name: `Select ${person.name}` }).check();
  await give(page, 'Student');
  await page.getByRole('button', { name: 'Preview change' }).click();
  await expect(numbers(page).last()).toContainText('1 to skip');
  await expect(numbers(page).last()).toContainText('1 Your own role can be changed by another administrator only');
  await expect(page.getByText('There is nobody to change.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Change / })).toHaveCount(0);
});

test('another role for the same people is a matter of the address', async ({ page }) => {
  const word = newName();
  const users = await addUsers(word, [{}, { role: 'instructor' }]);
  await page.goto(`/admin/users?search=${word}`);
  for (const user of users) await pick(page, user).check();
  await give(page, 'Instructor');
  await page.getByRole('button', { name: 'Preview change' }).click();
  await page.getByLabel('Change role to').selectOption('Student');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(numbers(page)).toHaveText([/^1 to change to Student/, /^1 already Student/, /^0/]);
  const shown = numbers(page).first();
  await shown.getByText('Show 1 person').click();
  await expect(shown.getByRole('link', { name: users[1].name })).toBeVisible();
  await page.goBack();
  await expect(numbers(page).first()).toHaveText(/^1 to change to Instructor/);
});

test('whoever checks nobody is told to, and keeps the list', async ({ page }) => {
  const word = newName();
  const [user] = await addUsers(word, [{}]);
  await page.goto(`/admin/users?search=${word}`);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Preview change' }).click();
  expect((await answer).status()).toBe(400);
  await expect(summary(page)).toBeFocused();
  await summary(page).getByRole('link', { name: 'Select at least one person first' }).click();
  await expect(pick(page, user)).toBeFocused();
  await expect(names(page)).toHaveText([user.name]);
});

test('a selection that is over, or somebody else’s, changes nobody and says so', async ({ page, context, person }) => {
  const path = '/admin/users?selection=019aa5d0-0000-7000-8000-000000000001&give=instructor';
  expect((await page.goto(path))?.status()).toBe(404);
  await expect(page.getByText('This selection is over')).toBeVisible();
  await page.getByRole('link', { name: 'Select again in the list' }).click();
  await expect(page).toHaveURL('/admin/users');
  const posted = await context.request.post(path, { form: { step: 'change', owner: person.id } });
  expect(await posted.text()).toContain('This selection is over');
});

test('without a script the box in the head means everybody on the page', { tag: '@no-js' }, async ({ page }) => {
  const word = newName();
  const users = await addUsers(word, many(25));
  await page.goto(`/admin/users?search=${word}&sortBy=createdAt&sortOrder=asc`);
  await page.getByRole('checkbox', { name: 'Select everybody on this page' }).check();
  await give(page, 'Instructor');
  await page.getByRole('button', { name: 'Preview change' }).click();
  await expect(numbers(page).first()).toHaveText(/^20 to change to Instructor/);
  await page.getByRole('button', { name: 'Change 20 people to Instructor' }).click();
  expect(await rolesOf(users)).toEqual([...Array(20).fill('instructor'), ...Array(5).fill('student')]);
});

/** The role in the bar below the list. */
async function give(page: Page, role: string): Promise<void> {
  await page.getByRole('group', { name: 'Change roles' }).getByLabel('Change role to').selectOption(role);
}

/** Who changes, who has the role, who is passed over: each with a number. */
function numbers(page: Page): Locator {
  return page.getByRole('region', { name: 'What will happen' }).locator('.counts > li');
}

function results(page: Page): Locator {
  return page.getByRole('table', { name: 'Person by person' }).getByRole('row').filter({ has: page.getByRole('rowheader') });
}
