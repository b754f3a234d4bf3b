// `/admin/users/{id}`: forms that were overtaken, refused, or sent when the session was over.

import type { Page } from '@playwright/test';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { addPerson, newName } from './support/members';
import { signIn } from './support/people';
import { changeProfile, changeRole } from './support/rest';
import { foundTenant } from './support/tenants';
import { addUsers, pageOf, rolesOf, setRoleOf } from './support/users';

const OVERTAKEN = 'Somebody changed this account meanwhile';

test.describe('an admin', () => {
  test.beforeEach(({ person }) => changeRole(person, 'admin'));

  test('whose role for somebody was overtaken sees both and chooses', async ({ page, context }) => {
    const somebody = await addPerson(context.browser(), {});
    for (const [whose, becomes] of [
      ['Saved meanwhile', 'admin'],
      ['Yours', 'instructor'],
    ] as const) {
      await page.goto(pageOf(somebody));
      await region(page, 'Role').getByRole('combobox').selectOption('Instructor');
      await changeRole(somebody, 'admin');
      await save(page, 'Role', 412);
      await expect(summary(page, OVERTAKEN)).toBeFocused();
      const both = page.getByRole('group', { name: 'Role' });
      await expect(both.getByRole('radio', { name: 'Yours Instructor' })).toBeChecked();
      await expect(both.getByRole('radio', { name: 'Saved meanwhile Administrator' })).not.toBeChecked();
      await summary(page, OVERTAKEN).getByRole('link').click();
      await expect(both.getByRole('radio').first()).toBeFocused();
      await both.getByRole('radio', { name: whose }).check();
      await save(page, 'Role');
      expect(await rolesOf([somebody])).toEqual([becomes]);
      await changeRole(somebody, 'student');
    }
  });

  test('whose form was overtaken by something else saves all the same', async ({ page, context }) => {
    const somebody = await addPerson(context.browser(), {});
    await page.goto(pageOf(somebody));
    await region(page, 'Role').getByRole('combobox').selectOption('Instructor');
    await changeProfile(somebody, { headline: '2026' });
    await save(page, 'Role');
    await expect(page.getByRole('status')).toHaveText('Saved: the role is Instructor');
  });

  test('whose status for somebody was overtaken keeps the reason that they typed', async ({ page, context, anotherBrowser, person }) => {
    const somebody = await addPerson(context.browser(), {});
    await page.goto(pageOf(somebody));
    await region(page, 'Status').getByRole('radio', { name: 'Suspended' }).check();
    await region(page, 'Status').getByRole('textbox', { name: 'Reason' }).fill('Spam');
    const elsewhere = await anotherBrowser();
    await signIn(elsewhere, person);
    const answer = await elsewhere.request.post(pageOf(somebody), { form: { action: 'status', status: 'inactive' } });
    expect(answer.status()).toBe(200);
    await save(page, 'Status', 412);
    const both = page.getByRole('group', { name: 'Status' });
    await expect(both.getByRole('radio', { name: 'Yours Suspended' })).toBeChecked();
    await expect(both.getByRole('radio', { name: 'Saved meanwhile Switched off' })).toBeVisible();
    await expect(region(page, 'Status').getByRole('textbox', { name: 'Reason' })).toHaveValue('Spam');
    await save(page, 'Status');
    await expect(page.getByRole('status')).toHaveText('Saved: the status is Suspended');
  });

  test('who deletes somebody that was changed meanwhile looks again first', async ({ page, context }) => {
    const somebody = await addPerson(context.browser(), {});
    await page.goto(pageOf(somebody));
    const end = region(page, 'Delete the account');
    await end.getByText('What deleting means, and how').click();
    await end.getByRole('textbox').fill(somebody.name);
    await changeRole(somebody, 'instructor');
    await end.getByRole('button').click();
    await expect(summary(page, OVERTAKEN)).toBeFocused();
    await expect(end.getByRole('textbox')).toHaveValue(somebody.name);
    await end.getByRole('button').click();
    await expect(page).toHaveURL('/admin/users');
  });

  test('who is signed out while typing a reason finds it after sign-in', async ({ page, context, person }) => {
    const [user] = await addUsers(newName(), [{}]);
    await page.goto(pageOf(user));
    await region(page, 'Status').getByRole('radio', { name: 'Suspended' }).check();
    await region(page, 'Status').getByRole('textbox', { name: 'Reason' }).fill('Spam');
    await context.clearCookies();
    await region(page, 'Status').getByRole('button', { name: 'Save' }).click();
    await expect(page).toHaveURL(`/sign-in?return_to=${pageOf(user)}`);
    await expect(page.getByText('What you typed has been kept')).toBeVisible();
    const arrived = await (await signIn(context, person, pageOf(user))).text();
    expect(arrived).toContain('Not saved yet');
    expect(arrived).toContain('Spam</textarea>');
    expect(arrived).toMatch(/value="suspended"[^>]* checked/);
    await page.goto(pageOf(user));
    await expect(region(page, 'Status').getByRole('radio', { name: 'Active' }), 'it is kept for once').toBeChecked();
  });

  test('who is no admin any more is told of nothing', async ({ page, person }) => {
    const [user] = await addUsers(newName(), [{}]);
    await page.goto(pageOf(user));
    await changeRole(person, 'student');
    await region(page, 'Role').getByRole('combobox').selectOption('Instructor');
    await save(page, 'Role', 404);
    await expect(page).toHaveTitle('Page not found · Matricula');
    expect(await rolesOf([user])).toEqual(['student']);
  });
});

test('the last active admin of a tenant stays, also when the one who asks has just stopped being one', async ({ page, context }) => {
  const [grace, alan] = await foundTenant(context);
  await page.goto(pageOf(alan));
  await region(page, 'Role').getByRole('combobox').selectOption('Student');
  // The server believes the old role for some seconds.
  await setRoleOf(grace.id, 'student');
  await save(page, 'Role', 409);
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole('link')).toHaveText('The last active administrator has to stay: make somebody else one first');
  await expect(region(page, 'Role').getByRole('combobox')).toHaveValue('student');
  expect(await rolesOf([alan])).toEqual(['admin']);
});

test('nobody of another tenant is there', async ({ page, context, browser }) => {
  const elsewhere = await addPerson(browser, {});
  await foundTenant(context);
  expect((await page.goto(pageOf(elsewhere)))?.status()).toBe(404);
  await page.goto(`/admin/users?search=${elsewhere.email}`);
  await expect(page.getByRole('heading', { name: 'No user found' })).toBeVisible();
  await page.goto('/admin/users');
  await expect(page.getByRole('heading', { name: '2 users' })).toBeVisible();
  const file = await context.request.get('/admin/users.csv');
  expect((await file.text()).trim().split('\r\n')).toHaveLength(3);
});

function region(page: Page, name: string) {
  return page.getByRole('region', { name, exact: true });
}

/** Presses Save in a card, and looks at the status of the answer. */
async function save(page: Page, card: string, status = 303): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await region(page, card).getByRole('button', { name: 'Save' }).click();
  expect((await answer).status()).toBe(status);
  await page.waitForLoadState();
}
