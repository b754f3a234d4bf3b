import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { site } from './support/places';
import { readProfile } from './support/rest';

for (const who of ['somebody signed out', 'somebody signed in']) {
  test(`an address that nothing is at says so with status 404 and leads home: ${who}`, async ({ page, context, person }) => {
    if (who === 'somebody signed out') await context.clearCookies();
    const answer = await page.goto('/nowhere/at/all?really');
    expect(answer?.status()).toBe(404);
    await expect(page).toHaveTitle('Page not found · Matricula');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
    await expect(page.getByText('There is nothing at this address.')).toBeVisible();
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    const heading = who === 'somebody signed in' ? person.name : 'Your place on the learning platform';
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  });
}

test('a page that is not there leads whoever signs in from it back to it', async ({ page }) => {
  await page.goto('/people/nora');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/sign-in?return_to=/people/nora');
});

test('an unknown address of the API answers in JSON', async ({ request }) => {
  const answer = await request.get('/api/v1/nowhere');
  expect(answer.status()).toBe(404);
  expect(await answer.json()).toMatchObject({ success: false, code: 'not_found' });
});

test.describe('a form on another site', () => {
  const forms = [
    { path: '/profile/edit', fields: { firstName: 'Mallory' } },
    { path: '/enrollments', fields: { action: 'enroll', courseId: '019aa5d0-0000-7000-8000-000000000001' } },
    { path: '/sign-out', fields: {} },
    { path: '/sign-in', fields: { return_to: '/profile' } },
    { path: '/language', fields: { language: 'es', return_to: '/' } },
  ];
  for (const { path, fields } of forms) {
    test(`that posts to ${path} is refused and changes nothing`, async ({ page, context, person }) => {
      await openOtherSite(page, path, fields);
      const answer = page.waitForResponse(`${site}${path}`);
      await page.getByRole('button', { name: 'Win a prize' }).click();
      expect((await answer).status()).toBe(403);
      expect(await readProfile(person)).toMatchObject({ firstName: 'Nora', language: 'en' });
      expect((await context.request.get('/profile')).url()).toBe(`${site}/profile`);
    });
  }
});

test('what cannot be read, and what is too much, is told in words on a page of ours', async ({ page, context, person }) => {
  const type = { 'content-type': 'application/json' };
  const unreadable = await context.request.post('/profile/edit', { headers: type, data: '{' });
  expect(unreadable.status()).toBe(400);
  await show(page, await unreadable.text());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('That could not be read');
  const tooMuch = await context.request.post('/profile/edit', { form: { bio: 'x'.repeat(300_000) } });
  expect(tooMuch.status()).toBe(413);
  await show(page, await tooMuch.text());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('That was too much');
  expect(await readProfile(person)).not.toHaveProperty('bio');
});

/** A page on a site that is not ours, with a form that posts to us. */
async function openOtherSite(page: Page, path: string, fields: object): Promise<void> {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const body = `<!doctype html><title>Prizes</title><form method="post" action="${site}${path}">${inputs.join('')}<button>Win a prize</button></form>`;
  await page.route('http://prizes.example/', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('http://prizes.example/');
}

/** Shows an answer that was not asked for by a browser. */
async function show(page: Page, html: string): Promise<void> {
  await page.route('**/answer', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  await page.goto('/answer');
  await page.unroute('**/answer');
}
