// `/admin`: the tenant in numbers and charts. What is counted of past days is of days that no other journey knows.

import type { Locator, Page } from '@playwright/test';
import { summary } from './support/edit-form';
import { daysAfter, iso, live, populate, shown, someDay, standing, type Day } from './support/insight';
import { expect, test } from './support/journey';
import { apply, registerAdmin } from './support/teach';
import { foundTenant } from './support/tenants';

const figure = (page: Page, name: string) => page.getByRole('figure', { name, exact: true });
const tile = (page: Page, name: string) => page.locator('.tile').filter({ has: page.getByText(name, { exact: true }) }).locator('.tile-number');

const WEEK: Day[] = [
  { registered: 3, active: 2, enrolled: 2, completed: 1 },
  {},
  { registered: 1 },
  { registered: 12, active: 5, enrolled: 4 },
  { active: 1 },
  { enrolled: 1, completed: 1 },
  { registered: 6, active: 3 },
];

test('each day of a range is told by its chart, by the table under it and in words', async ({ page, context }) => {
  await registerAdmin(context);
  const first = await someDay();
  const [from, to] = [iso(first), iso(daysAfter(first, 6))];
  await live(first, WEEK);
  await page.goto(`/admin?from=${from}&to=${to}`);
  await expect(page.getByRole('heading', { name: `${shown(first)} – ${shown(daysAfter(first, 6))}` })).toBeFocused();
  for (const [name, number] of [['New people', 22], ['Sign-ins', 11], ['Enrollments', 7], ['Completions', 2]] as const) {
    await expect(tile(page, name)).toHaveText(String(number));
  }

  for (const [name, key, gist] of [
    ['Registrations', 'registered', `Registrations: 22 in all. Most on ${shown(daysAfter(first, 3))}: 12.`],
    ['People who signed in', 'active', `People who signed in: 11 in all. Most on ${shown(daysAfter(first, 3))}: 5.`],
  ] as const) {
    const numbers = WEEK.map((day) => day[key] ?? 0);
    const chart = figure(page, name);
    await expect(chart.getByRole('img', { name })).toHaveAccessibleDescription(gist);
    expect(await spans(chart)).toEqual(numbers.map((number, n) => [shown(daysAfter(first, n)), `${number}`]));
    expect(await table(chart)).toEqual(await spans(chart));
    const heights = await chart.locator('.chart-fill').evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
    const some = numbers.filter((number) => number > 0);
    for (const [n, height] of heights.entries()) {
      expect(height / Math.max(...heights), 'bars are as high as their numbers').toBeCloseTo(some[n] / Math.max(...some), 2);
    }
  }

  const courses = figure(page, 'Enrollments and completions');
  expect(await table(courses)).toEqual(WEEK.map(({ enrolled = 0, completed = 0 }, n) => [shown(daysAfter(first, n)), `${enrolled}`, `${completed}`]));
  expect(await spans(courses)).toEqual(WEEK.map(({ enrolled = 0, completed = 0 }, n) => [shown(daysAfter(first, n)), `Enrollments: ${enrolled}`, `Completions: ${completed}`]));
  await expect(courses.getByRole('listitem')).toHaveText(['Enrollments 7', 'Completions 2']);
  const lines = await courses.locator('polyline').evaluateAll((all) => all.map((line) => line.getAttribute('points')?.split(' ').map((point) => Number(point.split(',')[1]))));
  expect(lines, 'from 0 at the top to 100 at the bottom, of 4').toEqual([
    WEEK.map(({ enrolled = 0 }) => 100 - (enrolled / 4) * 100),
    WEEK.map(({ completed = 0 }) => 100 - (completed / 4) * 100),
  ]);
  const dashes = await courses.locator('polyline').evaluateAll((all) => all.map((line) => getComputedStyle(line).strokeDasharray));
  expect(new Set(dashes).size, 'the lines differ without their colours').toBe(2);
});

test('how everything stands is what the database says', async ({ page, context }) => {
  const [admin] = await foundTenant(context);
  await populate(admin);
  const { roles, statuses, enrollments, profiles } = await standing(admin);
  await page.goto('/admin');
  for (const [name, rows] of [
    ['People by role', [['Administrator', roles.admin], ['Instructor', roles.instructor], ['Student', roles.student]]],
    ['People by status', [['Active', statuses.active], ['Switched off', statuses.inactive], ['Applying to teach', statuses.pending_instructor_review], ['Suspended', statuses.suspended]]],
    ['Enrollments by state', [['In progress', enrollments.active], ['Completed', enrollments.completed], ['Dropped', enrollments.dropped], ['Suspended', enrollments.suspended]]],
    ['Profiles by completeness', [['Complete', profiles.complete], ['Not complete yet', profiles.incomplete]]],
  ] as [string, [string, number | undefined][]][]) {
    const total = rows.reduce((sum, [, count]) => sum + (count ?? 0), 0);
    const expected = rows.map(([word, count = 0]) => [word, count.toLocaleString('en'), part(count, total)]);
    const chart = figure(page, name);
    const rowsOf = chart.locator('.chart-rows > g');
    const drawn = await rowsOf.evaluateAll((all) => all.map((row) => [...row.querySelectorAll('.chart-name, tspan')].map((text) => text.textContent ?? '')));
    expect(drawn).toEqual(expected);
    expect(await table(chart)).toEqual(expected);
    const widths = await rowsOf.evaluateAll((all) => all.map((row) => parseFloat(row.querySelector('.chart-fill')?.getAttribute('width') ?? '0')));
    for (const [n, width] of widths.entries()) expect(width).toBeCloseTo(((rows[n][1] ?? 0) * 100) / total, 1);
  }
  await expect(tile(page, 'People')).toHaveText(Object.values(roles).reduce((sum, count) => sum + count, 0).toLocaleString('en'));
});

test('the days are in the address: by a link, by the form, and Back leads back', async ({ page, context }) => {
  await registerAdmin(context);
  await page.goto('/admin');
  const days = page.getByRole('navigation', { name: 'Days', exact: true });
  await expect(days.getByRole('link')).toHaveText(['7 days', '30 days', '90 days', '365 days']);
  await expect(days.locator('[aria-current]')).toHaveText('30 days');
  await days.getByRole('link', { name: '7 days' }).click();
  await expect(page).toHaveURL('/admin?days=7');
  await expect(days.locator('[aria-current]')).toHaveText('7 days');
  const first = await someDay();
  await live(first, [{ registered: 2 }, {}, { registered: 1 }]);
  await page.getByLabel('From', { exact: true }).fill(iso(first));
  await page.getByLabel('To', { exact: true }).fill(iso(daysAfter(first, 1)));
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(`/admin?from=${iso(first)}&to=${iso(daysAfter(first, 1))}`);
  await expect(tile(page, 'New people')).toHaveText('2');
  await expect(page.getByLabel('To', { exact: true })).toHaveValue(iso(daysAfter(first, 1)));
  await expect(days.locator('[aria-current]')).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL('/admin?days=7');
  await expect(days.locator('[aria-current]')).toHaveText('7 days');
});

test('a year is told by week, in the chart and in the table alike', async ({ page, context }) => {
  await registerAdmin(context);
  const first = await someDay();
  const days = Array.from({ length: 365 }, (_, n) => ({ registered: n % 50 === 0 ? 1 + n / 50 : 0 }));
  for (const [n, day] of days.entries()) if (day.registered) await live(daysAfter(first, n), [day]);
  await page.goto(`/admin?from=${iso(first)}&to=${iso(daysAfter(first, 364))}`);
  const chart = figure(page, 'Registrations');
  await expect(chart.locator('figcaption')).toContainText('By week from Monday on');
  const weeks = new Map<string, number>();
  for (const [n, { registered }] of days.entries()) {
    const day = daysAfter(first, n);
    const monday = daysAfter(day, -((day.getUTCDay() + 6) % 7));
    const begin = shown(monday < first ? first : monday);
    weeks.set(begin, (weeks.get(begin) ?? 0) + registered);
  }
  const expected = [...weeks].map(([day, count]) => [day, String(count)]);
  expect(await table(chart)).toEqual(expected);
  expect(await spans(chart)).toEqual(expected);
  await expect(chart.locator('summary')).toHaveText('Show as table: Registrations');
  await chart.locator('summary').click();
  await expect(chart.getByRole('region', { name: 'Registrations: the numbers' })).toBeVisible();
  await expect(chart.getByRole('columnheader')).toHaveText(['Week from', 'Registrations']);
});

test('a bad range is named at its fields, and the usual days are shown', async ({ page, context }) => {
  await registerAdmin(context);
  for (const [query, faults] of [
    ['from=soon&to=2026-02-30', { From: 'From must be a day, such as 2026-03-31', To: 'To must be a day, such as 2026-03-31' }],
    ['from=2026-02-02&to=2026-02-01', { To: 'To cannot be before From' }],
    ['from=2024-01-01&to=2025-01-01', { To: 'To can be at most 366 days from From' }],
  ] as [string, Record<string, string>][]) {
    const answer = await page.goto(`/admin?${query}`);
    expect(answer?.status()).toBe(400);
    await expect(page).toHaveTitle('Error: Overview · Matricula');
    await expect(summary(page)).toBeFocused();
    await expect(summary(page).getByRole('link')).toHaveText(Object.values(faults));
    for (const [name, fault] of Object.entries(faults)) {
      const field = page.getByLabel(name, { exact: true });
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(field).toHaveAccessibleDescription(fault);
      await summary(page).getByRole('link', { name: fault }).click();
      await expect(field).toBeFocused();
    }
    await expect(page.getByLabel('To', { exact: true })).toHaveAttribute('value', query.split('&to=')[1]);
    await expect(figure(page, 'Registrations').getByRole('img', { name: 'Registrations' })).toBeVisible();
  }
  for (const query of ['days=8', 'days=x&from=&to=']) {
    expect((await page.goto(`/admin?${query}`))?.status()).toBe(200);
    await expect(page.locator('.range [aria-current]')).toHaveText('30 days');
  }
});

test('where nothing was, the charts say so and have no table', async ({ page, context }) => {
  await registerAdmin(context);
  await page.goto('/admin?from=1931-01-01&to=1931-01-31');
  for (const [name, text] of [
    ['Registrations', 'Nobody registered in these days.'],
    ['People who signed in', 'Nobody signed in in these days.'],
    ['Enrollments and completions', 'Nobody began or completed a course in these days.'],
  ]) {
    await expect(figure(page, name).getByText(text)).toBeVisible();
    await expect(figure(page, name).locator('svg, details')).toHaveCount(0);
  }
});

test('who waits to teach is told, with the way to them', async ({ page, context, person, anotherBrowser }) => {
  await apply(context, person);
  const desk = await anotherBrowser();
  await registerAdmin(desk);
  const office = await desk.newPage();
  await office.goto('/admin');
  await expect(tile(office, 'Applications waiting')).toHaveText(/^[1-9][\d,]*$/);
  await tile(office, 'Applications waiting').getByRole('link').click();
  await expect(office).toHaveURL('/admin/applications');
  await page.goto('/profile');
});

test('the page needs no script, and is there for admins alone', async ({ page, context, person, anotherBrowser }) => {
  expect((await page.goto('/admin'))?.status(), person.email).toBe(404);
  await expect(page).toHaveTitle('Page not found · Matricula');
  const desk = await anotherBrowser();
  await registerAdmin(desk);
  const office = await desk.newPage();
  await office.goto('/admin');
  await expect(office.getByRole('figure')).toHaveCount(7);
  await expect(office.getByRole('main').locator('script, leptos-island, [style]')).toHaveCount(0);
  await context.clearCookies();
  await page.goto('/admin?days=7');
  await expect(page).toHaveURL('/sign-in?return_to=/admin%3Fdays%3D7');
});

function part(count: number, total: number): string {
  const tenths = Math.round((count * 1000) / total);
  if (tenths === 0 && count > 0) return '<0.1%';
  return tenths === 1000 && count < total ? '>99.9%' : `${tenths / 10}%`;
}

/** What the stretches of a chart say to whoever points at them. */
async function spans(chart: Locator): Promise<string[][]> {
  const titles = await chart.locator('.chart-span > title').allTextContents();
  return titles.map((title) => (title.includes('\n') ? title.split('\n') : title.split(/: /)));
}

async function table(chart: Locator): Promise<string[][]> {
  return chart.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')));
}
