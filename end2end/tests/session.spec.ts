import { expect, test } from './support/journey';
import { register, signIn } from './support/people';
import { site } from './support/places';
import { fillPassword, pressSignIn, sessionCookie } from './support/sign-in';

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
