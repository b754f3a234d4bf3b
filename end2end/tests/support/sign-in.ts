// Signing in and out with the mouse, and seeing it from outside.

import { expect, type BrowserContext, type Cookie, type Page } from '@playwright/test';
import type { Person } from './people';
import { authService, site } from './places';

export async function pressSignIn(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL((url) => url.href.startsWith(`${authService}/sign-in?`));
}

export async function fillPassword(page: Page, person: Person, password = person.password): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(person.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function signOutAtAuthService(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${authService}/account`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  await page.close();
  await expectSignedOut(context);
}

export async function expectSignedOut(context: BrowserContext): Promise<void> {
  await expect.poll(async () => (await context.request.get('/profile')).url()).toContain('/sign-in');
}

export async function sessionCookie(context: BrowserContext): Promise<Cookie> {
  const cookies = await context.cookies(site);
  const cookie = cookies.find(({ name }) => name === 'session' || name === '__Host-session');
  if (!cookie) throw new Error('there is no session cookie');
  return cookie;
}
