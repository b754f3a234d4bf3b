// `/people`: the directory.

import type { Page } from '@playwright/test';
import { newWord, publish, take } from './support/courses';
import { addPeople, setRole } from './support/directory';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { addPerson } from './support/members';
import { changeProfile } from './support/rest';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test('whoever is not signed in is led to sign-in and back to the same search', async ({ page, context, person }) => {
  await context.clearCookies();
  await page.goto(`/people?search=${person.firstName}&role=student`);
  await expect(page).toHaveURL(`/sign-in?return_to=/people%3Fsearch%3D${person.firstName}%26role%3Dstudent`);
});

test('people are found by the beginning of a name whatever its accents, and each leads to their page', async ({ page, context }) => {
  const word = newWord();
  const ada = await addPerson(context.browser(), { displayName: `Adá ${word}`, headline: 'Numbers', location: 'London', skills: ['1', '2', '3', '4', '5', '6'] });
  await addPerson(context.browser(), { displayName: `Bea ${word}` });
  await page.goto('/people');
  await box(page).fill(`ada ${word.slice(0, -2)}`);
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();

  await expect(page).toHaveURL((url) => url.searchParams.get('search') === `ada ${word.slice(0, -2)}`);
  await expect(page.getByRole('heading', { name: '1 person', exact: true })).toBeFocused();
  await expect(box(page)).toHaveValue(`ada ${word.slice(0, -2)}`);
  const card = page.getByRole('article');
  await expect(card).toHaveCount(1);
  for (const text of [`@${ada.username}`, 'Numbers', 'London']) await expect(card.getByText(text, { exact: true })).toBeVisible();
  await expect(card.getByRole('list', { name: 'Skills' }).getByRole('listitem')).toHaveText(['1', '2', '3', '4', '2 more']);
  await card.getByRole('link').click();
  await expect(page).toHaveURL(`/people/${ada.username}`);
  await page.goBack();
  await expect(page.getByRole('article')).toHaveCount(1);
});

test('role and skill narrow the list, stay in the address and in the form, and are cleared at once', async ({ page, context }) => {
  const word = newWord();
  const skill = `C++ & ${word}`;
  const teacher = await addPerson(context.browser(), { displayName: `${word} 1`, skills: [skill] });
  await setRole(teacher, 'instructor');
  const boss = await addPerson(context.browser(), { displayName: `${word} 2`, skills: [skill] });
  await setRole(boss, 'admin');
  await addPerson(context.browser(), { displayName: `${word} 3` });

  await page.goto(`/people?search=${word}`);
  await expect(names(page)).toHaveText([`${word} 1`, `${word} 2`, `${word} 3`]);
  await expect(page.getByRole('article').getByText('Instructor'), 'only who teaches says so').toHaveCount(1);
  await page.getByLabel('Who').selectOption('Students');
  await page.getByLabel('Skill', { exact: true }).fill(skill.toUpperCase());
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await expect(names(page), 'who is an admin is nobody’s business').toHaveText([`${word} 2`]);
  const { searchParams } = new URL(page.url());
  expect(Object.fromEntries(searchParams)).toEqual({ search: word, role: 'student', skill: skill.toUpperCase() });
  await page.reload();
  await expect(page.getByLabel('Who')).toHaveValue('student');
  await expect(page.getByLabel('Skill', { exact: true })).toHaveValue(skill.toUpperCase());

  await page.goto(`/people/${teacher.username}`);
  await page.getByRole('link', { name: skill }).click();
  await expect(page.getByRole('heading', { name: '2 people' })).toBeFocused();
  await expect(names(page)).toHaveText([`${word} 1`, `${word} 2`]);
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/people');
});

test('a long list is turned page by page, without anybody twice, and back to its start', async ({ page }) => {
  const word = newWord();
  await addPeople(word, 45);
  await page.goto(`/people?search=${word}`);
  const seen: string[] = [];
  for (const turned of [1, 2, 3]) {
    await expect(page.getByRole('heading', { name: '45 people' })).toBeFocused();
    await expect(page.getByText(`Page ${turned} of 3`)).toBeVisible();
    seen.push(...(await names(page).allInnerTexts()));
    if (turned < 3) await page.getByRole('link', { name: 'More people' }).click();
    await expect(page).toHaveURL(turned < 3 ? /[?&]cursor=/ : /search=/);
    await expect(page.getByText(`Page ${Math.min(turned + 1, 3)} of 3`)).toBeVisible();
  }
  expect(seen).toEqual(Array.from({ length: 45 }, (_, n) => `${word} ${String(n + 1).padStart(3, '0')}`));
  await expect(page.getByRole('link', { name: 'More people' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Back to the start' }).click();
  await expect(page).toHaveURL(`/people?search=${word}`);
  await expect(page.getByText('Page 1 of 3')).toBeVisible();
});

test('nobody who does not want to be found is listed or counted', async ({ page, context }) => {
  const word = newWord();
  await addPerson(context.browser(), { displayName: `${word} 1`, discoverable: false });
  await addPerson(context.browser(), { displayName: `${word} 2`, visibility: 'private' });
  await page.goto(`/people?search=${word}`);
  await expect(page.getByRole('heading', { name: 'Nobody found' })).toBeFocused();
  await expect(page.getByRole('article')).toHaveCount(0);
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/people');
});

test('people who share a course are suggested while nobody is looked for', async ({ page, context, person }) => {
  const [course] = await publish(newWord());
  const mate = await addPerson(context.browser(), { displayName: newWord() });
  await take(person, course);
  await take(mate, course);
  await page.goto('/people');
  const suggested = page.getByRole('region', { name: 'People in your courses' });
  await expect(suggested.getByRole('heading', { level: 3 })).toHaveCount(1);
  await suggested.getByRole('link').click();
  await expect(page).toHaveURL(`/people/${mate.username}`);
  await page.goto(`/people?role=student`);
  await expect(page.getByRole('heading', { name: 'People in your courses' })).toHaveCount(0);
  await changeProfile(mate, { visibility: 'private' });
  await page.goto('/people');
  await expect(page.getByRole('heading', { name: 'People in your courses' })).toHaveCount(0);
});

test('what is too long to be anywhere is kept and named at its field', async ({ page }) => {
  const [search, skill] = ['x'.repeat(101), 'y'.repeat(51)];
  const answer = await page.goto(`/people?search=${search}&skill=${skill}`);
  expect(answer?.status()).toBe(400);
  await expect(page).toHaveTitle('Error: People · Matricula');
  await expect(summary(page)).toBeFocused();
  for (const [name, field, text] of [
    ['What you search for', box(page), search],
    ['Skill', page.getByLabel('Skill', { exact: true }), skill],
  ] as const) {
    const fault = `${name} can have at most ${text.length - 1} characters`;
    await expect(field).toHaveValue(text);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(`${fault}$`));
    await summary(page).getByRole('link', { name: fault }).click();
    await expect(field).toBeFocused();
  }
});

test('an address that says nothing of use leads to the nearest list', async ({ page }) => {
  const word = newWord();
  await addPeople(word, 1);
  for (const query of ['cursor=x', 'cursor=eyJwIjoxfQ&role=admin', 'role=boss&page=0&limit=9999', 'cursor=&&=%FF', 'skill=%00&role=%00&cursor=%00']) {
    const answer = await page.goto(`/people?search=${word}&${query}`);
    expect(answer?.status(), query).toBe(200);
    await expect(names(page), query).toHaveText([`${word} 001`]);
    await expect(page.getByRole('link', { name: 'Back to the start' })).toHaveCount(0);
  }
});

test('every page searches people: with a box, and on a narrow one with a link to it', async ({ page, context, person }) => {
  const word = newWord();
  const ada = await addPerson(context.browser(), { displayName: word });
  await page.goto('/settings');
  const bar = page.getByRole('banner').getByRole('search', { name: 'Search people' });
  await bar.getByRole('searchbox', { name: 'Search people' }).fill(word);
  await bar.getByRole('button', { name: 'Search' }).click();
  await expect(names(page)).toHaveText([word]);
  await expect(bar, 'the page has a box of its own').toHaveCount(0);

  await page.goto(`/people/${ada.username}`);
  await page.setViewportSize({ width: 320, height: 640 });
  await expect(bar).toBeHidden();
  await page.getByRole('banner').getByRole('link', { name: 'Search people' }).click();
  await expect(page).toHaveURL('/people');
  await page.getByRole('button', { name: `Account menu of ${person.name}` }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'People', exact: true })).toHaveAttribute('href', '/people');
  await context.clearCookies();
  await page.goto('/');
  await expect(page.getByRole('search')).toHaveCount(0);
});

/** A text box, which a script turns into a combobox. */
function box(page: Page) {
  return page.getByRole('main').locator('input').and(page.getByLabel('Search people'));
}

function names(page: Page) {
  return page.getByRole('article').getByRole('heading', { level: 3 });
}
