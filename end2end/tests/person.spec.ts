// `/people/{handle}`: a person, as others see them.

import type { Page } from '@playwright/test';
import { read } from './support/directory';
import { setStatus } from './support/database';
import { expect, test } from './support/journey';
import { addPerson } from './support/members';
import { changeProfile, readProfile } from './support/rest';
import { uploadOverRest } from './support/thumbnails';
import { plain, TEAL } from './support/photos';

const ABOUT = {
  displayName: 'Ada Lovelace',
  headline: 'Mathematician',
  bio: 'First line\nsecond line <b>',
  location: 'London',
  phone: '+34600123456',
  skills: ['Harp & <C++>'],
  links: [{ label: 'Notes', url: 'https://notes.example/?a=b' }],
};

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test('a member sees what others may know of somebody, and nothing else', async ({ page, context }) => {
  const ada = await addPerson(context.browser(), ABOUT, { firstName: 'Augusta', lastName: 'Byron' });
  for (const handle of [ada.username, ada.username.toUpperCase(), ada.id]) {
    const answer = await page.goto(`/people/${handle}`);
    expect(answer?.status()).toBe(200);
    expect(answer?.headers()['x-robots-tag']).toBe('noindex');
    await expect(page).toHaveTitle('Ada Lovelace · Matricula');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace');
  }
  const main = page.getByRole('main');
  for (const text of [ada.username, 'Mathematician', 'London']) await expect(main.getByText(text, { exact: true })).toBeVisible();
  await expect(main.getByText(/^Member since \w+ 20\d\d$/)).toBeVisible();
  const bio = main.getByText('First line');
  expect((await bio.innerText()).split('\n')).toEqual(['First line', 'second line <b>']);
  const link = main.getByRole('link', { name: 'Notes' });
  await expect(link).toHaveAttribute('href', 'https://notes.example/?a=b');
  await expect(link).toHaveAttribute('rel', 'nofollow noopener noreferrer ugc');
  await expect(main.getByText('notes.example'), 'where it leads is in sight').toBeVisible();
  await expect(main.getByRole('link', { name: 'Harp & <C++>' })).toHaveAttribute('href', '/people?skill=Harp+%26+%3CC%2B%2B%3E');
  const html = await page.content();
  for (const secret of [ada.email, '600123456', ada.authId, 'Augusta', 'Byron']) expect(html).not.toContain(secret);
  await expect(page.locator('link[rel=canonical]'), 'only what anybody may see is for machines').toHaveCount(0);
});

test('a public profile tells search engines and social networks what it is about', async ({ page, context }) => {
  const ada = await addPerson(context.browser(), { ...ABOUT, visibility: 'public' });
  await uploadOverRest(ada, plain(TEAL));
  await context.clearCookies();
  const answer = await page.goto(`/people/${ada.id}`);
  expect(answer?.status()).toBe(200);
  expect(answer?.headers()).not.toHaveProperty('x-robots-tag');
  await expect(page).toHaveTitle('Ada Lovelace · Matricula');
  const address = new URL(`/people/${ada.username}`, page.url()).href;
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', address);
  const description = 'Mathematician · First line second line <b>';
  const { avatarUrls } = (await readProfile(ada)) as { avatarUrls: { large: string } };
  expect(await metadata(page)).toMatchObject({
    description,
    'og:type': 'profile',
    'og:site_name': 'Matricula',
    'og:title': 'Ada Lovelace',
    'og:description': description,
    'og:url': address,
    'og:image': avatarUrls.large,
    'profile:username': ada.username,
    'twitter:card': 'summary',
  });
  await expect(page.getByText('More'), 'whoever is not signed in blocks nobody').toHaveCount(0);
});

test('somebody whom one does not see is nobody, in every byte', async ({ context, anotherBrowser }) => {
  const anonymous = await anotherBrowser();
  const [hidden, members, suspended] = [
    await addPerson(context.browser(), { visibility: 'private' }),
    await addPerson(context.browser(), { visibility: 'members' }),
    await addPerson(context.browser(), { visibility: 'public' }),
  ];
  await setStatus(suspended.id, 'suspended');
  const none = `n${'0'.repeat(12)}`;
  for (const { visitor, unseen } of [
    { visitor: context, unseen: [hidden.username, hidden.id, suspended.username] },
    { visitor: anonymous, unseen: [hidden.username, hidden.id, members.username, suspended.id] },
  ]) {
    const nobody = await read(visitor, `/people/${none}`);
    expect(nobody).toMatchObject({ status: 404, robots: 'noindex' });
    expect(nobody.html).toContain('There is nothing at this address.');
    for (const handle of [...unseen, '%FF', 'a%00b', '%F0%9F%92%A9', 'x'.repeat(99)]) {
      expect(await read(visitor, `/people/${handle}`), handle).toEqual(nobody);
    }
  }
  expect((await read(context, `/people/${members.username}`)).status, 'members see members').toBe(200);
  const offer = 'Some profiles are shown only to people who are signed in.';
  expect((await read(anonymous, `/people/${none}`)).html).toContain(offer);
  expect((await read(context, `/people/${none}`)).html).not.toContain(offer);
});

test('whoever is signed in without an account sees what anybody sees', async ({ page, context, person }) => {
  const ada = await addPerson(context.browser(), { displayName: 'Ada Lovelace', visibility: 'public' });
  const members = await addPerson(context.browser(), { visibility: 'members' });
  await setStatus(person.id, 'deleted');
  await expect.poll(async () => (await read(context, `/people/${members.username}`)).status, { timeout: 20_000 }).toBe(404);
  const answer = await page.goto(`/people/${ada.username}`);
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace');
  await expect(page.getByText('More'), 'whoever has no account blocks nobody').toHaveCount(0);
});

test('an old username leads nowhere', async ({ page, context }) => {
  const ada = await addPerson(context.browser(), {});
  await changeProfile(ada, { username: `m${ada.username.slice(1)}` });
  expect((await page.goto(`/people/${ada.username}`))?.status()).toBe(404);
  expect((await page.goto(`/people/m${ada.username.slice(1)}`))?.status()).toBe(200);
});

test('my own page says that it is mine and who else sees it, and leads to where I change it', async ({ page, person }) => {
  for (const [visibility, text] of [
    ['public', 'This is your page, as anyone sees it.'],
    ['members', 'This is your page, as whoever is signed in sees it.'],
    ['private', 'This is your page. Nobody but you sees it.'],
  ]) {
    await changeProfile(person, { visibility });
    const answer = await page.goto(`/people/${person.id}`);
    expect(answer?.status()).toBe(200);
    expect(answer?.headers()['x-robots-tag']).toBe('noindex');
    await expect(page.getByText(text)).toBeVisible();
  }
  await expect(page.getByRole('link', { name: 'Change who sees it' })).toHaveAttribute('href', '/settings/privacy');
  await expect(page.getByText('More'), 'one does not block oneself').toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: 'Edit profile' }).click();
  await expect(page).toHaveURL('/profile/edit');
});

/** What the head of the page says to machines. */
async function metadata(page: Page): Promise<Record<string, string | null>> {
  const pairs = await page.locator('head meta[content]').evaluateAll((all) =>
    all.map((meta) => [meta.getAttribute('name') ?? meta.getAttribute('property') ?? '', meta.getAttribute('content')]),
  );
  return Object.fromEntries(pairs);
}
