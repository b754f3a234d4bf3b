// `/admin/users`: the list, and how it is asked for.

import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { newName } from './support/members';
import { changeRole } from './support/rest';
import { addUsers, column, entriesOf, many, names, pageOf, search } from './support/users';

test('for whoever is no admin there is nothing at any of the addresses', async ({ page, context, person }) => {
  for (const path of ['/admin/users', '/admin/users.csv', pageOf(person)]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page).toHaveTitle('Page not found · Matricula');
    const posted = await context.request.post(path, { form: { step: 'all', action: 'delete', name: person.name } });
    expect([404, 405], `POST ${path}`).toContain(posted.status());
  }
  await context.clearCookies();
  for (const path of ['/admin/users?search=a&role=admin', '/admin/users.csv?search=a&role=admin']) {
    await page.goto(path);
    await expect(page, path).toHaveURL('/sign-in?return_to=/admin/users%3Fsearch%3Da%26role%3Dadmin');
  }
});

test.describe('an admin', () => {
  test.beforeEach(({ person }) => changeRole(person, 'admin'));

  test('finds users by part of a name, by role and by status, and all of it is in the address', async ({ page, person }) => {
    const word = newName();
    await addUsers(word, [{}, { role: 'instructor' }, { role: 'instructor', status: 'suspended' }, { role: 'instructor', firstName: 'Mª José' }]);
    await page.goto('/admin/users');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Users');
    await search(page).getByRole('textbox', { name: 'Search users' }).fill(word.slice(1, -1).toUpperCase());
    await search(page).getByRole('button', { name: 'Search' }).click();
    await expect(page.getByRole('heading', { name: '4 users' })).toBeFocused();

    await search(page).getByLabel('Role').selectOption('Instructor');
    await search(page).getByLabel('Status').selectOption('Active');
    await search(page).getByRole('button', { name: 'Search' }).click();
    await expect(page.getByRole('heading', { name: '2 users' })).toBeFocused();
    await expect(names(page)).toHaveText([`002 ${word}`, `Mª José ${word}`].reverse());
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toEqual({ search: word.slice(1, -1).toUpperCase(), role: 'instructor', status: 'active' });
    await page.reload();
    await expect(search(page).getByLabel('Role')).toHaveValue('instructor');
    await expect(search(page).getByLabel('Status')).toHaveValue('active');
    await page.goBack();
    await expect(page.getByRole('heading', { name: '4 users' })).toBeVisible();
    await expect(search(page).getByLabel('Role')).toHaveValue('');
    expect((await entriesOf(person.id, 'users.listed')).length, 'that they looked is told').toBeGreaterThan(0);
  });

  test('reads of each what matters in a list, and comes to their page by the name', async ({ page }) => {
    const word = newName();
    const [user] = await addUsers(word, [{ role: 'instructor', status: 'suspended', age: 24 * 365, seen: 2 }]);
    await page.goto(`/admin/users?search=${word}`);
    const row = page.getByRole('row').filter({ hasText: word });
    for (const text of [user.email, 'Instructor', 'Suspended', '2 hours ago']) await expect(row.getByText(text)).toBeVisible();
    await expect(row.getByRole('cell').nth(3)).toHaveText(/\d+\sNov\s2025/);
    await row.getByRole('link', { name: user.name }).click();
    await expect(page).toHaveURL(pageOf(user));
  });

  test('sorts by the head of a column, in both directions, and Back restores the order', async ({ page }) => {
    const word = newName();
    await addUsers(`${word} B`, [{ firstName: '1', age: 3, seen: 1 }]);
    await addUsers(`${word} C`, [{ firstName: '2', age: 1 }]);
    await addUsers(`${word} A`, [{ firstName: '3', age: 2, seen: 5 }]);
    await page.goto(`/admin/users?search=${word}`);
    const shows = async (order: string, head: string, direction: string) => {
      await expect(names(page)).toHaveText([...order].map((n) => new RegExp(`^${n} `)));
      await expect(column(page, head)).toHaveAttribute('aria-sort', direction);
      await expect(page.locator('[aria-sort]')).toHaveCount(1);
    };
    const press = (head: string) => column(page, head).getByRole('link').click();
    await shows('231', 'Created', 'descending');
    await press('Created');
    await shows('132', 'Created', 'ascending');
    await press('Name');
    await shows('312', 'Name', 'ascending');
    await press('Name');
    await shows('213', 'Name', 'descending');
    await expect(page).toHaveURL(`/admin/users?search=${word}&sortBy=lastName&sortOrder=desc`);
    await press('Last active');
    await shows('132', 'Last active', 'descending');
    await press('Last active');
    await shows('312', 'Last active', 'ascending');
    await page.goBack();
    await page.goBack();
    await shows('213', 'Name', 'descending');
    await search(page).getByRole('button', { name: 'Search' }).click();
    await shows('213', 'Name', 'descending');
  });

  test('turns pages of the length that they choose', async ({ page }) => {
    const word = newName();
    await addUsers(word, many(45));
    await page.goto(`/admin/users?search=${word}&sortBy=createdAt&sortOrder=asc`);
    await expect(names(page)).toHaveCount(20);
    await expect(page.getByText('Page 1 of 3')).toBeVisible();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 3 of 3')).toBeVisible();
    await expect(names(page)).toHaveCount(5);
    await expect(page).toHaveURL(/[?&]page=3$/);
    await page.goBack();
    await expect(page.getByText('Page 2 of 3')).toBeVisible();
    const sizes = page.getByRole('navigation', { name: 'Users a page' });
    await expect(sizes.getByRole('link', { name: '20' })).toHaveAttribute('aria-current', 'true');
    await sizes.getByRole('link', { name: '50' }).click();
    await expect(names(page)).toHaveCount(45);
    await expect(page).toHaveURL(/[?&]limit=50$/);
    await page.goto(`/admin/users?search=${word}&page=99`);
    await expect(page.getByText('Page 3 of 3'), 'the last one there is').toBeVisible();
  });

  test('is told when nobody fits, and clears the filters', async ({ page }) => {
    const word = newName();
    await page.goto(`/admin/users?search=${word}&role=admin&sortBy=email&sortOrder=asc`);
    await expect(page.getByRole('heading', { name: 'No user found' })).toBeFocused();
    await expect(page.getByRole('table')).toHaveCount(0);
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await expect(page).toHaveURL('/admin/users?sortBy=email&sortOrder=asc');
    await expect(page.getByRole('table')).toBeVisible();
  });

  test('is told what is wrong with what they look for, and finds the nearest list at addresses that say nothing', async ({ page }) => {
    const long = 'x'.repeat(101);
    expect((await page.goto(`/admin/users?search=${long}`))?.status()).toBe(400);
    await expect(page).toHaveTitle('Error: Users · Matricula');
    await expect(summary(page)).toBeFocused();
    await summary(page).getByRole('link', { name: 'What you search for can have at most 100 characters' }).click();
    const box = search(page).getByRole('textbox');
    await expect(box).toBeFocused();
    await expect(box).toHaveValue(long);
    const word = newName();
    await addUsers(word, [{}]);
    for (const query of ['page=0&limit=9999', 'role=boss&status=deleted', 'sortBy=password&sortOrder=up', 'selection=x&give=king&pick=%00', '&&=%FF']) {
      expect((await page.goto(`/admin/users?search=${word}&${query}`))?.status(), query).toBe(200);
      await expect(names(page), query).toHaveText([`001 ${word}`]);
    }
  });

  test('sees what has the focus, whatever stays in sight above and below', async ({ page }) => {
    const word = newName();
    await addUsers(word, many(20));
    await page.setViewportSize({ width: 1280, height: 480 });
    await page.goto(`/admin/users?search=${word}`);
    await page.getByRole('checkbox').nth(5).check();
    await names(page).last().focus();
    for (const key of ['Shift+Tab', 'Tab']) {
      for (let n = 0; n < 38; n += 1) {
        await page.keyboard.press(key);
        const hidden = await page.evaluate(() => {
          const focused = document.activeElement;
          if (!focused?.closest('tbody')) return undefined;
          const { left, right, top, bottom } = focused.getBoundingClientRect();
          const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return there && focused.contains(there) ? undefined : `${focused.outerHTML.slice(0, 80)} at ${top}`;
        });
        expect(hidden, `${key} ${n}`).toBeUndefined();
      }
    }
  });
});
