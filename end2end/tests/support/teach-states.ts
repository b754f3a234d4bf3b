// The pages about teaching in every state that they can be in, for applicants and reviewers.

import { expect, type BrowserContext, type Page } from '@playwright/test';
import { newName } from './members';
import { register, type Person } from './people';
import { changeProfile } from './rest';
import type { Language, State } from './states';
import { addApplicants, apply, backdate, decide, registerAdmin, withdraw } from './teach';

const TEACH = { en: 'Teach · Matricula', es: 'Enseñar · Matricula' };
const TEACH_WRONG = { en: 'Error: Teach · Matricula', es: 'Error: Enseñar · Matricula' };
const QUEUE = { en: 'Applications · Matricula', es: 'Solicitudes · Matricula' };
const ONE = { en: '41 · Matricula', es: '41 · Matricula' };
const ONE_WRONG = { en: 'Error: 41 · Matricula', es: 'Error: 41 · Matricula' };

/** With nothing that is a word of one language. */
const TEXT = { motivation: '1 2 3 4 5 6 7 8 9 '.repeat(6).trim(), expertise: '41\n42' };
const ABOUT = {
  displayName: '41',
  headline: '2026',
  bio: '1 2 3\n\n4 5 6',
  location: '41° 59′',
  skills: ['1', '2'],
  links: [{ label: '42', url: 'https://42.example/' }],
};

export const teachStates: State[] = [
  {
    name: 'the form of whoever would like to teach',
    title: TEACH,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await changeProfile(person, ABOUT);
      await page.goto('/teach');
      await awake(page);
      return person;
    },
  },
  {
    name: 'the form of whoever would like to teach, with errors',
    title: TEACH_WRONG,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await page.goto('/teach');
      await page.locator('#field-motivation').fill('41');
      await page.locator('#field-links-0-url').fill('42');
      await page.locator('form[action="/teach"]').getByRole('button').click();
      await expect(page).toHaveTitle(/^Error: /);
      await awake(page);
      return person;
    },
  },
  {
    name: 'an application under review',
    title: TEACH,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await apply(page.context(), person, TEXT);
      await page.goto('/teach');
      await page.locator('summary').click();
      return person;
    },
  },
  {
    name: 'the question before an application is withdrawn',
    title: { en: 'Withdraw your application? · Matricula', es: '¿Retirar tu solicitud? · Matricula' },
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await apply(page.context(), person, TEXT);
      await page.goto('/teach/withdraw');
      return person;
    },
  },
  {
    name: 'an application that was not approved, and earlier ones',
    title: TEACH,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      const reviewer = await reviewerBeside(page);
      await backdate(await apply(page.context(), person, TEXT), 400);
      await withdraw(page.context());
      const second = await apply(page.context(), person, TEXT);
      await decide(reviewer, second, '7 8 9');
      await backdate(second, 365);
      await decide(reviewer, await apply(page.context(), person, TEXT), '4 5 6');
      await reviewer.close();
      await page.goto('/teach');
      await expect(page.getByRole('main').getByRole('blockquote')).toHaveCount(2);
      return person;
    },
  },
  {
    name: 'an application that was withdrawn just now',
    title: TEACH,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await apply(page.context(), person, TEXT);
      await page.goto('/teach/withdraw');
      await page.locator('form[action="/teach/withdraw"]').getByRole('button').click();
      await expect(page).toHaveURL('/teach');
      await awake(page);
      return person;
    },
  },
  {
    name: 'an application that was approved',
    title: TEACH,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      const reviewer = await reviewerBeside(page);
      await decide(reviewer, await apply(page.context(), person, TEXT));
      await reviewer.close();
      const seen = async () => (await page.context().request.get('/teach')).text();
      await expect.poll(seen, { timeout: 15_000 }).not.toContain('id="apply"');
      await page.goto('/teach');
      return person;
    },
  },
  {
    name: 'the page about teaching, for an admin',
    title: TEACH,
    open: async (page, language) => {
      const person = await registerAdmin(page.context(), { language });
      await page.goto('/teach');
      return person;
    },
  },
  {
    name: 'applications under review',
    title: QUEUE,
    open: async (page, language) => {
      const { person, word } = await review(page, language, ['41', '42', '43']);
      await page.goto(`/admin/applications?search=${word}`);
      await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText(/^3 /);
      return person;
    },
  },
  {
    name: 'a search for applicants that found nobody',
    title: QUEUE,
    open: async (page, language) => {
      const person = await registerAdmin(page.context(), { language });
      await page.goto('/admin/applications?status=rejected&search=41414141');
      return person;
    },
  },
  {
    name: 'a search for applicants that is too long',
    title: { en: 'Error: Applications · Matricula', es: 'Error: Solicitudes · Matricula' },
    open: async (page, language) => {
      const person = await registerAdmin(page.context(), { language });
      await page.goto(`/admin/applications?search=${'4'.repeat(101)}`);
      return person;
    },
  },
  {
    name: 'an application beside the queue',
    title: ONE,
    open: async (page, language) => (await openOne(page, language)).person,
  },
  {
    name: 'an application that the reviewer has taken up',
    title: ONE,
    open: async (page, language) => {
      const { person } = await openOne(page, language);
      await page.locator('form.claim').getByRole('button').click();
      await expect(page.getByRole('status').filter({ hasText: /\S/ }).first()).toBeVisible();
      await awake(page);
      return person;
    },
  },
  {
    name: 'a rejection without a reason',
    title: ONE_WRONG,
    open: async (page, language) => {
      const { person } = await openOne(page, language);
      await page.locator('form.decision-reject').getByRole('button').click();
      await expect(page).toHaveTitle(/^Error: /);
      await awake(page);
      return person;
    },
  },
  {
    name: 'an application that somebody else decided meanwhile',
    title: ONE_WRONG,
    open: async (page, language) => {
      const { person, application } = await openOne(page, language);
      const reviewer = await reviewerBeside(page);
      await decide(reviewer, application, '4 5 6');
      await reviewer.close();
      await page.locator('#field-reason').fill('7 8 9');
      await page.locator('form.decision-reject').getByRole('button').click();
      await expect(page).toHaveTitle(/^Error: /);
      return person;
    },
  },
  {
    name: 'the application after one that was approved',
    title: ONE,
    open: async (page, language) => {
      const { person } = await openOne(page, language, ['41', '41']);
      await page.locator('form:has([value="approve"])').getByRole('button').click();
      await expect(page.locator('#said')).toContainText('1');
      await awake(page);
      return person;
    },
  },
  {
    name: 'the help about keys',
    needsScript: true,
    title: ONE,
    open: async (page, language) => {
      const { person } = await openOne(page, language);
      await expect(page.locator('.keys-bar')).toBeVisible();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      return person;
    },
  },
];

/** Where a script counts what is typed, waits until it does: it brings words along. */
async function awake(page: Page): Promise<void> {
  const hasScript = await page.evaluate(() => matchMedia('(scripting: enabled)').matches);
  if (hasScript) await expect(page.locator('.count')).toBeVisible();
}

/** An admin, and people who have applied. */
async function review(page: Page, language: Language, names: string[]): Promise<{ person: Person; word: string; applications: string[] }> {
  const word = newName();
  const person = await registerAdmin(page.context(), { language });
  const browser = page.context().browser();
  if (!browser) throw new Error('the context belongs to no browser');
  const profiles = names.map((displayName) => ({ ...ABOUT, displayName }));
  const applicants = await addApplicants(() => browser.newContext(), word, profiles, TEXT);
  return { person, word, applications: applicants.map(({ application }) => application) };
}

async function openOne(page: Page, language: Language, names = ['41']): Promise<{ person: Person; application: string }> {
  const { person, word, applications } = await review(page, language, names);
  await page.goto(`/admin/applications/${applications[0]}?search=${word}`);
  await awake(page);
  return { person, application: applications[0] };
}

/** Another admin, in a browser of their own. */
async function reviewerBeside(page: Page): Promise<BrowserContext> {
  const context = await page.context().browser()?.newContext();
  if (!context) throw new Error('the context belongs to no browser');
  await registerAdmin(context);
  return context;
}
