import type { Request } from '@playwright/test';
import { expect, test } from './support/journey';
import { brightnessOf, clipped, overflow, violations } from './support/measures';
import { languages, localeOf, states } from './support/states';

const themes = ['light', 'dark'] as const;
/** What a file counts as, by the end of its name. */
const kinds: Record<string, 'code' | 'style'> = { js: 'code', wasm: 'code', css: 'style' };

for (const language of languages) {
  // axe is a script; with JavaScript off there is the same page for it to look at, since the server renders it.
  test.describe(`in ${language}`, { tag: '@js' }, () => {
    test.use({ locale: localeOf[language] });

    for (const state of states.filter(({ looksLike }) => !looksLike)) {
      test(`${state.name} fits every window and can be used by everybody, in both themes`, async ({ page }) => {
        await state.open(page, language);
        for (const width of [320, 768, 1280]) {
          await page.setViewportSize({ width, height: 720 });
          expect.soft(await overflow(page), `reaches beyond ${width} px`).toEqual([]);
          if (width === 768) continue;
          for (const colorScheme of themes) {
            // With motion, axe may meet a colour that is on its way from one theme to the other.
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            expect.soft(await violations(page), `${colorScheme} at ${width} px`).toEqual([]);
          }
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
}

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

for (const path of ['/', '/sign-in', '/profile', '/profile/edit', '/enrollments', '/people', '/people/nobody', '/settings', '/settings/notifications', '/settings/privacy', '/settings/blocked', '/settings/sessions', '/teach', '/sign-out', '/nowhere']) {
  test(`${path} loads at most 150 kB of code and 20 kB of style`, async ({ page, context, person }) => {
    if (['/', '/sign-in'].includes(path)) await context.clearCookies();
    const finished: Request[] = [];
    page.on('requestfinished', (request) => finished.push(request));
    await page.goto(path, { waitUntil: 'networkidle' });
    const sizes = { code: 0, style: 0 };
    for (const request of finished) {
      const kind = kinds[new URL(request.url()).pathname.split('.').at(-1) ?? ''];
      if (!kind) continue;
      sizes[kind] += (await request.sizes()).responseBodySize;
      expect((await request.response())?.headers()['content-encoding'], request.url()).toBe('br');
    }
    expect(sizes.style, `style for ${person.name}`).toBeGreaterThan(0);
    expect(sizes.style).toBeLessThanOrEqual(20_000);
    expect(sizes.code).toBeLessThanOrEqual(150_000);
  });
}
