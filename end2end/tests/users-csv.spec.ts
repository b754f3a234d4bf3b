// `/admin/users.csv`: the list as a file.

import { expect, test } from './support/journey';
import { newName } from './support/members';
import { changeRole } from './support/rest';
import { addUsers, entriesOf, many, names } from './support/users';

test.beforeEach(({ person }) => changeRole(person, 'admin'));

test('the file has exactly who the list shows, in its order', async ({ page, context, person }) => {
  const word = newName();
  const others = await addUsers(`${word} "a", b`, many(12, { role: 'instructor', age: 5 }));
  await addUsers(word, [...many(20, { role: 'instructor' }), ...many(3, { role: 'student' }), { role: 'instructor', status: 'suspended' }]);
  await page.goto(`/admin/users?search=${word}&role=instructor&status=active&sortBy=email&sortOrder=asc`);
  const listed = await names(page).allInnerTexts();
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(page.getByText('Page 2 of 2')).toBeVisible();
  listed.push(...(await names(page).allInnerTexts()));
  expect(listed).toHaveLength(32);

  const link = page.getByRole('link', { name: 'Export CSV' });
  const downloading = page.waitForEvent('download');
  await link.click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/);
  const answer = await context.request.get((await link.getAttribute('href')) ?? '');
  expect(answer.headers()['content-type']).toBe('text/csv; charset=utf-8; header=present');
  expect(answer.headers()['cache-control']).toContain('no-store');
  const { head, rows } = parse(await answer.text());
  expect(head).toEqual(['id', 'authId', 'email', 'username', 'firstName', 'lastName', 'displayName', 'role', 'status', 'emailVerified', 'createdAt', 'lastActiveAt']);
  expect(rows.map((row) => `${row.firstName} ${row.lastName}`)).toEqual(listed);
  const first = rows.find(({ id }) => id === others[0].id);
  expect(first).toMatchObject({ email: others[0].email, role: 'instructor', status: 'active', emailVerified: 'false', lastActiveAt: '' });

  const entries = await entriesOf(person.id, 'users.exported');
  expect(entries).toHaveLength(1);
  const asked = Object.fromEntries(entries[0].changes.map(({ field, after }) => [field, after]));
  expect(asked).toEqual({ search: word, role: 'instructor', status: 'active', count: 32 });
});

test('no cell is a formula to a spreadsheet', async ({ context }) => {
  const word = newName();
  const nasty = ['=HYPERLINK("https://evil.example","x")', '+1', '-1', '@SUM(A1)', '\t=1'];
  await addUsers(word, nasty.map((firstName) => ({ firstName })));
  const answer = await context.request.get(`/admin/users.csv?search=${word}&sortBy=createdAt&sortOrder=asc`);
  const { rows } = parse(await answer.text());
  expect(rows.map(({ firstName }) => firstName).sort()).toEqual(nasty.map((name) => `'${name}`).sort());
});

test('a file of nobody has its head, and what cannot be looked for is no file', async ({ context }) => {
  const empty = await context.request.get(`/admin/users.csv?search=${newName()}`);
  expect(parse(await empty.text()).rows).toEqual([]);
  const bad = await context.request.get(`/admin/users.csv?search=${'x'.repeat(101)}`);
  expect(bad.status()).toBe(400);
  expect(bad.headers()['content-type']).toContain('text/html');
});

/** A CSV file as RFC 4180 has it. */
function parse(text: string): { head: string[]; rows: Record<string, string>[] } {
  expect(text.charCodeAt(0), 'the mark by which Excel knows UTF-8').toBe(0xfeff);
  expect(text.endsWith('\r\n')).toBe(true);
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines[lines.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') lines.push([]);
  }
  lines.pop();
  const [head, ...rest] = lines;
  for (const line of rest) expect(line).toHaveLength(head.length);
  return { head, rows: rest.map((line) => Object.fromEntries(head.map((name, n) => [name, line[n]]))) };
}
