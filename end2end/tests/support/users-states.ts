// The pages of users in the admin area, in every state that they can be in.

import { expect, type Page } from '@playwright/test';
import { move, newWord, publish, take } from './courses';
import { addPerson, newName } from './members';
import type { Person } from './people';
import { changeRole } from './rest';
import type { Language, State } from './states';
import { registerAdmin } from './teach';
import { addUsers, many, pageOf, type NewUser, type User } from './users';

const LIST = { en: 'Users · Matricula', es: 'Usuarios · Matricula' };
const ROLES = { en: 'Change roles · Matricula', es: 'Cambiar roles · Matricula' };
const SOMEBODY = { en: '41 · Matricula', es: '41 · Matricula' };

/** Everything that a row can say. */
const MIXED: NewUser[] = [
  { role: 'instructor', status: 'suspended', seen: 1 },
  { role: 'admin', status: 'inactive', seen: 50 },
  ...many(20, { age: 9_000 }),
];

export const usersStates: State[] = [
  {
    name: 'the list of users',
    title: LIST,
    open: async (page, language) => (await openList(page, language, MIXED, '&sortBy=lastActiveAt&sortOrder=desc')).admin,
  },
  {
    name: 'the list of users with some checked',
    title: LIST,
    open: async (page, language) => {
      const { admin } = await openList(page, language, MIXED);
      await boxes(page).nth(0).check();
      await boxes(page).nth(1).check();
      return admin;
    },
  },
  {
    name: 'a search for users that found nobody',
    title: LIST,
    open: async (page, language) => (await openList(page, language, [], '&role=admin')).admin,
  },
  {
    name: 'a list of users in which nobody was checked',
    title: { en: 'Error: Users · Matricula', es: 'Error: Usuarios · Matricula' },
    open: async (page, language) => {
      const { admin } = await openList(page, language, MIXED);
      await page.locator('button[value="preview"]').click();
      await expectRefusal(page);
      return admin;
    },
  },
  {
    name: 'a change of many roles, before it is made',
    title: ROLES,
    open: async (page, language) => {
      const { admin } = await openPreview(page, language);
      for (const fold of await page.locator('main summary').all()) await fold.click();
      return admin;
    },
  },
  {
    name: 'a change of many roles, after it was made',
    title: ROLES,
    open: async (page, language) => {
      const { admin } = await openPreview(page, language);
      await page.locator('main form[method="post"] button').click();
      await expect(page.getByRole('status')).toBeVisible();
      return admin;
    },
  },
  {
    name: 'a selection of users that is over',
    title: ROLES,
    open: async (page, language) => {
      const admin = await registerAdmin(page.context(), { language });
      await page.goto('/admin/users?selection=019aa5d0-0000-7000-8000-000000000001&give=admin');
      return admin;
    },
  },
  {
    name: 'a user with everything that can be known',
    title: SOMEBODY,
    open: async (page, language) => (await openSomebody(page, language)).admin,
  },
  {
    name: 'a user, just suspended',
    title: SOMEBODY,
    open: async (page, language) => {
      const { admin } = await openSomebody(page, language);
      await page.locator('input[value="suspended"]').check();
      await page.locator('#user-reason').fill('41');
      await page.locator('form').filter({ has: page.locator('#user-reason') }).locator('button').click();
      await expect(page.getByRole('status')).toBeVisible();
      return admin;
    },
  },
  {
    name: 'a user whose role was changed meanwhile',
    title: { en: 'Error: 41 · Matricula', es: 'Error: 41 · Matricula' },
    open: async (page, language) => {
      const { admin, somebody } = await openSomebody(page, language);
      await page.locator('#user-role').selectOption('student');
      await changeRole(somebody, 'admin');
      await page.locator('form').filter({ has: page.locator('#user-role') }).locator('button').click();
      await expectRefusal(page);
      return admin;
    },
  },
  {
    name: 'a user who is not deleted, since the name was another',
    title: { en: 'Error: 41 · Matricula', es: 'Error: 41 · Matricula' },
    open: async (page, language) => {
      const { admin } = await openSomebody(page, language);
      await page.locator('.danger-card summary').click();
      await page.locator('#user-name').fill('42');
      await page.locator('.danger-card button').click();
      await expectRefusal(page);
      return admin;
    },
  },
  {
    name: 'the admin’s own page among the users',
    title: { en: 'Nora Nueva · Matricula', es: 'Nora Nueva · Matricula' },
    open: async (page, language) => {
      const admin = await registerAdmin(page.context(), { language });
      await page.goto(pageOf(admin));
      return admin;
    },
  },
];

async function openList(page: Page, language: Language, users: NewUser[], query = ''): Promise<{ admin: Person; users: User[] }> {
  const admin = await registerAdmin(page.context(), { language });
  const word = newName();
  const added = await addUsers(word, users);
  await page.goto(`/admin/users?search=${word}${query}`);
  return { admin, users: added };
}

/** Some change, some have the role, and oneself is passed over. */
async function openPreview(page: Page, language: Language): Promise<{ admin: Person }> {
  const word = newName();
  await addUsers(word, [{}, {}, { role: 'instructor' }]);
  const admin = await registerAdmin(page.context(), { language, lastName: word });
  await page.goto(`/admin/users?search=${word}`);
  for (const box of await boxes(page).all()) await box.check();
  await page.locator('#users-give').selectOption('instructor');
  await page.locator('button[value="preview"]').click();
  await expect(page.locator('.counts')).toBeVisible();
  return { admin };
}

/** The title comes before the style, and a table without style is as wide as it likes. */
async function expectRefusal(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/^Error: /);
  await page.waitForLoadState();
}

function boxes(page: Page) {
  return page.locator('tbody input[type="checkbox"]');
}

async function openSomebody(page: Page, language: Language): Promise<{ admin: Person; somebody: Person }> {
  const somebody = await addPerson(page.context().browser(), {
    displayName: '41',
    headline: '2026',
    bio: '1 2 3\n\n4 5 6',
    location: '41° 59′',
    phone: '+34600123456',
    skills: ['1', '2'],
    links: [{ label: '42', url: 'https://42.example/' }],
  });
  await changeRole(somebody, 'instructor');
  const word = newWord();
  const [dropped, completed, active] = await publish(...[1, 2, 3].map((n) => `${word} ${n}`));
  await take(somebody, dropped, 12.34);
  await move(somebody, dropped, 'dropped');
  await take(somebody, completed, 100);
  await take(somebody, active, 62.5);
  const admin = await registerAdmin(page.context(), { language });
  await page.goto(pageOf(somebody));
  return { admin, somebody };
}
