// The overview and the audit log in every state that they can be in.

import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { note, type Noted } from './audit';
import { daysAfter, iso, live, signInIsCounted, someDay } from './insight';
import type { Person } from './people';
import type { Language, State } from './states';
import { registerAdmin } from './teach';
import { foundTenant } from './tenants';

const OVERVIEW = { en: 'Overview · Matricula', es: 'Resumen · Matricula' };
const AUDIT = { en: 'Audit · Matricula', es: 'Auditoría · Matricula' };
const wrong = ({ en, es }: Record<Language, string>) => ({ en: `Error: ${en}`, es: `Error: ${es}` });
const UUID = '01890a5d-ac96-774b-bcce-b302099a8057';

/** With nothing that is a word of one language. */
const NOTED: Noted[] = [
  { at: '2001-01-01T00:00:01Z', changes: [{ field: 'bio', before: '42', after: '4 8 15 16 23 42 '.repeat(20).trim() }, { field: 'links', before: [], after: [{ '1': '2', '3': ['4'] }] }] },
  { at: '2001-01-01T00:00:02Z', action: 'moon.eaten', changes: [{ field: 'moon.phase', before: '1', after: false }] },
  { at: '2001-01-01T00:00:03Z', actor: { kind: 'user', id: randomUUID() }, action: 'user.blocked', changes: [{ field: 'note' }] },
  { at: '2001-01-01T00:00:04Z', actor: { kind: 'system', id: 'auth-service' }, action: 'auth.login', changes: [{ field: 'lastLoginAt', after: '2001-01-01T00:00:04Z' }, { field: 'loginCount', before: 1, after: 2 }] },
  { at: '2001-01-01T00:00:05Z', actor: { kind: 'service', id: 'course-service' }, action: 'user.progress_updated', changes: [{ field: `enrollments.${UUID}.progress`, before: 12.5, after: 100 }, { field: `enrollments.${UUID}.enrollmentStatus`, before: 'active', after: 'completed' }] },
  { at: '2001-01-01T00:00:06Z', action: 'user.role_changed', changes: [{ field: 'role', before: 'student', after: 'instructor' }, { field: 'status', before: 'pending_instructor_review', after: 'active' }, { field: 'instructorApplication.status', before: 'pending', after: 'approved' }] },
  { at: '2001-01-01T00:00:07Z', action: 'user.created', changes: ['firstName', 'lastName', 'displayName', 'username', 'phone', 'email', 'visibility'].map((field) => ({ field })) },
];

export const insightStates: State[] = [
  {
    name: 'the overview of a week',
    title: OVERVIEW,
    open: (page, language) => openOverview(page, language, 7),
  },
  {
    name: 'the overview of a year, with a table open',
    title: OVERVIEW,
    open: async (page, language) => {
      const person = await openOverview(page, language, 365);
      for (const summary of await page.locator('figure summary').all()) await summary.click();
      await expect(page.locator('figure').first().getByRole('region')).toBeVisible();
      return person;
    },
  },
  {
    name: 'the overview of days on which nothing was',
    title: OVERVIEW,
    open: async (page, language) => {
      const person = await registerAdmin(page.context(), { language });
      await page.goto('/admin?from=1931-01-01&to=1931-01-31');
      return person;
    },
  },
  {
    name: 'the overview with errors',
    title: wrong(OVERVIEW),
    open: async (page, language) => {
      // What it falls back to is now: nobody else is to come into it.
      const [person] = await foundTenant(page.context(), { language, firstName: 'Nora' });
      await signInIsCounted(person);
      await page.goto('/admin?from=41&to=42');
      return person;
    },
  },
  {
    name: 'entries of the audit log of every kind',
    title: AUDIT,
    open: async (page, language) => {
      const person = await registerAdmin(page.context(), { language });
      await note(person, ...NOTED);
      await page.goto(`/admin/audit?target=${person.id}&to=2001-01-02`);
      await expect(page.getByRole('article')).toHaveCount(NOTED.length);
      for (const summary of await page.locator('article summary').all()) await summary.click();
      return person;
    },
  },
  {
    name: 'a later page of the audit log',
    title: AUDIT,
    open: async (page, language) => {
      const person = await registerAdmin(page.context(), { language });
      await note(person, ...Array.from({ length: 41 }, (_, n) => ({ at: new Date(Date.UTC(2001, 0, 1, 0, n)).toISOString(), action: 'auth.logout' })));
      await page.goto(`/admin/audit?target=${person.id}&action=auth.logout&to=2001-01-02`);
      await page.locator('.pager a').click();
      await expect(page.locator('.pager a')).toHaveCount(2);
      return person;
    },
  },
  {
    name: 'no entry of the audit log that fits',
    title: AUDIT,
    open: async (page, language) => {
      const person = await registerAdmin(page.context(), { language });
      await page.goto(`/admin/audit?target=${UUID}`);
      return person;
    },
  },
  {
    name: 'the audit log with errors',
    title: wrong(AUDIT),
    open: async (page, language) => {
      const person = await registerAdmin(page.context(), { language });
      await page.goto('/admin/audit?action=41&target=42&from=43&to=44');
      return person;
    },
  },
];

/** Days of which no two journeys know the same, with something on most of them. */
async function openOverview(page: Page, language: Language, days: number): Promise<Person> {
  const person = await registerAdmin(page.context(), { language });
  // On a Monday, so that the same days are in the same week.
  const day = await someDay();
  const first = daysAfter(day, (8 - day.getUTCDay()) % 7);
  const last = daysAfter(first, days - 1);
  await live(first, [{ registered: 3, active: 2, enrolled: 2, completed: 1 }, {}, { active: 1 }, { registered: 1 }]);
  await live(last, [{ registered: 12, enrolled: 3, completed: 2 }]);
  await page.goto(`/admin?from=${iso(first)}&to=${iso(last)}`);
  await expect(page.locator('figure')).toHaveCount(7);
  return person;
}
