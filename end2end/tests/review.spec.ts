// Admins review those who would like to teach. The queue is everybody's: each journey looks for people of a
// name of its own.

import type { Locator, Page } from '@playwright/test';
import { summary } from './support/edit-form';
import { gate } from './support/gate';
import { expect, test } from './support/journey';
import { newName } from './support/members';
import { register } from './support/people';
import { changeProfile, changeRole, changeSettings } from './support/rest';
import { fillPassword, pressSignIn } from './support/sign-in';
import { addApplicants, apply, decide, MOTIVATION, press, reason, registerAdmin, roleOf, statusOf, withdraw } from './support/teach';

const said = (page: Page) => page.getByRole('main').getByRole('status').filter({ hasText: /\S/ }).first();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const items = (page: Page) => page.getByRole('main').getByRole('listitem').filter({ has: page.locator('a.queue-item') });
const claim = (page: Page): Locator => page.locator('form.claim');
const names = (...all: string[]) => all.map((displayName) => ({ displayName }));

test('somebody applies, an admin reads who they are and approves, and they teach', async ({ page, context, person, anotherBrowser }) => {
  const word = newName();
  await changeProfile(person, { lastName: word, headline: 'Accountant', bio: 'Thirty years of ledgers', skills: ['Ledgers'] });
  const id = await apply(context, person);
  const office = await anotherBrowser();
  await registerAdmin(office);
  const desk = await office.newPage();
  await desk.goto('/profile');
  await desk.getByRole('button', { name: /^Account menu/ }).click();
  await expect(desk.getByRole('link', { name: 'Administration' })).toBeVisible();
  await desk.goto('/admin/applications');
  const rail = desk.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: /^Applications/ });
  await expect(rail).toHaveAccessibleName(/^Applications \(\d[\d,]* under review\)$/);
  await expect(rail).toHaveAttribute('aria-current', 'page');
  await desk.getByRole('textbox', { name: 'Search applicants' }).fill(` ${word.toUpperCase()} `);
  await press(desk, 'Filter');
  await expect(desk).toHaveURL(`/admin/applications?search=+${word.toUpperCase()}+&status=pending`);
  await expect(desk.getByRole('heading', { name: '1 under review' })).toBeFocused();
  await items(desk).getByRole('link').click();

  await expect(desk).toHaveURL(`/admin/applications/${id}?search=${word.toUpperCase()}`);
  await expect(heading(desk, `Nora ${word}`)).toBeFocused();
  await expect(desk.getByText(MOTIVATION)).toBeVisible();
  const profile = desk.getByRole('complementary', { name: 'Profile of the applicant' });
  await expect(profile).toContainText('Thirty years of ledgers');
  await expect(profile.getByRole('link', { name: person.email })).toBeVisible();
  await expect(profile.getByRole('link', { name: 'Account and activity' })).toHaveAttribute('href', `/admin/users/${person.id}`);
  await press(desk, 'Approve');
  await expect(desk).toHaveURL(`/admin/applications?search=${word.toUpperCase()}`);
  await expect(said(desk)).toHaveText(`You approved the application of Nora ${word}. None is left.`);
  const none = desk.getByRole('heading', { name: 'No application found' });
  await expect(none).toBeFocused();
  await expect(none).toHaveAccessibleDescription(/None is left\.$/);

  expect(await statusOf(id)).toBe('approved');
  expect(await roleOf(person)).toBe('instructor');
  await page.goto('/teach');
  await expect(page.getByText('You are an instructor: you teach here already.')).toBeVisible();
  await expect(page.locator('[aria-current="step"]')).toContainText('Approved: you are an instructor');
  const approved = desk.getByRole('combobox', { name: 'Show' });
  await approved.selectOption('Approved');
  await press(desk, 'Filter');
  await items(desk).getByRole('link').click();
  await expect(desk.getByText('Nora Nueva approved this application, just now.')).toBeVisible();
  await expect(desk.getByRole('button', { name: 'Approve' })).toHaveCount(0);
});

test('a second click on Approve while the first is on its way approves once, and says so @js', async ({ page, context, anotherBrowser }) => {
  const word = newName();
  const applicants = await addApplicants(anotherBrowser, word, names('Grace'));
  await registerAdmin(context);
  await page.goto(`/admin/applications/${applicants[0].application}?search=${word}`);
  const way = gate();
  let sent = 0;
  await page.route('**/admin/applications/*', async (route) => {
    if (route.request().method() === 'POST') {
      sent += 1;
      await way.opened;
    }
    await route.continue();
  });
  const approve = await page.getByRole('button', { name: 'Approve', exact: true }).boundingBox();
  // Clicks of the mouse wait for no page.
  const click = () => page.mouse.click(approve!.x + 5, approve!.y + 5);
  await click();
  await expect.poll(() => sent).toBe(1);
  await click();
  way.open();
  await expect(said(page)).toHaveText('You approved the application of Grace. None is left.');
  expect(sent).toBe(1);
});

test('the one who waits longest comes first, and after a decision the next has the focus', async ({ page, context, anotherBrowser }) => {
  const word = newName();
  await registerAdmin(context);
  const [ada, bea, cleo] = await addApplicants(anotherBrowser, word, names('Ada', 'Bea', 'Cleo'));
  await page.goto(`/admin/applications?search=${word}`);
  await expect(items(page)).toContainText(['Ada', 'Bea', 'Cleo']);
  await items(page).nth(1).getByRole('link').click();
  const steps = page.getByRole('navigation', { name: 'Applications' });
  await steps.getByRole('link', { name: 'Previous' }).click();
  await expect(page).toHaveURL(`/admin/applications/${ada.application}?search=${word}`);
  await expect(steps.getByRole('link', { name: 'Previous' })).toHaveCount(0);
  await steps.getByRole('link', { name: 'Next' }).click();

  await reason(page).fill('Too little\nto go by');
  await press(page, 'Reject');
  await expect(page).toHaveURL(`/admin/applications/${cleo.application}?search=${word}`);
  await expect(said(page)).toHaveText('You rejected the application of Bea. 2 left.');
  await expect(heading(page, 'Cleo')).toBeFocused();
  await expect(heading(page, 'Cleo')).toHaveAccessibleDescription('You rejected the application of Bea. 2 left.');
  await expect(reason(page)).toHaveValue('');
  expect(await statusOf(bea.application)).toBe('rejected');
  expect(await roleOf(bea)).toBe('student');
  // After the last one of the list comes the first.
  await press(page, 'Approve');
  await expect(page).toHaveURL(`/admin/applications/${ada.application}?search=${word}`);
  await expect(said(page)).toHaveText('You approved the application of Cleo. 1 left.');
  await expect(heading(page, 'Ada')).toBeFocused();
  await page.goto(`/admin/applications?search=${word}&status=rejected`);
  await items(page).getByRole('link').click();
  await expect(page.getByRole('blockquote')).toHaveText('Too little\nto go by');
});

test('a rejection needs a reason, and what was typed stays', async ({ page, context, anotherBrowser }) => {
  await registerAdmin(context);
  const [ada] = await addApplicants(anotherBrowser, newName(), names('Ada'));
  await page.goto(`/admin/applications/${ada.application}`);
  for (const [typed, fault] of [
    [' ', 'Reason cannot be empty'],
    ['x'.repeat(501), 'Reason can have at most 500 characters'],
  ]) {
    await reason(page).fill(typed);
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await press(page, 'Reject');
    expect((await answer).status()).toBe(400);
    await expect(page).toHaveTitle('Error: Ada · Matricula');
    await expect(summary(page)).toBeFocused();
    await expect(reason(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(reason(page)).toHaveAccessibleDescription(new RegExp(fault));
    await expect(reason(page)).toHaveValue(typed);
    await summary(page).getByRole('link', { name: fault }).click();
    await expect(reason(page)).toBeFocused();
  }
  expect(await statusOf(ada.application)).toBe('pending');
});

test('of two reviewers the second is told who decided, when and how, and keeps what they typed', async ({ page, context, anotherBrowser }) => {
  const word = newName();
  await registerAdmin(context);
  const office = await anotherBrowser();
  await registerAdmin(office, { firstName: 'Olga', lastName: 'Other' });
  const [ada, bea] = await addApplicants(anotherBrowser, word, names('Ada', 'Bea'));
  await page.goto(`/admin/applications/${ada.application}?search=${word}`);
  await reason(page).fill('I would not');
  await decide(office, ada.application);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await press(page, 'Reject');
  expect((await answer).status()).toBe(409);
  await expect(page).toHaveTitle('Error: Ada · Matricula');
  const box = summary(page, 'Somebody was quicker');
  await expect(box).toBeFocused();
  await expect(box).toContainText('Olga Other approved this application, just now. Nothing was done with what you sent.');
  await expect(box.locator('time')).toHaveAttribute('title', /\d{4}, \d\d:\d\d$/);
  await expect(page.getByRole('figure').filter({ hasText: 'The reason that you typed' })).toContainText('I would not');
  await expect(page.getByRole('button', { name: 'Reject' })).toHaveCount(0);
  expect(await statusOf(ada.application)).toBe('approved');
  expect(await roleOf(ada)).toBe('instructor');
  await box.getByRole('link', { name: 'Go on to the next one' }).click();
  await expect(page).toHaveURL(`/admin/applications/${bea.application}?search=${word}`);
});

test('a decision about an application that was withdrawn does not become one about the next of that person', async ({ page, context, anotherBrowser }) => {
  await registerAdmin(context);
  const theirs = await anotherBrowser();
  const ada = await register(theirs);
  const first = await apply(theirs, ada);
  await page.goto(`/admin/applications/${first}`);
  await withdraw(theirs);
  const second = await apply(theirs, ada, { motivation: `${MOTIVATION} I have thought again.` });
  await press(page, 'Approve');
  await expect(summary(page, 'Somebody was quicker')).toContainText('The applicant withdrew this application, just now.');
  expect([await statusOf(first), await statusOf(second)]).toEqual(['withdrawn', 'pending']);
  expect(await roleOf(ada)).toBe('student');
});

test('a reviewer takes an application up, others see so and may take it over', async ({ page, context, anotherBrowser }) => {
  const word = newName();
  await registerAdmin(context);
  const office = await anotherBrowser();
  await registerAdmin(office, { firstName: 'Olga', lastName: 'Other' });
  const desk = await office.newPage();
  const [ada] = await addApplicants(anotherBrowser, word, names('Ada'));
  const address = `/admin/applications/${ada.application}?search=${word}`;
  await desk.goto(address);
  await page.goto(address);
  await expect(claim(page)).toContainText('Nobody has taken this up yet');
  await press(page, 'Take it up');
  await expect(page).toHaveURL(address);
  await expect(said(page)).toContainText('You have taken this application up.');
  await expect(claim(page)).toContainText('You have taken this up, just now');

  // Olga's page does not know of it.
  await press(desk, 'Take it up');
  await expect(desk.getByRole('alert')).toContainText('Somebody else has taken this up meanwhile');
  await expect(claim(desk)).toContainText('Taken by Nora Nueva, just now');
  await expect(claim(desk).locator('time')).toHaveAttribute('title', /\d{4}, \d\d:\d\d$/);
  await desk.goto(`/admin/applications?search=${word}`);
  await expect(items(desk)).toContainText('Taken by Nora Nueva');
  await desk.goto(address);
  await press(desk, 'Take over');
  await expect(claim(desk)).toContainText('You have taken this up');
  await press(desk, 'Give back');
  await expect(said(desk)).toHaveText('You have given this application back.');
  await expect(claim(desk)).toContainText('Nobody has taken this up yet');
  // A claim forbids nothing.
  await press(page, 'Give back');
  await press(page, 'Take it up');
  await desk.goto(address);
  await press(desk, 'Approve');
  expect(await statusOf(ada.application)).toBe('approved');
});

test('a session that is lost costs nothing of the reason', async ({ page, context, anotherBrowser }) => {
  const admin = await registerAdmin(context);
  const [ada] = await addApplicants(anotherBrowser, newName(), names('Ada'));
  await page.goto(`/admin/applications/${ada.application}`);
  await reason(page).fill('Typed before\nit was lost');
  await context.clearCookies();
  await press(page, 'Reject');
  await expect(page).toHaveURL(`/sign-in?return_to=/admin/applications/${ada.application}`);
  await pressSignIn(page);
  await fillPassword(page, admin);
  await expect(page.getByText('Not decided yet')).toBeVisible();
  await expect(reason(page)).toHaveValue('Typed before\nit was lost');
  expect(await statusOf(ada.application)).toBe('pending');
  await press(page, 'Reject');
  expect(await statusOf(ada.application)).toBe('rejected');
});

test('a search that finds nobody says so and offers the whole queue; times are those of my zone', async ({ page, context, anotherBrowser }) => {
  const admin = await registerAdmin(context);
  await changeSettings(admin, { timezone: 'Asia/Tokyo' });
  const [ada] = await addApplicants(anotherBrowser, newName(), names('Ada'));
  await page.goto('/admin/applications?status=withdrawn&search=nobody+is+called+so');
  await expect(page.getByRole('heading', { name: 'No application found' })).toBeFocused();
  await expect(page.getByText('None of these is from somebody called “nobody is called so”.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Show' })).toHaveValue('withdrawn');
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/admin/applications');
  await page.goto(`/admin/applications?search=${'x'.repeat(101)}`);
  await expect(summary(page)).toContainText('What you search for can have at most 100 characters');
  await page.goto(`/admin/applications/${ada.application}`);
  const sent = page.locator('.review-meta time');
  const moment = new Date((await sent.getAttribute('datetime')) ?? '');
  const inTokyo = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', dateStyle: 'long', timeStyle: 'short' });
  await expect(sent).toHaveAttribute('title', inTokyo.format(moment).replace(' at ', ', '));
});

test('for everybody but admins nothing is there', async ({ page, context, person, anotherBrowser }) => {
  const [ada] = await addApplicants(anotherBrowser, newName(), names('Ada'));
  for (const role of ['student', 'instructor'] as const) {
    await changeRole(person, role);
    for (const path of ['/admin/applications', `/admin/applications/${ada.application}`]) {
      expect((await page.goto(path))?.status()).toBe(404);
      await expect(page).toHaveTitle('Page not found · Matricula');
      expect(await page.content()).not.toContain('Ada');
    }
    const answer = await context.request.post(`/admin/applications/${ada.application}`, { form: { action: 'approve', version: '1' } });
    expect(answer.status()).toBe(404);
    await page.goto('/profile');
    await page.getByRole('button', { name: /^Account menu/ }).click();
    await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Teach' })).toBeVisible();
  }
  expect(await statusOf(ada.application)).toBe('pending');
  await context.clearCookies();
  await page.goto('/admin/applications?status=approved');
  await expect(page).toHaveURL('/sign-in?return_to=/admin/applications%3Fstatus%3Dapproved');
  await changeRole(person, 'admin');
  const admin = await anotherBrowser();
  await registerAdmin(admin);
  expect((await admin.request.get('/admin/applications/ada')).status()).toBe(404);
  expect((await admin.request.get(`/admin/applications/${person.id}`)).status()).toBe(404);
});
