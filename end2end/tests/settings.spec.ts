// What everybody can do in the settings, with JavaScript and without.

import { box, pressSave, summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { brightnessOf } from './support/measures';
import { register, signIn } from './support/people';
import { changeSettings, readProfile, readSettings } from './support/rest';
import { choose, failure, language, openSettings, sendHostile, theme, zone } from './support/settings';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test('the account menu leads to the settings, and the rail says where one is', async ({ page, person }) => {
  await page.goto('/profile');
  await page.getByRole('button', { name: `Account menu of ${person.name}` }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL('/settings');
  const rail = page.getByRole('navigation', { name: 'Settings' });
  for (const [name, title, path] of [
    ['General', 'General settings', '/settings'],
    ['Notifications', 'Notifications', '/settings/notifications'],
    ['Privacy', 'Privacy', '/settings/privacy'],
    ['Blocked', 'Blocked people', '/settings/blocked'],
    ['Sessions', 'Sessions', '/settings/sessions'],
  ]) {
    await rail.getByRole('link', { name }).click();
    await expect(page).toHaveURL(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(rail.locator('[aria-current="page"]')).toHaveText(name);
  }
});

test('the rail stands beside the page, and above it where there is no room', async ({ page, person }) => {
  await page.goto(`/settings?for=${person.id}`);
  const places = async () => {
    const rail = await page.getByRole('navigation', { name: 'Settings' }).boundingBox();
    const heading = await page.getByRole('heading', { level: 1 }).boundingBox();
    return { rail: rail!, heading: heading! };
  };
  await page.setViewportSize({ width: 900, height: 720 });
  const wide = await places();
  expect(wide.rail.x + wide.rail.width).toBeLessThan(wide.heading.x);
  await page.setViewportSize({ width: 899, height: 720 });
  const narrow = await places();
  expect(narrow.rail.y + narrow.rail.height).toBeLessThan(narrow.heading.y);
});

test('a chosen theme is on every page, drawn by the server', async ({ page, context, person, javaScriptEnabled }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await openSettings(page);
  await expect(theme(page, 'As my device')).toBeChecked();
  await choose(page, javaScriptEnabled, () => theme(page, 'Dark').check());
  expect(await brightnessOf(page)).toBeLessThan(0.2);
  expect(await readSettings(person)).toHaveProperty('theme', 'dark');
  // What the browser gets first says it already, so that no light page flashes up.
  for (const path of ['/settings', '/profile', '/nowhere']) {
    expect(await (await context.request.get(path)).text()).toContain('<html lang="en" data-theme="dark">');
  }
  await page.goto('/profile');
  expect(await brightnessOf(page)).toBeLessThan(0.2);
  await openSettings(page);
  await expect(theme(page, 'Dark')).toBeChecked();

  await page.emulateMedia({ colorScheme: 'dark' });
  await choose(page, javaScriptEnabled, () => theme(page, 'Light').check());
  await page.goto('/profile');
  expect(await brightnessOf(page)).toBeGreaterThan(0.85);
});

test('with the theme of the device, a page follows the device live', async ({ page, person, javaScriptEnabled }) => {
  await changeSettings(person, { theme: 'dark' });
  await page.emulateMedia({ colorScheme: 'light' });
  await openSettings(page);
  await choose(page, javaScriptEnabled, () => theme(page, 'As my device').check());
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  expect(await brightnessOf(page)).toBeGreaterThan(0.85);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await brightnessOf(page)).toBeLessThan(0.2);
});

test('a new language is that of the whole product, at the same address', async ({ page, person, javaScriptEnabled }) => {
  await page.goto('/settings?from=menu');
  await language(page).selectOption('Español');
  if (!javaScriptEnabled) await pressSave(page);
  await expect(page.getByRole('status')).toHaveText('Guardado');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  const chosen = page.getByRole('combobox', { name: 'Idioma' });
  await expect(chosen).toHaveValue('es');
  if (javaScriptEnabled) {
    await expect(page).toHaveURL('/settings?from=menu');
    await expect(chosen).toBeFocused();
  } else {
    await expect(page).toHaveURL('/settings');
    await expect(page.getByText('Guardado')).toBeFocused();
  }
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ajustes generales');
  await page.goto('/profile/edit');
  await expect(page.getByRole('combobox', { name: 'Idioma' })).toHaveValue('es');
  expect(await readProfile(person)).toHaveProperty('language', 'es');
});

test('the time zone is one with that of the profile', async ({ page, person, javaScriptEnabled }) => {
  await openSettings(page);
  await choose(page, javaScriptEnabled, () => zone(page).selectOption('Europe/Madrid'));
  expect(await readProfile(person)).toHaveProperty('timezone', 'Europe/Madrid');
  await page.goto('/profile/edit');
  await expect(zone(page)).toHaveValue('Europe/Madrid');
  await zone(page).selectOption('Asia/Tokyo');
  await box(page, 'Headline').fill(person.firstName);
  await pressSave(page);
  await openSettings(page);
  await expect(zone(page)).toHaveValue('Asia/Tokyo');
});

test('only what was chosen is changed, whatever was saved from elsewhere meanwhile', async ({ page, person, javaScriptEnabled }) => {
  await openSettings(page);
  await changeSettings(person, { timezone: 'Asia/Tokyo' });
  await choose(page, javaScriptEnabled, () => theme(page, 'Dark').check());
  expect(await readSettings(person)).toMatchObject({ theme: 'dark', timezone: 'Asia/Tokyo' });
});

test('whoever never chose a language keeps that of each browser, also after saving something else', async ({
  page,
  person,
  anotherBrowser,
  javaScriptEnabled,
}) => {
  await openSettings(page);
  await choose(page, javaScriptEnabled, () => theme(page, 'Dark').check());
  const elsewhere = await anotherBrowser({ locale: 'es-MX' });
  await signIn(elsewhere, person);
  const other = await elsewhere.newPage();
  await other.goto('/settings');
  await expect(other.locator('html')).toHaveAttribute('lang', 'es');
  await expect(other.getByRole('combobox', { name: 'Idioma' })).toHaveValue('es');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('values that no page offers are told one by one, and nothing is saved', async ({ page, person }) => {
  await openSettings(page);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await sendHostile(page, { theme: 'sepia', language: 'xx', timezone: 'Mars/Olympus' });
  expect((await answer).status()).toBe(400);
  await expect(page).toHaveTitle('Error: General settings · Matricula');
  await expect(summary(page)).toBeFocused();
  const sentences = [
    'Theme must be one of the values on offer',
    'Language must be one of the values on offer',
    'Time zone must be one of the list',
  ];
  await expect(summary(page).getByRole('link')).toHaveText(sentences);
  await expect(page.getByRole('group', { name: 'Theme' })).toHaveAccessibleDescription(sentences[0]);
  await expect(zone(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(zone(page)).toHaveAccessibleDescription(new RegExp(sentences[2]));
  await expect(zone(page)).toHaveValue('Mars/Olympus');
  await expect(language(page)).toHaveValue('xx');
  await summary(page).getByRole('link', { name: sentences[0] }).click();
  await expect(theme(page, 'Light')).toBeFocused();
  expect(await readSettings(person)).toMatchObject({ theme: 'system', timezone: 'UTC' });

  await theme(page, 'Dark').check();
  await language(page).selectOption('English');
  await zone(page).selectOption('Europe/Madrid');
  await pressSave(page);
  await expect(page.getByRole('status')).toHaveText('Saved');
  await expect(page).toHaveTitle('General settings · Matricula');
  expect(await readSettings(person)).toMatchObject({ theme: 'dark', timezone: 'Europe/Madrid' });
});

test('a form that was made for somebody else saves nothing', async ({ page, context, person, javaScriptEnabled }) => {
  await openSettings(page);
  await context.clearCookies();
  const other = await register(context);
  await theme(page, 'Dark').click();
  if (!javaScriptEnabled) await pressSave(page);
  const alert = javaScriptEnabled ? failure(page) : page.getByRole('alert').filter({ hasText: 'Nothing was saved' });
  await expect(alert).toContainText('belonged to another account');
  for (const somebody of [person, other]) expect(await readSettings(somebody)).toHaveProperty('theme', 'system');
});

test('whoever is signed out comes to the settings after sign-in', async ({ page, context }) => {
  await openSettings(page);
  await context.clearCookies({ name: /session$/ });
  await page.goto('/settings/notifications');
  await expect(page).toHaveURL('/sign-in?return_to=/settings/notifications');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/settings/notifications');
});

test('a session that ended meanwhile is told, with the way to sign in', async ({ page, context, person, javaScriptEnabled }) => {
  await openSettings(page);
  await context.clearCookies({ name: /session$/ });
  await theme(page, 'Dark').click();
  if (javaScriptEnabled) {
    await expect(failure(page)).toContainText('Your session has ended. Sign in again to change this.');
    await expect(theme(page, 'As my device')).toBeChecked();
    await failure(page).getByRole('link', { name: 'Sign in' }).click();
  } else {
    await pressSave(page);
  }
  await expect(page).toHaveURL('/sign-in?return_to=/settings');
  expect(await readSettings(person)).toHaveProperty('theme', 'system');
});
