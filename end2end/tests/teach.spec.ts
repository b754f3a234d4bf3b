// Somebody applies to teach, and follows what becomes of it.

import type { Page } from '@playwright/test';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { register } from './support/people';
import { changeProfile, changeRole, changeSettings } from './support/rest';
import { fillPassword, pressSignIn } from './support/sign-in';
import { apply, backdate, decide, expertise, lastApplication, motivation, MOTIVATION, press, registerAdmin, roleOf, statusOf, withdraw } from './support/teach';

const step = (page: Page, text: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: text });
const said = (page: Page) => page.getByRole('main').getByRole('status').filter({ hasText: /\S/ });

test('whoever applies sees that it was sent, what they sent, and where it stands', async ({ page, person }) => {
  await page.goto('/profile');
  await page.getByRole('button', { name: /^Account menu/ }).click();
  await page.getByRole('link', { name: 'Teach' }).click();
  await expect(page).toHaveURL('/teach');
  await expect(page.getByText('50–2,000 characters')).toBeVisible();
  await motivation(page).fill(`${MOTIVATION}\n\n<b>Really</b>`);
  await expertise(page).fill('Bookkeeping\n\n  Taxes & duties ');
  const link = page.getByRole('group', { name: 'Link 1' });
  await link.getByRole('textbox', { name: 'Text' }).fill('My notes');
  await link.getByRole('textbox', { name: 'Address' }).fill('https://notes.example/accounts');
  await press(page, 'Send application');

  await expect(page).toHaveURL('/teach');
  await expect(said(page)).toHaveText('Your application has been sent.');
  await expect(said(page)).toBeFocused();
  await expect(step(page, 'You sent your application').locator('time')).toHaveCount(1);
  await expect(page.locator('[aria-current="step"]')).toContainText('Review');
  await expect(motivation(page)).toHaveCount(0);
  await page.getByText('What you sent').click();
  await expect(page.getByText('<b>Really</b>')).toBeVisible();
  await expect(page.getByRole('main').getByText('Taxes & duties', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'My notes' })).toHaveAttribute('rel', /nofollow/);
  expect(await statusOf(await lastApplication(person))).toBe('pending');
  await page.reload();
  await expect(said(page), 'it is told once').toHaveCount(0);
});

test('every bad field is named at once, and what was typed stays', async ({ page, person }) => {
  await page.goto('/teach');
  await motivation(page).fill('Because');
  await expertise(page).fill(`${Array.from({ length: 10 }, (_, i) => `Thing ${i}`).join('\n')}\n${'x'.repeat(51)}`);
  const address = page.getByRole('group', { name: 'Link 2' }).getByRole('textbox', { name: 'Address' });
  await address.fill('notes.example');
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await press(page, 'Send application');
  expect((await answer).status()).toBe(400);
  await expect(page).toHaveTitle('Error: Teach · Matricula');
  await expect(summary(page)).toBeFocused();
  await expect(motivation(page)).toHaveValue('Because');
  await expect(expertise(page)).toHaveValue(/^Thing 0\n[^]*\nx{51}$/);
  await expect(motivation(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(motivation(page)).toHaveAccessibleDescription(/Motivation must have at least 50 characters/);
  const faults = summary(page).getByRole('link');
  await expect(faults.first()).toHaveText('Motivation must have at least 50 characters');
  await expect(summary(page)).toContainText('Expertise can have at most 10 entries');
  await expect(summary(page)).toContainText('must be an address that starts with https://');
  await faults.first().click();
  await expect(motivation(page)).toBeFocused();

  await motivation(page).fill('x'.repeat(2001));
  await expertise(page).fill(`Bookkeeping\n${'x'.repeat(51)}`);
  await press(page, 'Send application');
  await expect(summary(page)).toContainText('Motivation can have at most 2000 characters');
  await expect(summary(page)).toContainText('Entry 2 of your expertise can have at most 50 characters');
  await motivation(page).fill('');
  await expertise(page).fill(' \n ');
  await press(page, 'Send application');
  await expect(faults.nth(0)).toHaveText('Motivation cannot be empty');
  await expect(faults.nth(1)).toHaveText('Expertise cannot be empty');
  expect(await roleOf(person)).toBe('student');
});

test('what the profile tells already need not be typed again', async ({ page, person }) => {
  await changeProfile(person, { skills: ['Algebra', 'Topology'], links: [{ label: 'Thesis', url: 'https://thesis.example/' }] });
  await page.goto('/teach');
  await expect(page.getByText('What your profile says of you is filled in already.')).toBeVisible();
  await expect(expertise(page)).toHaveValue('Algebra\nTopology');
  await expect(page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Address' })).toHaveValue('https://thesis.example/');
});

test('an application is withdrawn after a question, and one may apply again at once', async ({ page, context, person }) => {
  const id = await apply(context, person);
  await page.goto('/teach');
  await page.getByRole('link', { name: 'Withdraw application' }).click();
  await expect(page).toHaveURL('/teach/withdraw');
  await page.getByRole('link', { name: 'Keep it' }).click();
  expect(await statusOf(id)).toBe('pending');
  await page.getByRole('link', { name: 'Withdraw application' }).click();
  await press(page, 'Withdraw application');
  await expect(page).toHaveURL('/teach');
  await expect(said(page)).toHaveText('You have withdrawn your application.');
  await expect(said(page)).toBeFocused();
  await expect(page.locator('[aria-current="step"]')).toContainText('Withdrawn');
  expect(await statusOf(id)).toBe('withdrawn');
  // What was sent then is there to build on.
  await expect(motivation(page)).toHaveValue(MOTIVATION);
  await expect(expertise(page)).toHaveValue('Bookkeeping');
  await press(page, 'Send application');
  await expect(said(page)).toHaveText('Your application has been sent.');
  await expect(page.getByRole('heading', { name: 'Earlier applications' })).toBeVisible();

  await withdraw(context);
  await page.goto('/teach/withdraw');
  await expect(page, 'there is nothing to withdraw').toHaveURL('/teach');
});

test('a second form sends no second application, and shows what was typed in it', async ({ page, context, person }) => {
  await page.goto('/teach');
  await motivation(page).fill(`${MOTIVATION} Twice.`);
  await expertise(page).fill('Patience');
  const id = await apply(context, person);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await press(page, 'Send application');
  expect((await answer).status()).toBe(409);
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText('Your application is under review already, so this one was not sent.');
  await expect(page.getByRole('heading', { name: 'What you had typed' })).toBeVisible();
  await expect(page.getByText(`${MOTIVATION} Twice.`)).toBeVisible();
  await expect(page.getByText('Patience')).toBeVisible();
  expect(await lastApplication(person)).toBe(id);
});

test('a rejection shows its reason, and from when on one may try again in my zone', async ({ page, context, person, anotherBrowser }) => {
  await changeSettings(person, { timezone: 'Asia/Tokyo' });
  const reviewer = await anotherBrowser();
  await registerAdmin(reviewer);
  const id = await apply(context, person);
  await decide(reviewer, id, 'Tell us more\nabout the <i>courses</i>.');
  await page.goto('/teach');
  await expect(page.locator('[aria-current="step"]')).toContainText('Not approved this time');
  await expect(page.getByRole('main').getByRole('blockquote')).toHaveText('Tell us more\nabout the <i>courses</i>.');
  const decided = await page.locator('[aria-current="step"] time').getAttribute('datetime');
  const inTokyo = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', dateStyle: 'long', timeStyle: 'short' });
  const sentence = await page.getByText(/^You can apply again from/).innerText();
  const days = Array.from({ length: 90 }, (_, i) => new Date(Date.parse(decided ?? '') + (i + 1) * 86_400_000));
  expect(days.map((day) => `You can apply again from ${inTokyo.format(day).replace(' at ', ', ')} on.`)).toContain(sentence);
  await expect(motivation(page)).toHaveCount(0);
  // A form that was open all the time is told the same.
  const answer = await context.request.post('/teach', { form: { motivation: MOTIVATION, expertise: 'Bookkeeping' } });
  expect(answer.status()).toBe(409);
  expect(await answer.text()).toContain('You cannot apply again yet, so nothing was sent.');

  await backdate(id, 365);
  await page.reload();
  await expect(page.getByText('You can apply again now.')).toBeVisible();
  await expect(motivation(page)).toHaveValue(MOTIVATION);
});

test('whoever teaches, or runs the platform, has nothing to apply for', async ({ page, context, person }) => {
  await changeRole(person, 'instructor');
  await page.goto('/teach');
  await expect(page.getByText('You are an instructor: you teach here already.')).toBeVisible();
  await expect(motivation(page)).toHaveCount(0);
  const answer = await context.request.post('/teach', { form: { motivation: MOTIVATION, expertise: 'Bookkeeping' } });
  expect(answer.status()).toBe(409);
  await changeRole(person, 'admin');
  await page.goto('/teach');
  await expect(page.getByText('You run the platform as an administrator')).toBeVisible();
  await expect(motivation(page)).toHaveCount(0);
});

test('a session that is lost in mid-application costs nothing of what was typed', async ({ page, context, person }) => {
  await page.goto('/teach');
  await motivation(page).fill('Typed before\nit was lost');
  await expertise(page).fill('Half a thing');
  await page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Text' }).fill('Half a link');
  await context.clearCookies();
  await press(page, 'Send application');
  await expect(page).toHaveURL('/sign-in?return_to=/teach');
  await expect(page.getByText('What you typed has been kept: sign in and it will be there.')).toBeVisible();
  await pressSignIn(page);
  await fillPassword(page, person);
  await expect(page).toHaveURL('/teach');
  await expect(page.getByText('Not sent yet')).toBeVisible();
  await expect(motivation(page)).toHaveValue('Typed before\nit was lost');
  await expect(expertise(page)).toHaveValue('Half a thing');
  await expect(page.getByRole('group', { name: 'Link 1' }).getByRole('textbox', { name: 'Text' })).toHaveValue('Half a link');
  await press(page, 'Discard it');
  await expect(motivation(page)).toHaveValue('');
  await expect(page.getByText('Not sent yet')).toHaveCount(0);
});

test('a form that was made for somebody else applies for nobody', async ({ page, context, person }) => {
  await page.goto('/teach');
  await motivation(page).fill(MOTIVATION);
  await expertise(page).fill('Bookkeeping');
  await context.clearCookies();
  const other = await register(context);
  await press(page, 'Send application');
  await expect(page.getByRole('alert')).toContainText('belonged to another account');
  for (const somebody of [person, other]) await expect(lastApplication(somebody)).rejects.toThrow();
});
