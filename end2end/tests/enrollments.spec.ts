import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { move, newWord, publish, report, standings, take, type Course } from './support/courses';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { register, signIn } from './support/people';
import { changeProfile } from './support/rest';

const courseService = process.env.COURSE_SERVICE_URL ?? 'http://localhost:3003';

test('somebody new sees that there is nothing yet, finds a course in the catalogue and enrols in it', async ({ page, person }) => {
  const word = newWord();
  const [knots] = await publish(`Knots ${word}`, `Sailing ${word}`);
  await page.goto('/profile');
  await page.getByRole('button', { name: `Account menu of ${person.name}` }).click();
  await page.getByRole('banner').getByRole('link', { name: 'My courses' }).click();
  await expect(page).toHaveTitle('My courses · Matricula');

  const nothing = page.getByRole('region', { name: 'No courses yet' });
  await nothing.getByRole('link', { name: 'Find a course' }).click();
  await expect(box(page)).toBeFocused();
  await box(page).fill(`${word} KNÓTS`);
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === `${word} KNÓTS`);
  await expect(page.getByRole('heading', { name: '1 course found' })).toBeFocused();
  await page.getByRole('button', { name: `Enrol ${knots.title}` }).click();

  await expect(page.getByRole('status').filter({ hasText: 'enrolled' })).toHaveText(`You are enrolled in “${knots.title}”.`);
  await expect(card(page, knots)).toContainText('In progress');
  await expect(bar(page, knots)).toHaveAttribute('aria-valuenow', '0');
  await expect(page.getByRole('button', { name: `Enrol ${knots.title}` }), 'the result says that it is taken').toHaveCount(0);
  await expect(page.getByRole('main').getByRole('search')).toBeVisible();
  expect(await standings(person)).toEqual({ [knots.id]: 'active' });
});

test('the progress that the course-service reports is shown, Resume leads to the course, completed ones are last', async ({
  page,
  person,
}) => {
  const word = newWord();
  const [done, going] = await publish(`Done ${word}`, `Going ${word}`);
  await take(person, going);
  await take(person, done, 30);
  await changeProfile(person, { timezone: 'Asia/Tokyo' });
  const answer = await page.goto('/enrollments');
  expect(answer?.headers()).toMatchObject({ 'x-robots-tag': 'noindex', 'cache-control': 'private, no-store' });
  await expect(cards(page)).toHaveText([done.title, going.title]);

  await report(person, done, 100);
  await report(person, going, 62.5, '2026-11-20T15:30:00Z');
  await page.reload();
  await expect(cards(page)).toHaveText([going.title, done.title]);
  await expect(bar(page, going)).toHaveAttribute('aria-valuenow', '62.5');
  await expect(bar(page, going)).toHaveAttribute('aria-valuemin', '0');
  await expect(bar(page, going)).toHaveAttribute('aria-valuemax', '100');
  await expect(bar(page, going)).toHaveAttribute('aria-valuetext', '62.5% complete');
  await expect(card(page, going).getByText('62.5% complete')).toBeVisible();
  await expect(card(page, going).getByText('Last opened 21 November 2026, 00:30')).toBeVisible();
  await expect(card(page, going).getByRole('link').first()).toHaveAccessibleName(`Resume ${going.title}`);
  await expect(card(page, going).getByRole('link').first()).toHaveAttribute('href', `${courseService}/courses/${going.id}`);
  await expect(card(page, done).getByText('Completed', { exact: true })).toBeVisible();
  await expect(card(page, done).getByText(/^Completed \d+ \w+ \d{4}$/)).toBeVisible();
  await expect(card(page, done).getByRole('link').first()).toHaveAccessibleName(`Open again ${done.title}`);
});

test('the filter is in the address, says which one is on, and no match can be cleared', async ({ page, person }) => {
  const word = newWord();
  const [active, completed, dropped] = await publish(`A ${word}`, `B ${word}`, `C ${word}`);
  await take(person, active);
  await take(person, completed, 100);
  await take(person, dropped, 40);
  await move(person, dropped, 'dropped');
  await page.goto('/enrollments');
  await expect(cards(page)).toHaveText([active.title, completed.title]);
  const filter = page.getByRole('navigation', { name: 'Courses by state' });
  for (const [name, status, shown] of [
    ['In progress', 'active', [active]],
    ['Completed', 'completed', [completed]],
    ['Dropped', 'dropped', [dropped]],
    ['All', 'all', [active, completed, dropped]],
  ] as [string, string, Course[]][]) {
    await filter.getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveURL(`/enrollments?status=${status}`);
    await expect(filter.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
    await expect(filter.locator('[aria-current]')).toHaveCount(1);
    await expect(cards(page)).toHaveText(shown.map(({ title }) => title));
  }
  await page.goBack();
  await expect(cards(page)).toHaveText([dropped.title]);

  await filter.getByRole('link', { name: 'Suspended' }).click();
  await page.getByRole('region', { name: 'No course here' }).getByRole('link', { name: 'Clear filter' }).click();
  await expect(page).toHaveURL('/enrollments');
  await expect(cards(page)).toHaveText([active.title, completed.title]);
});

test('whoever has dropped everything is told so, with the way to what was dropped', async ({ page, person }) => {
  const [course] = await publish(newWord());
  await take(person, course);
  await move(person, course, 'dropped');
  await page.goto('/enrollments');
  const empty = page.getByRole('region', { name: 'No courses at the moment' });
  await expect(empty.getByRole('link', { name: 'Find a course' })).toBeVisible();
  await empty.getByRole('link', { name: 'Show dropped courses' }).click();
  await expect(cards(page)).toHaveText([course.title]);
});

test('drops a course and takes it back with the keyboard, in the same list', async ({ page, person }) => {
  const word = newWord();
  const [course, other] = await publish(`Left ${word}`, `Kept ${word}`);
  await take(person, course, 40);
  await take(person, other);
  await page.goto('/enrollments?status=active');
  await page.getByRole('button', { name: `Drop ${course.title}` }).focus();
  await page.keyboard.press('Enter');

  const said = page.getByRole('status').filter({ hasText: 'dropped' });
  await expect(said).toContainText(`You have dropped “${course.title}”. Your progress is kept.`);
  await expect(said).toBeFocused();
  await expect(page).toHaveURL('/enrollments?status=active');
  await expect(cards(page)).toHaveText([other.title]);
  expect(await standings(person)).toMatchObject({ [course.id]: 'dropped' });

  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: `Undo ${course.title}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'again' })).toContainText(`You take “${course.title}” again`);
  await expect(page).toHaveURL('/enrollments?status=active');
  await expect(bar(page, course)).toHaveAttribute('aria-valuenow', '40');
  expect(await standings(person)).toEqual({ [course.id]: 'active', [other.id]: 'active' });

  await page.reload();
  await expect(page.getByText('You take “'), 'what was said is said once').toHaveCount(0);
});

test('a dropped course is taken up again from its card, and found as dropped in the search', async ({ page, person }) => {
  const [course] = await publish(newWord());
  await take(person, course, 25.75);
  await move(person, course, 'dropped');
  await page.goto(`/enrollments?q=${course.title}`);
  await expect(page.getByRole('main').getByRole('search').locator('..').getByRole('button', { name: `Take up again ${course.title}` })).toBeVisible();
  await page.goto('/enrollments?status=dropped');
  await expect(card(page, course).getByRole('link')).toHaveCount(0);
  await card(page, course).getByRole('button', { name: 'Take up again' }).click();
  await expect(page).toHaveURL('/enrollments?status=dropped');
  expect(await standings(person)).toEqual({ [course.id]: 'active' });
  await page.goto('/enrollments');
  await expect(bar(page, course)).toHaveAttribute('aria-valuetext', '25.75% complete');
});

test.describe('enrols by id', () => {
  test('in a course that the catalogue has, and in one that nobody has told us of', async ({ page, person }) => {
    const [course] = await publish(newWord());
    await enrollById(page, ` ${course.id.toUpperCase()} `);
    await expect(page.getByText(`You are enrolled in “${course.title}”.`)).toBeVisible();
    const unknown = randomUUID();
    await enrollById(page, unknown);
    await expect(page.getByText(`You are enrolled in “Course ${unknown.slice(-8)}”.`)).toBeVisible();
    expect(await standings(person)).toEqual({ [course.id]: 'active', [unknown]: 'active' });
  });

  test('what is no id is told, with the focus on what is wrong and every letter kept', async ({ page, person }) => {
    for (const [typed, says] of [
      ['rust-101', /^Course id must have 32 digits/],
      ['', 'Course id cannot be empty'],
    ] as const) {
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await enrollById(page, typed);
      expect((await answer).status()).toBe(400);
      await expect(page).toHaveTitle('Error: My courses · Matricula');
      await expect(summary(page)).toBeFocused();
      await expect(summary(page).getByRole('link')).toHaveText(says);
      await expect(idBox(page)).toHaveValue(typed);
      await expect(idBox(page)).toHaveAttribute('aria-invalid', 'true');
      await expect(idBox(page)).toHaveAccessibleDescription(new RegExp('Course id'));
      await summary(page).getByRole('link').click();
      await expect(idBox(page)).toBeFocused();
    }
    expect(await standings(person)).toEqual({});
  });

  test('what was typed is there again when the session ended meanwhile', async ({ page, person, context }) => {
    const [course] = await publish(newWord());
    await page.goto('/enrollments?status=all');
    await openIdBox(page);
    await idBox(page).fill(course.id);
    await context.clearCookies();
    await idForm(page).getByRole('button').click();
    await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
    await signIn(context, person);
    await page.reload();
    await expect(idBox(page)).toHaveValue(course.id);
    await idForm(page).getByRole('button').click();
    await expect(page.getByText(`You are enrolled in “${course.title}”.`)).toBeVisible();
  });
});

test.describe('what is not possible is told, and nothing is lost', () => {
  test('enrolling twice', async ({ page, person }) => {
    const word = newWord();
    const [going, done] = await publish(`Going ${word}`, `Done ${word}`);
    await page.goto(`/enrollments?q=${word}`);
    await take(person, going, 10);
    await take(person, done, 100);
    expect(await press(page, `Enrol ${going.title}`)).toBe(409);
    await expect(summary(page)).toContainText(`You take “${going.title}” already, so nothing was changed.`);
    await expect(page).toHaveTitle(/^Error: /);
    await expect(summary(page)).toBeFocused();
    await expect(cards(page), 'the page is whole').toHaveText([going.title, done.title]);
    await enrollById(page, done.id);
    await expect(summary(page)).toContainText(`You have completed “${done.title}” already, so nothing was changed.`);
    expect(await standings(person)).toEqual({ [going.id]: 'active', [done.id]: 'completed' });
  });

  test('dropping twice offers to take it up again', async ({ page, person }) => {
    const [course] = await publish(newWord());
    await take(person, course);
    await page.goto('/enrollments');
    await move(person, course, 'dropped');
    expect(await press(page, `Drop ${course.title}`)).toBe(409);
    await expect(summary(page)).toContainText(`You had dropped “${course.title}” before, so nothing was changed.`);
    await summary(page).getByRole('button', { name: 'Take up again' }).click();
    await expect(cards(page)).toHaveText([course.title]);
  });

  test('a suspended course has a sentence in place of its buttons', async ({ page, person }) => {
    const [course] = await publish(newWord());
    await take(person, course, 50);
    await page.goto('/enrollments');
    await move(person, course, 'suspended');
    expect(await press(page, `Drop ${course.title}`)).toBe(409);
    await expect(summary(page)).toContainText(`“${course.title}” is suspended for you, so nothing was changed.`);
    await expect(card(page, course)).toContainText('This course is suspended for you');
    await expect(card(page, course).getByRole('link')).toHaveCount(0);
    await expect(card(page, course).getByRole('button')).toHaveCount(0);
    await enrollById(page, course.id);
    await expect(summary(page)).toContainText('is suspended for you');
    expect(await standings(person)).toEqual({ [course.id]: 'suspended' });
  });

  test('a course that is not one of theirs', async ({ context, person }) => {
    for (const action of ['drop', 'resume']) {
      const answer = await context.request.post('/enrollments', { form: { action, courseId: randomUUID(), owner: person.id } });
      expect(answer.status()).toBe(404);
      expect(await answer.text()).toContain('You are not enrolled in “Course ');
    }
    const unknown = await context.request.post('/enrollments', { form: { action: 'eat', courseId: randomUUID() } });
    expect(unknown.status()).toBe(400);
    expect(await standings(person)).toEqual({});
  });

  test('the form of one account does nothing in another that was signed in meanwhile', async ({ page, person, context }) => {
    const [course] = await publish(newWord());
    await page.goto(`/enrollments?q=${course.title}`);
    await context.clearCookies();
    const omar = await register(context, { firstName: 'Omar' });
    await press(page, `Enrol ${course.title}`);
    await expect(page.getByRole('alert')).toContainText('Nothing was saved');
    expect(await standings(omar)).toEqual({});
    expect(await standings(person)).toEqual({});
  });
});

test('a long list has pages, a filter begins at the first, and an address that makes no sense shows the nearest list', async ({
  page,
  person,
}) => {
  const word = newWord();
  const courses = await publish(...Array.from({ length: 21 }, (_, i) => `${word} ${i}`));
  for (const course of courses) await take(person, course);
  await page.goto('/enrollments?status=active');
  await expect(cards(page)).toHaveCount(20);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages).toContainText('Page 1 of 2');
  await expect(pages.getByRole('link')).toHaveText(['Next']);
  await pages.getByRole('link', { name: 'Next' }).click();
  await expect(page).toHaveURL('/enrollments?status=active&page=2');
  await expect(cards(page)).toHaveText([courses[0].title]);

  await press(page, `Drop ${courses[0].title}`);
  await expect(page, 'comes back to where it was').toHaveURL('/enrollments?status=active&page=2');
  await expect(cards(page), 'the nearest page that there is').toHaveCount(20);
  for (const address of ['/enrollments?page=99', '/enrollments?page=-1', '/enrollments?status=eaten&page=two']) {
    expect((await page.goto(address))?.status()).toBe(200);
    await expect(cards(page)).toHaveCount(20);
  }
});

test('the profile shows the first three courses that go on, and stands without them', async ({ page, person }) => {
  await page.goto('/profile');
  const glance = page.getByRole('region', { name: 'My courses' });
  await expect(glance).toContainText('You take no course at the moment.');
  await glance.getByRole('link', { name: 'Find a course' }).click();
  await expect(page).toHaveURL('/enrollments#course-search');

  const word = newWord();
  const courses = await publish(`A ${word}`, `B ${word}`, `C ${word}`, `D ${word}`, `E ${word}`);
  for (const course of courses) await take(person, course, 12.5);
  await report(person, courses[4], 100);
  await page.goto('/profile');
  await expect(glance.getByRole('heading', { level: 3 })).toHaveText([courses[3].title, courses[2].title, courses[1].title]);
  await expect(glance.getByRole('progressbar', { name: `Progress in ${courses[3].title}` })).toHaveAttribute('aria-valuetext', '12.5% complete');
  const resume = glance.getByRole('link', { name: `Resume ${courses[3].title}` });
  await expect(resume).toHaveAttribute('href', `${courseService}/courses/${courses[3].id}`);
  await glance.getByRole('link', { name: 'All my courses' }).click();
  await expect(cards(page)).toHaveCount(5);
});

test('whoever is signed out comes back to the same list after sign-in', async ({ page, context, person }) => {
  await context.clearCookies();
  await page.goto('/enrollments?status=all&page=2');
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  await signIn(context, person);
  await page.reload();
  await expect(page).toHaveURL('/enrollments?status=all&page=2');
  await expect(page.getByRole('region', { name: 'No courses yet' })).toBeVisible();
});

test.describe('in Spanish', () => {
  test.use({ locale: 'es-ES' });

  test('numbers, dates and states are written as Spanish writes them', async ({ page, person }) => {
    const word = newWord();
    const [going, done] = await publish(`A ${word}`, `B ${word}`);
    await take(person, going);
    await report(person, going, 62.55, '2026-11-20T15:30:00Z');
    await take(person, done, 100);
    await page.goto(`/enrollments?q=${word}`);
    const shown = page.getByRole('article', { name: going.title });
    await expect(shown.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '62,55\u00a0% completado');
    await expect(shown.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '62.55');
    await expect(shown).toContainText('Abierto por última vez el 20 de noviembre de 2026, 15:30');
    await expect(shown.getByRole('link').first()).toHaveAccessibleName(`Continuar ${going.title}`);
    await expect(page.getByRole('article', { name: done.title })).toContainText('Terminado');
    await expect(page.getByRole('heading', { name: '2 cursos encontrados' })).toBeVisible();
    await press(page, `Abandonar ${going.title}`);
    await expect(page.getByRole('status').filter({ hasText: 'abandonado' })).toContainText(`Has abandonado «${going.title}». Tu progreso se conserva.`);
    await page.getByRole('button', { name: `Deshacer ${going.title}` }).click();
    await expect(page.getByText(`Has retomado «${going.title}» donde lo dejaste.`)).toBeVisible();
  });
});

function cards(page: Page): Locator {
  return page.getByRole('article').getByRole('heading');
}

function card(page: Page, course: Course): Locator {
  return page.getByRole('article', { name: course.title, exact: true });
}

function bar(page: Page, course: Course): Locator {
  return card(page, course).getByRole('progressbar', { name: `Progress in ${course.title}` });
}

/** The search box: a combobox once the islands are awake. */
function box(page: Page): Locator {
  return page.getByLabel('Title of the course').and(page.locator('input'));
}

function idForm(page: Page): Locator {
  return page.getByRole('group').filter({ has: page.getByText('Enrol by course id') });
}

function idBox(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Course id' });
}

async function openIdBox(page: Page): Promise<void> {
  if (!(await idBox(page).isVisible())) await page.getByText('Enrol by course id').click();
}

async function enrollById(page: Page, id: string): Promise<void> {
  await page.goto('/enrollments');
  await openIdBox(page);
  await idBox(page).fill(id);
  await idForm(page).getByRole('button', { name: 'Enrol' }).click();
}

/** Presses a button and waits for the page that it leads to; answers with the status of the form's own answer. */
async function press(page: Page, name: string): Promise<number> {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  const answered = page.waitForEvent('framenavigated');
  await page.getByRole('button', { name, exact: true }).click();
  await answered;
  return (await answer).status();
}
