import { setStatus } from './support/database';
import { box, openEditForm, pressSave } from './support/edit-form';
import { expect, test } from './support/journey';
import { signIn, tokenOf } from './support/people';
import { authService, site } from './support/places';
import { readProfile } from './support/rest';
import { expectSignedOut, sessionCookie, signOutAtAuthService } from './support/sign-in';

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
  const askApi = () => context.request.get('/api/v1/users/me', { headers: { authorization: `Bearer ${tokenOf(person)}` } });
  const api = await askApi();
  expect(api.status()).toBe(403);
  expect(await api.json()).toMatchObject({ success: false, code: 'account_suspended' });
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');

  const arrived = await signIn(context, person);
  expect(arrived.url()).toBe(`${site}/sign-in?error=suspended`);
  await page.goto(arrived.url());
  await expect(page.getByRole('alert')).toContainText('This account is suspended, so signing in is not possible.');
  await setStatus(person.id, 'active');
  await expect.poll(async () => (await askApi()).status(), { timeout: 15_000 }).toBe(200);
  expect(await readProfile(person)).not.toHaveProperty('bio');
});
