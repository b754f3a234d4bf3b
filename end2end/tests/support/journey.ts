// What every journey starts from: a browser that is watched for errors, and somebody who is signed in.

import { test as base, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { register, type Person } from './people';

export { expect } from '@playwright/test';

interface Fixtures {
  /** Everything that the consoles of this journey's pages complained of; none of it is allowed. */
  complaints: string[];
  /** Somebody new, signed in in `context`. */
  person: Person;
  /** Another browser, watched like the first one. */
  anotherBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({}, use) => {
      const complaints: string[] = [];
      await use(complaints);
      base.expect(complaints, 'complaints in the console').toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, complaints }, use) => {
    await watch(context, complaints);
    await use(context);
  },

  anotherBrowser: async ({ browser, complaints }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      opened.push(context);
      await watch(context, complaints);
      return context;
    });
    for (const context of opened) await context.close();
  },

  person: async ({ context, locale }, use) => {
    await use(await register(context, { language: locale?.slice(0, 2) }));
  },
});

/** Pictures that people link to; the tests reach no other machine. */
export const PICTURE = 'https://pictures.example/nora.svg';
const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';

/** Collects errors of consoles and scripts; violations of the content security policy are among them. */
async function watch(context: BrowserContext, complaints: string[]): Promise<void> {
  const documents = new Set<string>();
  context.on('request', (request) => {
    if (request.isNavigationRequest()) documents.add(request.url());
  });
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url } = message.location();
    // Chromium reports every page with status 4xx as one that failed to load.
    const isPage = documents.has(url) || url.startsWith('chrome-error:');
    if (message.text().startsWith('Failed to load resource') && isPage) return;
    complaints.push(`${url}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  await context.route('https://pictures.example/**', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: DRAWING }),
  );
}
