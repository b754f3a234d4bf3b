// The search box of the catalogue with its island awake. Without it there is a plain form: enrollments.spec.ts.

import { newWord, publish, standings, take, type Course } from './support/courses';
import { gate } from './support/gate';
import { expect, test } from './support/journey';
import { clipped, overflow, violations } from './support/measures';
import { searchBox } from './support/search-box';

const { box, options, said, open, expectAwake, expectActive } = searchBox('Title of the course', '/enrollments');

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('finds courses while somebody types, says how many, and keeps the words in the address', async ({ page, person }) => {
    const word = newWord();
    const [algebra, topology] = await publish(`Álgebra ${word}`, `Topology ${word}`);
    await open(page, '/enrollments?status=all');
    await box(page).pressSequentially(word);
    await expect(options(page)).toHaveText([algebra.title, topology.title]);
    await expect(box(page)).toHaveAttribute('aria-expanded', 'true');
    await expect(said(page)).toHaveText('2 courses found');
    await expect(page).toHaveURL(`/enrollments?status=all&q=${word}`);

    await box(page).pressSequentially(' algebra');
    await expect(options(page)).toHaveText([algebra.title]);
    await expect(said(page)).toHaveText('1 course found');
    await box(page).pressSequentially(' x');
    await expect(said(page)).toHaveText('No course found');
    await expect(options(page)).toHaveCount(0);
    await expect(box(page)).toHaveAttribute('aria-expanded', 'false');

    await page.reload();
    await expect(box(page)).toHaveValue(`${word} algebra x`);
    await expect(page.getByText('in its title')).toBeVisible();
    await box(page).clear();
    await expect(page).toHaveURL('/enrollments?status=all');
    expect(await standings(person)).toEqual({});
  });

  test('arrows, Home, End, Enter and Escape do what they do in every such box', async ({ page, person }) => {
    const word = newWord();
    const courses = await publish(`A ${word}`, `B ${word}`, `C ${word}`);
    await take(person, courses[1]);
    await open(page);
    await box(page).fill(word);
    await expect(options(page)).toHaveText([courses[0].title, `${courses[1].title}In progress`, courses[2].title]);
    for (const [key, index] of [
      ['ArrowDown', 0],
      ['ArrowDown', 1],
      ['End', 2],
      ['ArrowDown', -1],
      ['ArrowUp', 2],
      ['Home', 0],
      ['ArrowUp', -1],
      ['ArrowDown', 0],
    ] as [string, number][]) {
      await page.keyboard.press(key);
      await expectActive(page, index);
    }
    await expect(box(page), 'the focus stays in the box').toBeFocused();

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(said(page), 'one that is taken says so').toHaveText(`${courses[1].title}: In progress`);
    await page.keyboard.press('Escape');
    await expect(options(page)).toHaveCount(0);
    await expect(box(page)).toHaveValue(word);
    await page.keyboard.press('ArrowDown');
    await expect(options(page)).toHaveCount(3);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(box(page)).toHaveValue('');
    await expect(page).toHaveURL('/enrollments');

    await box(page).fill(word);
    await expect(options(page)).toHaveCount(3);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(page.getByText(`You are enrolled in “${courses[2].title}”.`)).toBeVisible();
    expect(await standings(person)).toEqual({ [courses[1].id]: 'active', [courses[2].id]: 'active' });
  });

  test('Enter without a choice shows all results; a press chooses one', async ({ page, person }) => {
    const word = newWord();
    const courses = await publish(...Array.from({ length: 9 }, (_, i) => `${word} ${i}`));
    await open(page);
    await box(page).fill(word);
    await expect(options(page)).toHaveCount(8);
    await expect(said(page)).toHaveText('9 courses found, of which these are the first. Press Enter to see more.');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === word);
    await expect(page.getByRole('button', { name: /^Enrol / })).toHaveCount(9);

    await expectAwake(page);
    await box(page).fill(`${word} 7`);
    await expect(page.getByRole('heading', { name: '9 courses found' }), 'results for other words are gone').toBeHidden();
    await options(page).filter({ hasText: courses[7].title }).click();
    await expect(page.getByText(`You are enrolled in “${courses[7].title}”.`)).toBeVisible();
    expect(await standings(person)).toEqual({ [courses[7].id]: 'active' });
  });

  for (const how of ['taken back', 'answered all the same']) {
    test(`a slow older answer never replaces a newer one: the older question is ${how}`, async ({ page, person }) => {
      const word = newWord();
      const [first, second] = await publish(`First ${word}`, `Second ${word}`);
      const older = gate();
      let asked = 0;
      await page.route('**/enrollments/courses?**', async (route) => {
        asked += 1;
        if (asked > 1) return route.continue();
        const answer = await route.fetch();
        await older.opened;
        // The browser may have taken the question back already.
        await route.fulfill({ response: answer }).catch(() => {});
      });
      if (how === 'answered all the same') await page.addInitScript(() => (AbortController.prototype.abort = () => {}));
      await open(page);
      await box(page).fill(`first ${word}`);
      await expect.poll(() => asked).toBe(1);
      const ended = Promise.race(['requestfinished', 'requestfailed'].map((end) => page.waitForEvent(end as 'requestfinished', (request) => request.url().includes('q=first'))));
      await box(page).fill(`second ${word}`);
      await expect(options(page)).toHaveText([second.title]);
      older.open();
      expect((await (await ended).response())?.status()).toBe(how === 'taken back' ? undefined : 200);
      // Whatever the older answer does, it has done when a question that comes after it is answered.
      await page.evaluate(() => fetch('/enrollments/courses?q=').then((answer) => answer.text()));
      await expect(options(page)).toHaveText([second.title]);
      await expect(options(page).filter({ hasText: first.title })).toHaveCount(0);
      expect(await standings(person)).toEqual({});
    });
  }

  test('nothing is asked while somebody types on', async ({ page, person }) => {
    const word = newWord();
    const [course] = await publish(word);
    const asked: string[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.pathname === '/enrollments/courses') asked.push(url.searchParams.get('q') ?? '');
    });
    await open(page);
    await box(page).pressSequentially(word);
    await expect(options(page)).toHaveText([course.title]);
    expect(asked.length, asked.join(', ')).toBeLessThan(word.length / 2);
    expect(asked.at(-1)).toBe(word);
    expect(await standings(person)).toEqual({});
  });

  test('text typed before the island wakes is kept, and searched for when it does', async ({ page, person }) => {
    const [course] = await publish(newWord());
    const wasm = gate();
    await page.route('**/*.wasm', async (route) => {
      await wasm.opened;
      await route.continue();
    });
    await page.goto('/enrollments', { waitUntil: 'domcontentloaded' });
    const plain = page.getByRole('textbox', { name: 'Title of the course' });
    await plain.pressSequentially(course.title);
    wasm.open();
    await expect(options(page)).toHaveText([course.title]);
    await expect(box(page)).toHaveValue(course.title);
    await expect(box(page)).toBeFocused();
    expect(await standings(person)).toEqual({});
  });

  test('a search that fails says so, and the next one works', async ({ page, person, complaints }) => {
    const [course] = await publish(newWord());
    await page.route('**/enrollments/courses?**', (route) => route.fulfill({ status: 503, json: { status: 503 } }));
    await open(page);
    await box(page).fill(course.title);
    await expect(said(page)).toHaveText('The search does not work just now. Try again in a minute.');
    await page.unroute('**/enrollments/courses?**');
    await page.keyboard.press('ArrowDown');
    await expect(options(page)).toHaveText([course.title]);
    // That the browser complains of the failed request is as it should be.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('503')]);
    expect(await standings(person)).toEqual({});
  });

  test('when the session is over, the search leads to sign-in', async ({ page, person, context, complaints }) => {
    await open(page);
    await context.clearCookies();
    await box(page).fill('anything');
    await expect(page).toHaveURL((url) => url.pathname === '/sign-in' && url.searchParams.get('return_to') === '/enrollments?q=anything');
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    expect(await standings(person)).toEqual({});
  });

  for (const [width, colorScheme] of [
    [320, 'light'],
    [320, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const) {
    test(`the open list can be used by everybody: ${width} px, ${colorScheme}`, async ({ page, person }) => {
      const word = newWord();
      const [taken] = await publish(`A ${word} ${'long '.repeat(20)}`, `B ${word}`, `C ${word}`);
      await take(person, taken);
      await page.setViewportSize({ width, height: 720 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page);
      await box(page).fill(word);
      await expect(options(page)).toHaveCount(3);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('ArrowDown');
      await expectActive(page, 0);
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toEqual([]);
      expect(await clipped(page)).toEqual([]);
    });
  }
});

test('the courses are told to nobody who is not signed in, and kept by nobody', async ({ context, person }) => {
  const [course] = (await publish(newWord())) as [Course];
  const answer = await context.request.get(`/enrollments/courses?q=${course.title}`);
  expect(answer.headers()).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'private, no-store', 'x-total-count': '1' });
  const offer = { name: course.title, value: course.id };
  expect(await answer.json()).toEqual({ said: '1 course found', offers: [offer] });
  await take(person, course);
  const after = await context.request.get(`/enrollments/courses?q=${course.title}`);
  const taken = { ...offer, hint: 'In progress', refusal: `${course.title}: In progress` };
  expect(await after.json()).toEqual({ said: '1 course found', offers: [taken] });
  await context.clearCookies();
  const refused = await context.request.get(`/enrollments/courses?q=${course.title}`);
  expect(refused.status()).toBe(401);
  expect(refused.headers()).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'private, no-store' });
});
