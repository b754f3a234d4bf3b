// The search of the directory as a plain form, and what it tells whom.

import { expect, test } from './support/journey';
import { join, newName } from './support/members';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test('a plain form leads to whom it finds, and keeps the words in the address', async ({ page, anotherBrowser, javaScriptEnabled }) => {
  const name = newName();
  await join(anotherBrowser, { displayName: `Ada ${name}` }, { displayName: `Bea ${newName()}` });
  await page.goto('/people?role=student');
  const form = page.getByRole('main').getByRole('search');
  const box = form.getByRole(javaScriptEnabled ? 'combobox' : 'textbox', { name: 'Search people' });
  await box.fill(name);
  await form.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/people' && url.searchParams.get('search') === name && url.searchParams.get('role') === 'student');
  await expect(box).toHaveValue(name);
  const found = page.locator('[data-part="search-results"]');
  await expect(found.getByRole('link', { name: `Ada ${name}` })).toBeVisible();
  await expect(found.getByRole('link', { name: /^Bea / })).toHaveCount(0);
});

test('the answer has whoever is seen and wants to be found, and nobody keeps it', async ({ context, anotherBrowser }) => {
  const name = newName();
  const username = name.toLowerCase();
  await join(
    anotherBrowser,
    { displayName: `Ada ${name}`, username, headline: 'Countess', visibility: 'members' },
    { displayName: `Bea ${name}`, visibility: 'private' },
    { displayName: `Cleo ${name}`, discoverable: false },
  );
  const answer = await context.request.get(`/search/people?search=${name}&role=student`);
  expect(answer.headers()).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'private, no-store', 'x-total-count': '1' });
  expect(await answer.json()).toEqual({
    said: '1 person found',
    offers: [{ name: `Ada ${name}`, hint: `@${username} · Countess`, href: `/people/${username}` }],
  });
  const instructors = await context.request.get(`/search/people?search=${name}&role=instructor`);
  expect(await instructors.json()).toEqual({ said: 'Nobody found', offers: [] });
});

test('of more people than it holds, an answer has the way to all of them', async ({ context, anotherBrowser }) => {
  const name = newName();
  await join(anotherBrowser, ...Array.from({ length: 9 }, (_, i) => ({ displayName: `${name} ${i}`, skills: ['C & C++'] })));
  const answer = await context.request.get('/search/people', { params: { search: name, skill: 'c & c++', cursor: 'anything' } });
  expect(answer.headers()).toMatchObject({ 'x-total-count': '9' });
  const { offers } = (await answer.json()) as { offers: { name: string; href: string }[] };
  expect(offers.map((offer) => offer.name)).toEqual([...Array.from({ length: 8 }, (_, i) => `${name} ${i}`), 'Show all 9']);
  expect(offers.at(-1)?.href).toBe(`/people?search=${name}&skill=c+%26+c%2B%2B`);
});

test('it speaks the language of whoever asks', async ({ context }) => {
  const answer = await context.request.get(`/search/people?search=${newName()}`, { headers: { 'accept-language': 'es' } });
  expect(await answer.json()).toEqual({ said: 'No se ha encontrado a nadie', offers: [] });
});

test('nobody who is not signed in is told of anybody', async ({ context, person }) => {
  await context.clearCookies();
  const refused = await context.request.get(`/search/people?search=${person.firstName}`);
  expect(refused.status()).toBe(401);
  expect(refused.headers()).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'private, no-store' });
});
