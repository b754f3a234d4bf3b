import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { openEditForm } from './support/edit-form';
import { expect, test } from './support/journey';
import { languages, localeOf, states } from './support/states';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const themes = ['light', 'dark'] as const;

for (const language of languages) {
  // axe is a script, and finds the same page with JavaScript on or off: the server renders it.
  test.describe(`in ${language}`, { tag: '@js' }, () => {
    test.use({ locale: localeOf[language] });

    for (const state of states) {
      test(`${state.name} can be used by everybody, in both themes, narrow and wide`, async ({ page }) => {
        await state.open(page, language);
        await expect(page).toHaveTitle(state.title[language]);
        for (const width of [320, 1280]) {
          await page.setViewportSize({ width, height: 720 });
          for (const colorScheme of themes) {
            // With motion, axe may meet a colour that is on its way from one theme to the other.
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
            const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(' ')) }));
            expect.soft(found, `${colorScheme} at ${width} px`).toEqual([]);
          }
        }
      });
    }
  });
}

test.describe('with the longer words', () => {
  test.use({ locale: localeOf.es });

  for (const state of states) {
    test(`${state.name} fits every window, also with text of twice the size`, async ({ page }) => {
      await state.open(page, 'es');
      for (const width of [320, 768, 1280]) {
        await page.setViewportSize({ width, height: 720 });
        expect.soft(await overflow(page), `reaches beyond ${width} px`).toEqual([]);
      }
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      for (const width of [640, 1280]) {
        await page.setViewportSize({ width, height: 720 });
        expect.soft(await overflow(page), `with larger text reaches beyond ${width} px`).toEqual([]);
        expect.soft(await clipped(page), `with larger text is cut off at ${width} px`).toEqual([]);
      }
    });
  }
});

test('without a choice the theme is that of the device, from the first picture on', async ({ page }) => {
  const brightness: Record<string, number> = {};
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/');
    await expect(page.locator('html')).not.toHaveAttribute('data-theme');
    brightness[colorScheme] = await brightnessOf(page);
  }
  expect(brightness.light).toBeGreaterThan(0.85);
  expect(brightness.dark).toBeLessThan(0.2);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await brightnessOf(page), 'follows the device without a reload').toBe(brightness.light);
});

test('whoever asks for less motion sees none, and nobody sees more than 150 ms', async ({ page, person }) => {
  for (const [reducedMotion, limit] of [
    ['no-preference', 0.15],
    ['reduce', 0.001],
  ] as const) {
    await page.emulateMedia({ reducedMotion });
    await page.goto(`/profile/edit?for=${person.id}`);
    const longest = await page.evaluate(() => {
      const seconds = (text: string) => text.split(',').map((part) => parseFloat(part) * (part.trim().endsWith('ms') ? 0.001 : 1));
      // The entries of a native list are drawn by the browser, which moves nothing.
      return Math.max(
        ...[...document.querySelectorAll(':not(option)')].flatMap((element) => {
          const style = getComputedStyle(element);
          return [...seconds(style.transitionDuration), ...(style.animationName === 'none' ? [] : seconds(style.animationDuration))];
        }),
      );
    });
    expect(longest, `${reducedMotion}: seconds`).toBeLessThanOrEqual(limit);
  }
});

test('with the keyboard alone one comes from the top through every field to Save, and always sees where one is', async ({ page, person }) => {
  await openEditForm(page);
  const way: string[] = [];
  const unseen: string[] = [];
  while (way.at(-1) !== 'Save' && way.length < 60) {
    await page.keyboard.press('Tab');
    const { name, isSeen, isCovered } = await focused(page);
    way.push(name);
    if (!isSeen || isCovered) unseen.push(`${name}${isCovered ? ' (covered)' : ''}`);
  }
  expect(way).toEqual([
    'Skip to content',
    'Matricula',
    `Account menu of ${person.name}`,
    'First name',
    'Last name',
    'Display name',
    'Username',
    'Headline',
    'Bio',
    'Location',
    'Skills',
    'Picture address',
    ...Array.from({ length: 5 }, () => ['Text', 'Address']).flat(),
    'Phone',
    'Language',
    'Time zone',
    'Members',
    'List me in the directory',
    'Save',
  ]);
  expect(unseen, 'focus that cannot be seen').toEqual([]);
});

test('the first Tab offers to skip to the content', async ({ page, person }) => {
  await page.goto('/profile');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link', { name: 'Edit profile' })).toBeFocused();
  expect(person.name).toBeTruthy();
});

test('the account menu opens, closes and is left with the keyboard', async ({ page, person }) => {
  await page.goto('/profile');
  const button = page.getByRole('button', { name: `Account menu of ${person.name}` });
  const entry = page.getByRole('banner').getByRole('link', { name: 'Profile', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(entry).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(entry).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(entry).toBeHidden();
  await expect(button).toBeFocused();
});

for (const path of ['/', '/sign-in', '/profile', '/profile/edit', '/sign-out', '/nowhere']) {
  test(`${path} loads at most 150 kB of code and 20 kB of style`, async ({ page, context, person }) => {
    if (['/', '/sign-in'].includes(path)) await context.clearCookies();
    const sizes = { code: 0, style: 0 };
    const kinds: Record<string, keyof typeof sizes> = { js: 'code', wasm: 'code', css: 'style' };
    const encodings: string[] = [];
    page.on('requestfinished', async (request) => {
      const kind = kinds[new URL(request.url()).pathname.split('.').at(-1) ?? ''];
      if (!kind) return;
      const { responseBodySize } = await request.sizes();
      sizes[kind] += responseBodySize;
      encodings.push((await request.response())?.headers()['content-encoding'] ?? 'none');
    });
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(sizes.style, `style for ${person.name}`).toBeGreaterThan(0);
    expect(sizes.style).toBeLessThanOrEqual(20_000);
    expect(sizes.code).toBeLessThanOrEqual(150_000);
    expect(new Set(encodings)).toEqual(new Set(['br']));
  });
}

/** What reaches beyond the right edge of the window, where the page can be scrolled there. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const beyond = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5);
    return beyond.map((element) => element.outerHTML.slice(0, 100));
  });
}

/** Words that are larger than what holds them and therefore not wholly visible. */
async function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const holders = [...document.querySelectorAll<HTMLElement>('h1, h2, h3, p, a, button, label, legend, dd, dt, li')];
    const cut = holders.filter((element) => {
      const style = getComputedStyle(element);
      if (style.clip !== 'auto' || style.clipPath !== 'none' || !element.checkVisibility()) return false;
      const hides = (value: string) => value === 'hidden' || value === 'clip';
      return (
        (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
      );
    });
    return cut.map((element) => element.innerText);
  });
}

/** Of the page's background: 0 is black, 1 is white. */
async function brightnessOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    if (alpha !== 255) throw new Error('the page has no background of its own');
    return (red + green + blue) / 3 / 255;
  });
}

/** What has the focus: its name, whether that can be seen, and whether something lies over it. */
async function focused(page: Page): Promise<{ name: string; isSeen: boolean; isCovered: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> };
    const label = element.labels?.[0]?.cloneNode(true) as HTMLElement | undefined;
    label?.querySelector('span')?.remove();
    const name = label?.textContent ?? element.ariaLabel ?? element.innerText;
    const look = () => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
      return { outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth), boxShadow, borderColor };
    };
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const isCovered = !top || !(element.contains(top) || top.contains(element));
    const { outline, boxShadow } = look();
    return { name: name.trim(), isSeen: outline >= 2 || boxShadow !== 'none', isCovered };
  });
}
