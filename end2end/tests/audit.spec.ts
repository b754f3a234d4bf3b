// `/admin/audit`: who did what to whom. The log is everybody's: each journey looks at people of its own.

import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { countAbout, note } from './support/audit';
import { newWord, publish, report, take } from './support/courses';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { changeProfile, changeRole, changeSettings } from './support/rest';
import { registerAdmin } from './support/teach';

const entries = (page: Page) => page.getByRole('main').getByRole('article');
const entry = (page: Page, name: string) => entries(page).filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) });
const change = (of: Locator, field: string) => of.locator('.change').filter({ has: of.page().locator('dt').getByText(field, { exact: true }) }).locator('dd');

test('what was done to somebody is told field by field, before and after, and what is sensitive by name alone', async ({ page, person, anotherBrowser }) => {
  await changeProfile(person, { headline: 'One', skills: ['Latin'] });
  await changeProfile(person, { headline: 'Two', phone: '+34600123456', skills: ['Latin', 'Greek'], discoverable: false });
  await changeRole(person, 'instructor');
  const [course] = await publish(newWord());
  await take(person, course, 40);
  await report(person, course, 62.5);
  const desk = await anotherBrowser();
  const admin = await registerAdmin(desk, { firstName: 'Ada', lastName: 'Aurora' });
  const office = await desk.newPage();
  const total = await countAbout(person);
  await office.goto(`/admin/audit?target=${person.id}`);

  await expect(office.getByRole('heading', { level: 2, name: `${total} entries` })).toBeFocused();
  await expect(entries(office)).toHaveCount(total);
  const newest = entry(office, 'Profile changed').first();
  await expect(newest).toContainText('By Nora Nueva on their own account');
  await expect(change(newest, 'Headline')).toHaveText(/^One\s*became\s*Two$/);
  await expect(change(newest, 'Skills')).toHaveText(/^Latin\s*became\s*Latin, Greek$/);
  await expect(change(newest, 'List me in the directory')).toHaveText(/^Yes\s*became\s*No$/);
  await expect(change(newest, 'Phone')).toHaveText('changed (not shown)');
  await expect(office.getByRole('main')).not.toContainText('600123456');
  await expect(change(entry(office, 'Profile changed').last(), 'Headline')).toHaveText(/^nothing\s*became\s*One$/);
  await expect(change(entry(office, 'Role changed'), 'Role')).toHaveText(/^Student\s*became\s*Instructor$/);
  const progress = entry(office, 'Progress in a course').first();
  await expect(progress).toContainText('By course-service (service) on Nora Nueva');
  await expect(change(progress, `Course ${course.id.slice(-8)}: Progress`)).toHaveText(/^40\s*became\s*62.5$/);
  const made = entry(office, 'Account made');
  await expect(made.locator('.change-arrow'), 'before it there was nothing').toHaveCount(0);
  await made.locator('summary').first().click();
  await expect(change(made, 'First name')).toHaveText('Nora');
  await expect(change(made, 'E-mail')).toHaveText('changed (not shown)');

  await newest.getByRole('link', { name: 'Nora Nueva' }).click();
  await expect(office).toHaveURL(`/admin/users/${person.id}`);
  await office.goto(`/admin/audit?target=${person.id}`);
  await expect(entry(office, 'Audit log read').getByRole('link', { name: admin.name }), 'that it was read is noted as well').toBeVisible();
  await page.goto('/profile');
});

test('nothing on the page changes anything', async ({ page, context }) => {
  await registerAdmin(context);
  await page.goto('/admin/audit');
  await expect(entries(page)).toHaveCount(20);
  await expect(page.getByRole('main').locator('form')).toHaveCount(1);
  await expect(page.getByRole('main').locator('form')).toHaveAttribute('method', 'get');
  await expect(page.getByRole('main').locator('script, leptos-island, [style]')).toHaveCount(0);
});

test('filters stay in the address and in the form, and are cleared at once', async ({ page, context }) => {
  const admin = await registerAdmin(context);
  await changeProfile(admin, { headline: 'One' });
  await page.goto('/admin/audit');
  await page.getByLabel('What was done').selectOption('Profile changed');
  await page.getByLabel('Who did it').fill(` ${admin.id.toUpperCase()} `);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('action') === 'user.updated' && url.searchParams.get('actor')?.trim() === admin.id.toUpperCase());
  await expect(page.getByRole('heading', { name: '1 entry', exact: true })).toBeFocused();
  await page.reload();
  await expect(page.getByLabel('What was done')).toHaveValue('user.updated');
  await expect(page.getByLabel('Who did it')).toHaveValue(admin.id.toUpperCase());

  await page.getByLabel('What was done').selectOption({ value: 'user' });
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(entry(page, 'Account made'), 'all of an area').toHaveCount(0);
  await expect(entries(page)).toHaveCount(1);
  await page.goBack();
  await expect(page.getByLabel('What was done')).toHaveValue('user.updated');
  await entries(page).first().getByRole('link', { name: 'More about the same' }).click();
  await expect(page).toHaveURL(`/admin/audit?target=${admin.id}`);
  await expect(entry(page, 'Account made')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'More about the same' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/admin/audit');
});

test('one goes to older entries and back to newer ones, and what is noted meanwhile moves nothing', async ({ page, context }) => {
  const admin = await registerAdmin(context);
  const times = Array.from({ length: 45 }, (_, n) => new Date(Date.UTC(2001, 0, 1, 0, n)));
  await note(admin, ...times.map((at, n) => ({ at: at.toISOString(), action: 'test.numbered', changes: [{ field: 'n', after: n }] })));
  await page.goto(`/admin/audit?target=${admin.id}&action=test.numbered`);
  const seen: string[][] = [];
  const numbers = () => entries(page).locator('.change dd').allInnerTexts();
  const position = (n: number, of = 3) => expect(page.getByText(`Page ${n} of ${of}`)).toBeVisible();
  for (const n of [1, 2, 3]) {
    await position(n);
    seen.push(await numbers());
    if (n < 3) await page.getByRole('link', { name: 'Older', exact: true }).click();
  }
  expect(seen.flat()).toEqual(times.map((_, n) => String(44 - n)));
  expect(page.url()).toContain('cursor=');
  await expect(page.getByRole('link', { name: 'Older', exact: true })).toHaveCount(0);
  await expect(page.getByLabel('What was done'), 'what is not known stays in the form').toHaveValue('test.numbered');

  await note(admin, ...Array.from({ length: 3 }, (_, n) => ({ at: '2002-01-01T00:00:00Z', action: 'test.numbered', changes: [{ field: 'n', after: 45 + n }] })));
  await page.getByRole('link', { name: 'Newer', exact: true }).click();
  await position(2);
  expect(await numbers()).toEqual(seen[1]);
  await page.goBack();
  expect(await numbers()).toEqual(seen[2]);
  await page.goForward();
  await page.getByRole('link', { name: 'Newer', exact: true }).click();
  await expect(page).toHaveURL(`/admin/audit?target=${admin.id}&action=test.numbered`);
  await expect(page.getByRole('heading', { name: '48 entries' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Newer', exact: true })).toHaveCount(0);
});

test('far down, the way back is told as far as the address has room for it', async ({ page, context }) => {
  const admin = await registerAdmin(context);
  await note(admin, ...Array.from({ length: 230 }, (_, n) => ({ at: new Date(Date.UTC(2001, 0, 1, 0, n)).toISOString(), action: 'test.numbered' })));
  await page.goto(`/admin/audit?target=${admin.id}&action=test.numbered`);
  for (let n = 2; n <= 12; n += 1) {
    await page.getByRole('link', { name: 'Older', exact: true }).click();
    await expect(page.getByText(`Page ${n} of 12`)).toBeVisible();
  }
  for (let n = 11; n >= 4; n -= 1) {
    await page.getByRole('link', { name: 'Newer', exact: true }).click();
    await expect(page.getByText(`Page ${n} of 12`)).toBeVisible();
  }
  await page.getByRole('link', { name: 'Newest', exact: true }).click();
  await expect(page.getByText('Page 1 of 12')).toBeVisible();
});

test('times and days are those of the reader, with the time of UTC in the title', async ({ page, context }) => {
  const admin = await registerAdmin(context);
  await changeSettings(admin, { timezone: 'America/New_York' });
  await note(admin, { at: '2001-07-04T03:30:15Z', action: 'test.late' }, { at: '2001-07-04T04:30:00Z', action: 'test.early' });
  const time = entries(page).getByRole('time');
  await page.goto(`/admin/audit?target=${admin.id}&from=2001-07-03&to=2001-07-03`);
  await expect(page.getByText('Days and times are those of America/New York.')).toBeVisible();
  await expect(entries(page)).toHaveCount(1);
  await expect(time).toHaveText('3\u00a0Jul\u00a02001, 23:30');
  await expect(time).toHaveAttribute('title', '4 July 2001, 03:30:15 UTC');
  await expect(time).toHaveAttribute('datetime', '2001-07-04T03:30:15.000Z');
  await page.getByLabel('To', { exact: true }).fill('2001-07-04');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(entries(page)).toHaveCount(2);
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('2001-07-03');
  await page.goto(`/admin/audit?target=${admin.id}&from=2001-07-04T04:00:00Z&to=2001-07-05`);
  await expect(entries(page)).toHaveCount(1);
  await expect(page.getByLabel('From', { exact: true }), 'a time of another page stays').toHaveValue('2001-07-04T04:00:00Z');
});

test('long values are folded, others readable, and what has no words is shown as it is', async ({ page, context, anotherBrowser }) => {
  const admin = await registerAdmin(context);
  const gone = randomUUID();
  const somebody = await registerAdmin(await anotherBrowser());
  const long = `Begins here ${'and goes on '.repeat(30)}until it ends.`;
  await note(
    admin,
    { at: '2001-01-01T00:00:01Z', changes: [{ field: 'bio', before: 'Short', after: long }, { field: 'links', before: [], after: [{ label: 'Mine', url: 'https://42.example/' }] }] },
    { at: '2001-01-01T00:00:02Z', action: 'moon.eaten', changes: [{ field: 'moon.phase', before: 'full', after: false }] },
    { at: '2001-01-01T00:00:03Z', actor: { kind: 'user', id: gone }, action: 'user.blocked', changes: [{ field: 'note' }] },
    { at: '2001-01-01T00:00:04Z', actor: { kind: 'system', id: 'auth-service' }, action: 'auth.login', changes: [{ field: 'lastLoginAt', before: '2000-12-31T12:00:00Z', after: '2001-01-01T00:00:04Z' }] },
    { at: '2001-01-01T00:00:05Z', target: { kind: 'tenant', id: somebody.id }, action: 'users.listed', changes: [{ field: 'role', after: 'admin' }] },
  );
  await page.goto(`/admin/audit?from=2001-01-01T00:00:00Z&to=2001-01-01T00:00:05Z&target=${admin.id}`);
  await expect(entries(page).getByRole('heading')).toHaveText(['Signed in', 'Person blocked', 'moon.eaten', 'Profile changed']);
  const [login, blocked, moon, profile] = await entries(page).all();
  await expect(login).toContainText('By auth-service (system) on Nora Nueva');
  await expect(change(login, 'Last sign-in')).toHaveText(/^31 December 2000, \d\d:\d\d\s*became\s*1 January 2001, \d\d:\d\d$/);
  await expect(blocked).toContainText(`By a deleted account ${gone.slice(-8)} on Nora Nueva`);
  await expect(change(blocked, 'Note')).toHaveText('changed (not shown)');
  await expect(change(moon, 'moon.phase')).toHaveText(/^full\s*became\s*No$/);
  const bio = change(profile, 'Bio');
  await expect(bio.getByText(long)).toBeHidden();
  await bio.locator('summary').click();
  await expect(bio.getByText(long)).toBeVisible();
  await expect(change(profile, 'Links')).toHaveText(/^nothing\s*became\s*label: Mine, url: https:\/\/42.example\/$/);

  await page.goto(`/admin/audit?target=${somebody.id}&action=users.listed`);
  await expect(entries(page)).toContainText('By Nora Nueva on the whole platform');
  await expect(change(entries(page), 'Role')).toHaveText('Administrator');
  const request = entries(page).locator('.audit-more code');
  await expect(request).toHaveText(/^[0-9a-f-]{36}$/);
  await expect(request).toHaveCSS('user-select', 'all');
});

test('what cannot be is named at its fields, and what was typed stays', async ({ page, context }) => {
  const admin = await registerAdmin(context);
  const faults = {
    'What was done': 'What was done must be one of the list, or words such as user.updated',
    'Who did it': 'Who did it can have at most 128 characters',
    'To whom or what': 'To whom or what must be an id, such as 01890a5d-ac96-774b-bcce-b302099a8057',
    From: 'From must be a day, such as 2026-03-31',
  };
  const values = ['Eat!', 'x'.repeat(129), '42', 'soon'];
  const [action, actor, target, from] = values;
  const answer = await page.goto(`/admin/audit?${new URLSearchParams({ action, actor, target, from })}`);
  expect(answer?.status(), admin.email).toBe(400);
  await expect(page).toHaveTitle('Error: Audit · Matricula');
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole('link')).toHaveText(Object.values(faults));
  for (const [n, [name, fault]] of Object.entries(faults).entries()) {
    const field = page.getByLabel(name, { exact: true });
    await expect(field).toHaveValue(values[n]);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(`${fault}$`));
    await summary(page).getByRole('link', { name: fault }).click();
    await expect(field).toBeFocused();
  }
  await expect(entries(page)).toHaveCount(0);
  await page.goto('/admin/audit?from=2026-02-02&to=2026-02-01');
  await expect(summary(page).getByRole('link')).toHaveText(['To cannot be before From']);
});

test('where nothing fits, the filters can be cleared; an address that says nothing of use leads to the nearest list', async ({ page, context }) => {
  const admin = await registerAdmin(context);
  await page.goto(`/admin/audit?target=${randomUUID()}`);
  await expect(page.getByRole('heading', { name: 'No entry found' })).toBeFocused();
  await page.getByRole('main').getByRole('region').getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/admin/audit');
  for (const query of ['cursor=x', 'cursor=eyJwIjoxfQ&newer=y.z', 'cursor=&&newer=.', 'page=9&limit=0']) {
    const answer = await page.goto(`/admin/audit?target=${admin.id}&action=user.created&${query}`);
    expect(answer?.status(), query).toBe(200);
    await expect(entries(page), query).toHaveCount(1);
    await expect(page.getByRole('link', { name: /^Newe/ })).toHaveCount(0);
  }
});

test('the log is there for admins alone', async ({ page, context, person }) => {
  expect((await page.goto('/admin/audit'))?.status(), person.email).toBe(404);
  await expect(page).toHaveTitle('Page not found · Matricula');
  await context.clearCookies();
  await page.goto('/admin/audit?action=user');
  await expect(page).toHaveURL('/sign-in?return_to=/admin/audit%3Faction%3Duser');
});
