import type { BrowserContext, Page } from '@playwright/test';
import { setStatus } from './support/database';
import { box, openEditForm, pressSave } from './support/edit-form';
import { expect, test } from './support/journey';
import { register, signIn, tokenOf, type Person } from './support/people';
import { authService, site } from './support/places';
import { readProfile } from './support/rest';

const SESSION_DAYS = 7;

test('a demo person signs in with one button', async ({ page }) => {
  await page.goto('/');
  await pressSignIn(page);
  await page.getByRole('button', { name: 'Ada Learner' }).click();
  await expect(page).toHaveURL('/profile');
  await expect(page.getByRole('button', { name: /^Account menu of/ })).toBeVisible();
});

test('somebody signs in with e-mail address and password; a wrong password is told', async ({ page, anotherBrowser }) => {
  const person = await register(await anotherBrowser());
  await page.goto('/sign-in');
  await pressSignIn(page);
  await fillPassword(page, person, 'not the password');
  await expect(page.getByRole('alert')).toContainText('E-mail address or password is not right');
  await fillPassword(page, person);
  await expect(page).toHaveURL('/profile');
  await expect(page.getByRole('heading', { level: 1, name: person.name })).toBeVisible();
});

test('whoever asks for a page and is signed out comes to it after sign-in', async ({ page, anotherBrowser }) => {
  const person = await register(await anotherBrowser());
  await page.goto('/profile/edit?from=mail');
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  await expect(page.getByText('Afterwards you are taken to the page that you asked for.')).toBeVisible();
  await pressSignIn(page);
  await fillPassword(page, person);
  await expect(page).toHaveURL('/profile/edit?from=mail');
});

for (const trap of [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  'javascript:alert(1)',
  '/profile\r\nSet-Cookie: a=b',
]) {
  test(`sign-in never leads to ${JSON.stringify(trap)}`, async ({ page, context, anotherBrowser }) => {
    const person = await register(await anotherBrowser());
    const arrived = await signIn(context, person, trap);
    expect(arrived.url()).toBe(`${site}/profile`);
    await page.goto(`/sign-in?return_to=${encodeURIComponent(trap)}`);
    await expect(page).toHaveURL('/profile');
  });
}

test('the session cookie is out of reach of scripts and other sites, and lasts a week', async ({ context, person }) => {
  const cookie = await sessionCookie(context);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', secure: site.startsWith('https') });
  const days = (cookie.expires - Date.now() / 1000) / 86_400;
  expect(days, `days that ${person.name} stays signed in`).toBeGreaterThan(SESSION_DAYS - 0.1);
  expect(days).toBeLessThan(SESSION_DAYS + 0.1);
});

test('sign-in gives the session a new id, and the old one is worth nothing', async ({ page, context, anotherBrowser }) => {
  const person = await register(await anotherBrowser());
  await page.goto('/sign-in');
  await pressSignIn(page);
  const before = await sessionCookie(context);
  await fillPassword(page, person);
  await expect(page).toHaveURL('/profile');
  const after = await sessionCookie(context);
  expect(after.value).not.toBe(before.value);
  const thief = await anotherBrowser();
  await thief.addCookies([before]);
  expect((await thief.request.get('/profile')).url()).toContain('/sign-in');
});

test('signing out ends the session here and at the auth-service', async ({ page, context, person, anotherBrowser }) => {
  const cookie = await sessionCookie(context);
  await page.goto('/profile');
  await page.getByRole('button', { name: `Account menu of ${person.name}` }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.goto('/profile');
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  await page.goto(`${authService}/account`);
  await expect(page).toHaveURL(`${authService}/sign-in`);
  const thief = await anotherBrowser();
  await thief.addCookies([cookie]);
  expect((await thief.request.get('/profile')).url()).toContain('/sign-in');
});

test('the sign-out page asks first, and one may stay', async ({ page, person }) => {
  await page.goto('/sign-out');
  await page.getByRole('link', { name: 'Stay signed in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: person.name })).toBeVisible();
  await page.goto('/sign-out');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
});

test('whoever signs out at the auth-service is signed out here', async ({ page, context, person }) => {
  await signOutAtAuthService(context);
  await page.goto('/profile');
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
  await expect(page.getByText(person.name)).toHaveCount(0);
});

test('a changed password ends the sessions of other browsers, not this one', async ({ page, context, person, anotherBrowser }) => {
  const elsewhere = await anotherBrowser();
  await signIn(elsewhere, person);
  await page.goto(`${authService}/account`);
  await page.getByLabel('Current password').fill(person.password);
  await page.getByLabel('New password').fill('another quiet afternoon');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('status')).toHaveText('Your password has been changed');
  await expectSignedOut(elsewhere);
  expect((await context.request.get('/profile')).url()).toBe(`${site}/profile`);
});

test('when the auth-service cannot be reached, the page says so in plain words', async ({ page }) => {
  await page.goto('/sign-in?error=unavailable');
  await expect(page.getByRole('alert')).toContainText('the sign-in service cannot be reached. Try again in a few minutes.');
  await expect(page).toHaveTitle('Error: Sign in · Matricula');
  await expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('an answer of the auth-service that nobody asked for signs nobody in', async ({ page }) => {
  for (const answer of ['code=stolen&state=guessed', 'error=access_denied&state=guessed', '']) {
    await page.goto(`/auth/callback?${answer}`);
    await expect(page).toHaveURL('/sign-in?error=failed');
    await expect(page.getByRole('alert')).toContainText('Signing in did not work. Nothing is lost; please try again.');
  }
});

test('a suspended account is told so everywhere, may sign out, and cannot sign in again', async ({ page, context, person }) => {
  await openEditForm(page);
  await box(page, 'Bio').fill('Too late');
  await setStatus(person.id, 'suspended');
  // Status is believed for five seconds.
  await expect
    .poll(async () => (await context.request.get('/profile')).status(), { timeout: 15_000 })
    .toBe(403);
  await pressSave(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Your account is suspended' })).toBeVisible();
  await expect(page).toHaveTitle('Your account is suspended · Matricula');
  const api = await context.request.get('/api/v1/users/me', { headers: { authorization: `Bearer ${tokenOf(person)}` } });
  expect(api.status()).toBe(403);
  expect(await api.json()).toMatchObject({ success: false, code: 'account_suspended' });
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');

  const arrived = await signIn(context, person);
  expect(arrived.url()).toBe(`${site}/sign-in?error=suspended`);
  await page.goto(arrived.url());
  await expect(page.getByRole('alert')).toContainText('This account is suspended, so signing in is not possible.');
  await setStatus(person.id, 'active');
  await expect.poll(async () => (await readProfileIfAllowed(context, person)).status(), { timeout: 15_000 }).toBe(200);
  expect(await readProfile(person)).not.toHaveProperty('bio');
});

test.describe('a session that is lost in mid-edit', () => {
  const losses: { how: string; lose: (context: BrowserContext) => Promise<void> }[] = [
    { how: 'ended at the auth-service', lose: signOutAtAuthService },
    { how: 'gone from the browser', lose: (context) => context.clearCookies() },
  ];
  for (const { how, lose } of losses) {
    test(`(${how}) costs nothing of what was typed`, async ({ page, context, person }) => {
      await typeThenLose(page, () => lose(context));
      await pressSignIn(page);
      await fillPassword(page, person);
      await expect(page).toHaveURL('/profile/edit');
      await expect(page.getByText('Not saved yet')).toBeVisible();
      await expect(box(page, 'Bio')).toHaveValue('Typed before\nit was lost');
      await expect(box(page, 'Username')).toHaveValue('n!');
      await expect(page.getByRole('radio', { name: 'Only me' })).toBeChecked();
      await expect(page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Text' })).toHaveValue('Half a link');
      expect(await readProfile(person)).not.toHaveProperty('bio');

      await box(page, 'Username').clear();
      await page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Text' }).clear();
      await pressSave(page);
      await expect(page.getByRole('status')).toHaveText('Saved');
      await expect(page.getByText('Not saved yet')).toHaveCount(0);
      expect(await readProfile(person)).toMatchObject({ bio: 'Typed before\nit was lost', visibility: 'private' });
    });
  }

  test('leaves a draft that one may throw away', async ({ page, context, person }) => {
    await typeThenLose(page, () => context.clearCookies());
    await pressSignIn(page);
    await fillPassword(page, person);
    await page.getByRole('button', { name: 'Discard and show what is saved' }).click();
    await expect(page).toHaveURL('/profile/edit');
    await expect(box(page, 'Bio')).toHaveValue('');
    await page.reload();
    await expect(page.getByText('Not saved yet')).toHaveCount(0);
    await expect(box(page, 'Bio')).toHaveValue('');
  });

  test('leaves nothing for somebody else who signs in at this browser', async ({ page, context, person, anotherBrowser }) => {
    const omar = await register(await anotherBrowser(), { firstName: 'Omar' });
    await typeThenLose(page, () => context.clearCookies());
    await pressSignIn(page);
    await fillPassword(page, omar);
    await expect(page).toHaveURL('/profile/edit');
    await expect(box(page, 'First name')).toHaveValue('Omar');
    await expect(box(page, 'Bio')).toHaveValue('');
    expect(await page.content()).not.toContain('it was lost');
    expect(await readProfile(person)).not.toHaveProperty('bio');
  });
});

/** Types into the form, loses the session, saves, and sees that the text was kept. */
async function typeThenLose(page: Page, lose: () => Promise<void>): Promise<void> {
  await openEditForm(page);
  await box(page, 'Bio').fill('Typed before\nit was lost');
  await box(page, 'Username').fill('n!');
  await page.getByRole('radio', { name: 'Only me' }).check();
  await page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Text' }).fill('Half a link');
  await lose();
  await pressSave(page);
  await expect(page).toHaveURL('/sign-in?return_to=/profile/edit');
  await expect(page.getByText('What you typed has been kept: sign in and it will be there.')).toBeVisible();
}

async function pressSignIn(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL((url) => url.href.startsWith(`${authService}/sign-in?`));
}

async function fillPassword(page: Page, person: Person, password = person.password): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(person.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOutAtAuthService(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${authService}/account`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  await page.close();
  await expectSignedOut(context);
}

async function expectSignedOut(context: BrowserContext): Promise<void> {
  await expect.poll(async () => (await context.request.get('/profile')).url()).toContain('/sign-in');
}

async function readProfileIfAllowed(context: BrowserContext, person: Person) {
  return context.request.get('/api/v1/users/me', { headers: { authorization: `Bearer ${tokenOf(person)}` } });
}

async function sessionCookie(context: BrowserContext) {
  const cookies = await context.cookies(site);
  const cookie = cookies.find(({ name }) => name === 'session' || name === '__Host-session');
  if (!cookie) throw new Error('there is no session cookie');
  return cookie;
}
