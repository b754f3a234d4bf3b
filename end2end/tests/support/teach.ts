// Applications to teach, and the admins who review them.

import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { pool } from './database';
import { register, type Person } from './people';
import { changeProfile, changeRole } from './rest';

export const MOTIVATION = 'For years I have helped my neighbours with their accounts, and I would like to do so in the open.';

export interface Application {
  motivation: string;
  expertise: string;
}

/** Sends an application as a browser without scripts does; answers with its id. */
export async function apply(context: BrowserContext, person: Person, changes: Partial<Application> = {}): Promise<string> {
  const form = { owner: person.id, motivation: MOTIVATION, expertise: 'Bookkeeping', ...changes };
  const answer = await context.request.post('/teach', { form });
  expect(new URL(answer.url()).pathname).toBe('/teach');
  expect(answer.status()).toBe(200);
  return lastApplication(person);
}

export async function withdraw(context: BrowserContext): Promise<void> {
  const answer = await context.request.post('/teach/withdraw', { form: {} });
  expect(answer.status()).toBe(200);
}

/** Decides an application as another reviewer does, in a browser of their own. */
export async function decide(reviewer: BrowserContext, id: string, reason?: string): Promise<void> {
  const found = await pool.query('SELECT version FROM instructor_applications WHERE id = $1', [id]);
  const form = { action: reason === undefined ? 'approve' : 'reject', version: found.rows[0].version, reason: reason ?? '' };
  const answer = await reviewer.request.post(`/admin/applications/${id}`, { form });
  expect(answer.status()).toBe(200);
  expect(await statusOf(id)).toBe(reason === undefined ? 'approved' : 'rejected');
}

export async function lastApplication(person: Person): Promise<string> {
  const found = await pool.query('SELECT id FROM instructor_applications WHERE user_id = $1 ORDER BY submitted_at DESC LIMIT 1', [person.id]);
  return found.rows[0].id;
}

export async function statusOf(id: string): Promise<string> {
  const found = await pool.query('SELECT status FROM instructor_applications WHERE id = $1', [id]);
  return found.rows[0].status;
}

export async function roleOf(person: Person): Promise<string> {
  const found = await pool.query('SELECT role FROM users WHERE id = $1', [person.id]);
  return found.rows[0].role;
}

/** As if the person had been rejected so many days earlier. */
export async function backdate(id: string, days: number): Promise<void> {
  await pool.query(
    `UPDATE instructor_applications
     SET submitted_at = submitted_at - make_interval(days => $2), decided_at = decided_at - make_interval(days => $2) WHERE id = $1`,
    [id, days],
  );
}

/** Somebody new who runs the platform, signed in in this browser. */
export async function registerAdmin(context: BrowserContext, names: { language?: string; firstName?: string; lastName?: string } = {}): Promise<Person> {
  const admin = await register(context, names);
  await changeRole(admin, 'admin');
  return admin;
}

/** People with this last name who have applied, each under another name, the first one first. */
export async function addApplicants<Profile extends object>(
  anotherBrowser: () => Promise<BrowserContext>,
  lastName: string,
  profiles: Profile[],
  application: Partial<Application> = {},
): Promise<(Person & Profile & { application: string })[]> {
  const applicants = [];
  for (const profile of profiles) {
    const context = await anotherBrowser();
    const person = await register(context, { lastName });
    await changeProfile(person, profile);
    applicants.push({ ...person, ...profile, application: await apply(context, person, application) });
    await context.close();
  }
  return applicants;
}

export function motivation(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Motivation' });
}

export function expertise(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Expertise' });
}

export function reason(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Reason' });
}

/** Presses a button of a form, and waits for the page that answers: the one before may say the same. */
export async function press(page: Page, name: string): Promise<void> {
  const answered = page.waitForEvent('framenavigated');
  await page.getByRole('button', { name, exact: true }).click();
  await answered;
}
