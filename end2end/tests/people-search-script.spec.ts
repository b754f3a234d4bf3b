// The search box of the directory with its island awake. Without it there is a plain form:
// people-search.spec.ts. What all such boxes do alike is seen in course-search.spec.ts.

import type { Locator, Page, Request } from '@playwright/test';
import { gate } from './support/gate';
import { expect, test } from './support/journey';
import { clipped, overflow, violations } from './support/measures';
import { join, newName } from './support/members';
import { searchBox } from './support/search-box';

const ASKED = '**/search/people?**';
const { box, options, said, open, expectAwake, expectActive } = searchBox('Search people', '/people');

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('finds people while somebody types, says how many, and keeps the words in the address', async ({ page, anotherBrowser }) => {
    const name = newName();
    const username = name.toLowerCase();
    await join(anotherBrowser, { displayName: `Ada ${name}`, username, headline: 'Countess' }, { displayName: `José ${name}` });
    await open(page);
    await box(page).pressSequentially(name);
    await expect(options(page)).toHaveText([`Ada ${name}@${username} · Countess`, `José ${name}`]);
    await expect(box(page)).toHaveAttribute('aria-expanded', 'true');
    await expect(said(page)).toHaveText('2 people found');
    await expect(page).toHaveURL(`/people?search=${name}`);
    await box(page).pressSequentially(' jose');
    await expect(options(page)).toHaveText([`José ${name}`]);
    await expect(said(page)).toHaveText('1 person found');
    // Behind these two words it could make José similar: names are, from six of ten shared trigrams on.
    await box(page).fill(newName());
    await expect(said(page)).toHaveText('Nobody found');
    await expect(options(page)).toHaveCount(0);
    await expect(box(page)).toHaveAttribute('aria-expanded', 'false');

    await box(page).fill(`${name} ada`);
    await expect(page).toHaveURL(`/people?search=${name}+ada`);
    await page.reload();
    await expectAwake(page);
    await expect(box(page)).toHaveValue(`${name} ada`);
    await box(page).clear();
    await expect(page).toHaveURL('/people');
  });

  test('arrows, Home, End and Escape move between people; Enter leads to a person, and Back to the search', async ({ page, anotherBrowser }) => {
    const name = newName();
    const [, second, third] = await join(anotherBrowser, ...['Ada', 'Bea', 'Cleo'].map((first) => ({ displayName: `${first} ${name}` })));
    await open(page);
    await box(page).fill(name);
    await expect(options(page)).toHaveCount(3);
    for (const [key, index] of [
      ['ArrowDown', 0],
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
    await page.keyboard.press('Escape');
    await expect(options(page)).toHaveCount(0);
    await expect(box(page)).toHaveValue(name);
    await page.keyboard.press('ArrowDown');
    await expect(options(page)).toHaveCount(3);

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/people/${second.id}`);
    await expect(page.getByRole('heading', { level: 1, name: second.displayName })).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(`/people?search=${name}`);
    await expect(box(page)).toHaveValue(name);
    await expect(results(page).getByRole('link', { name: third.displayName })).toBeVisible();
  });

  test('a press leads to a person; of many, the last option leads to all, and so does Enter', async ({ page, anotherBrowser }) => {
    const name = newName();
    const many = await join(anotherBrowser, ...Array.from({ length: 9 }, (_, i) => ({ displayName: `${name} ${i}`, username: `${name.toLowerCase()}${i}` })));
    await open(page);
    await box(page).fill(name);
    await expect(options(page)).toHaveCount(9);
    await expect(said(page)).toHaveText('9 people found, of whom these are the first. The last option shows them all.');
    await options(page).filter({ hasText: many[7].displayName }).click();
    await expect(page).toHaveURL(`/people/${many[7].username}`);

    for (const all of ['the last option', 'Enter']) {
      await open(page);
      await box(page).fill(name);
      await expect(options(page).last()).toHaveText('Show all 9');
      if (all === 'Enter') await page.keyboard.press('Enter');
      else await options(page).last().click();
      await expect(results(page).getByRole('link', { name: many[8].displayName }), all).toBeVisible();
      await expect(page).toHaveURL((url) => url.searchParams.get('search') === name);
    }

    await expectAwake(page);
    await box(page).fill(`${name} 7`);
    await expect(results(page), 'results for other words are gone').toBeHidden();
  });

  for (const how of ['taken back', 'answered all the same']) {
    test(`a slow older answer never replaces a newer one: the older question is ${how}`, async ({ page, anotherBrowser }) => {
      const name = newName();
      const [first, second] = await join(anotherBrowser, { displayName: `First ${name}` }, { displayName: `Second ${name}` });
      const older = gate();
      let asked = 0;
      await page.route(ASKED, async (route) => {
        asked += 1;
        if (asked > 1) return route.continue();
        const answer = await route.fetch();
        await older.opened;
        // The browser may have taken the question back already.
        await route.fulfill({ response: answer }).catch(() => {});
      });
      if (how === 'answered all the same') await page.addInitScript(() => (AbortController.prototype.abort = () => {}));
      await open(page);
      await box(page).fill(`first ${name}`);
      await expect.poll(() => asked).toBe(1);
      const isOlder = (request: Request) => request.url().includes('search=first');
      const ended = Promise.race([page.waitForEvent('requestfinished', isOlder), page.waitForEvent('requestfailed', isOlder)]);
      await box(page).fill(`second ${name}`);
      await expect(options(page)).toHaveText([second.displayName]);
      older.open();
      expect((await (await ended).response())?.status()).toBe(how === 'taken back' ? undefined : 200);
      // Whatever the older answer does, it has done when a question that comes after it is answered.
      await page.evaluate(() => fetch('/search/people?search=').then((answer) => answer.text()));
      await expect(options(page)).toHaveText([second.displayName]);
      await expect(options(page).filter({ hasText: first.displayName })).toHaveCount(0);
    });
  }

  test('asks for whom the page shows, by role and skill, and from the start', async ({ page, anotherBrowser }) => {
    const name = newName();
    await join(anotherBrowser, { displayName: `Ada ${name}`, skills: ['Latin'] }, { displayName: `Bea ${name}`, skills: ['Greek'] });
    await open(page, '/people?role=student&skill=latin');
    await page.evaluate(() => history.replaceState(null, '', `${location.href}&cursor=of-another-search`));
    await box(page).fill(name);
    await expect(options(page)).toHaveText([`Ada ${name}`]);
    await expect(page).toHaveURL(`/people?role=student&skill=latin&search=${name}`);
  });

  test('text typed before the island wakes is kept, and searched for when it does', async ({ page, anotherBrowser }) => {
    const [ada] = await join(anotherBrowser, { displayName: `Ada ${newName()}` });
    const wasm = gate();
    await page.route('**/*.wasm', async (route) => {
      await wasm.opened;
      await route.continue();
    });
    await page.goto('/people', { waitUntil: 'domcontentloaded' });
    await page.getByRole('main').getByRole('textbox', { name: 'Search people' }).pressSequentially(ada.displayName);
    wasm.open();
    await expect(options(page)).toHaveText([ada.displayName]);
    await expect(box(page)).toHaveValue(ada.displayName);
    await expect(box(page)).toBeFocused();
  });

  test('a search that fails says so, and the next one works', async ({ page, anotherBrowser, complaints }) => {
    const [ada] = await join(anotherBrowser, { displayName: `Ada ${newName()}` });
    await page.route(ASKED, (route) => route.fulfill({ status: 503, json: { status: 503 } }));
    await open(page);
    await box(page).fill(ada.displayName);
    await expect(said(page)).toHaveText('The search does not work just now. Try again in a minute.');
    await page.unroute(ASKED);
    await page.keyboard.press('ArrowDown');
    await expect(options(page)).toHaveText([ada.displayName]);
    // That the browser complains of the failed request is as it should be.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('503')]);
  });

  test('when the session is over, the search leads to sign-in and back', async ({ page, context, complaints }) => {
    await open(page);
    await context.clearCookies();
    await box(page).fill('anybody');
    await expect(page).toHaveURL((url) => url.pathname === '/sign-in' && (url.searchParams.get('return_to') ?? '').includes('search=anybody'));
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
  });

  for (const [width, colorScheme] of [
    [320, 'light'],
    [1280, 'dark'],
  ] as const) {
    test(`the open list can be used by everybody: ${width} px, ${colorScheme}`, async ({ page, anotherBrowser }) => {
      const name = newName();
      await join(anotherBrowser, { displayName: `A ${name}`, headline: 'long '.repeat(20).trim() }, { displayName: `B ${name}` });
      await page.setViewportSize({ width, height: 720 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page);
      await box(page).fill(name);
      await expect(options(page)).toHaveCount(2);
      await page.keyboard.press('ArrowDown');
      await expectActive(page, 0);
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toEqual([]);
      expect(await clipped(page)).toEqual([]);
    });
  }
});

/** What the page itself has found. */
function results(page: Page): Locator {
  return page.locator('[data-part="search-results"]');
}
