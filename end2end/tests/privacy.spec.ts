// Who sees the person, and what they see; with JavaScript and without.

import type { BrowserContext, Page } from '@playwright/test';
import { block } from './support/blocks';
import { pressSave, summary } from './support/edit-form';
import { expect, PICTURE, test } from './support/journey';
import { newName } from './support/members';
import { register, type Person } from './support/people';
import { plain, TEAL } from './support/photos';
import { isListed, listed, nothingOn, onlookers, openPrivacy, personOn, viewAs, visibility, type Onlooker } from './support/privacy';
import { changeProfile, readProfile } from './support/rest';
import { choose, failure, sendHostile } from './support/settings';
import { uploadOverRest } from './support/thumbnails';

test('who sees me is saved at once, and is the same in the profile', async ({ page, person, javaScriptEnabled }) => {
  await openPrivacy(page);
  await expect(visibility(page, 'Members')).toBeChecked();
  await expect(visibility(page, 'Only me')).toHaveAccessibleDescription('And those who administer the platform.');
  await choose(page, javaScriptEnabled, () => visibility(page, 'Anyone').check());
  expect(await readProfile(person)).toMatchObject({ visibility: 'public', discoverable: true });
  await choose(page, javaScriptEnabled, () => listed(page).uncheck());
  expect(await readProfile(person)).toMatchObject({ visibility: 'public', discoverable: false });

  await page.goto('/profile/edit');
  const card = page.getByRole('region', { name: 'Who sees you' });
  await expect(card.getByRole('radio', { name: 'Anyone' })).toBeChecked();
  await expect(card.getByRole('checkbox')).not.toBeChecked();
  await card.getByRole('radio', { name: 'Only me' }).check();
  await card.getByRole('checkbox').check();
  await pressSave(page);
  await openPrivacy(page);
  await expect(visibility(page, 'Only me')).toBeChecked();
  await expect(listed(page)).toBeChecked();
});

test('whoever hides from everybody is told that the directory hides them too', async ({ page, person, javaScriptEnabled }) => {
  await openPrivacy(page);
  const note = page.getByText('Only you see your profile, so nobody can find you.');
  await expect(note).toBeHidden();
  await choose(page, javaScriptEnabled, () => visibility(page, 'Only me').check());
  await expect(note).toBeVisible();
  expect(await readProfile(person)).toMatchObject({ visibility: 'private', discoverable: true });
  await choose(page, javaScriptEnabled, () => visibility(page, 'Members').check());
  await expect(note).toBeHidden();
});

test('what others see is what they see: at every choice, for anybody, for a member, and over a block', async ({ page, person, anotherBrowser }) => {
  const name = newName();
  await uploadOverRest(person, plain(TEAL));
  await changeProfile(person, { ...everything(person), displayName: name });
  const others = await lookers(person, anotherBrowser);
  for (const choice of ['public', 'members', 'private'] as const) {
    await changeProfile(person, { visibility: choice, discoverable: choice !== 'public' });
    for (const onlooker of onlookers) {
      await openPrivacy(page, onlooker);
      await expect(viewAs(page).getByRole('navigation').locator('[aria-current="page"]')).toHaveCount(1);
      const path = await viewAs(page).locator('.sight-address a').getAttribute('href');
      expect(path).toBe(`/people/n${person.id.slice(-12)}`);
      for (const other of others[onlooker]) {
        const what = `${choice}, seen by ${onlooker}`;
        const seen = await look(other, path!);
        const expected = onlooker === 'anonymous' ? choice === 'public' : onlooker === 'member' && choice !== 'private';
        expect(seen.status, what).toBe(expected ? 200 : 404);
        if (expected) expect(await personOn(viewAs(page)), what).toBe(await personOn(seen.page.getByRole('main')));
        else expect(await nothingOn(viewAs(page)), what).toEqual(await nothingOn(seen.page.getByRole('main')));
        const isFound = await isListed(other, name);
        expect(isFound, what).toBe(choice === 'members' && onlooker === 'member');
        await expect(viewAs(page).getByText('The directory lists you for them')).toHaveCount(isFound ? 1 : 0);
        await seen.page.close();
      }
    }
  }
});

test('a view has nothing of what is private', async ({ page, person }) => {
  await changeProfile(person, { ...everything(person), displayName: '41', avatarUrl: PICTURE, visibility: 'public' });
  for (const onlooker of onlookers) {
    await openPrivacy(page, onlooker);
    for (const secret of [person.email, person.lastName, '600123456', PICTURE, 'Asia/Tokyo']) {
      await expect(viewAs(page)).not.toContainText(secret);
      expect(await viewAs(page).innerHTML()).not.toContain(secret);
    }
  }
});

test('the directory is told of, for each of them', async ({ page, person }) => {
  const said = (words: string) => viewAs(page).getByText(words);
  await openPrivacy(page);
  await expect(said('The directory is for members alone')).toBeVisible();
  await openPrivacy(page, 'member');
  await expect(said('The directory lists you for them')).toBeVisible();
  await openPrivacy(page, 'blocked');
  await expect(said('The directory does not list you for them either.')).toBeVisible();
  await changeProfile(person, { discoverable: false });
  await openPrivacy(page, 'member');
  await expect(said('The directory does not list you: you have switched that off.')).toBeVisible();
});

test('links lead from one view to the next, and saving stays at the one', async ({ page, person, javaScriptEnabled }) => {
  await openPrivacy(page);
  const links = viewAs(page).getByRole('navigation', { name: 'View as others' });
  await expect(links.locator('[aria-current="page"]')).toHaveText('Not signed in');
  await expect(viewAs(page).getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await links.getByRole('link', { name: 'A member' }).click();
  await expect(page).toHaveURL('/settings/privacy?as=member');
  await expect(viewAs(page).getByRole('heading', { name: 'View as others' })).toBeFocused();
  await expect(viewAs(page).getByRole('heading', { level: 3, name: person.name })).toBeInViewport();
  await expect(links.locator('[aria-current="page"]')).toHaveText('A member');
  await expect(viewAs(page).getByRole('heading', { level: 3, name: person.name })).toBeVisible();
  await choose(page, javaScriptEnabled, () => visibility(page, 'Anyone').check());
  await expect(page).toHaveURL('/settings/privacy?as=member');
  await page.goto('/settings/privacy?as=admin');
  await expect(links.locator('[aria-current="page"]')).toHaveText('Not signed in');
  await expect(viewAs(page).getByRole('heading', { level: 3, name: person.name })).toBeVisible();
});

test('a view of before the last choice gives way to a word of that', async ({ page, person, javaScriptEnabled }) => {
  await openPrivacy(page, 'member');
  const shown = viewAs(page).getByRole('heading', { name: person.name });
  const again = viewAs(page).getByRole('link', { name: 'Look again' });
  await expect(shown).toBeVisible();
  await expect(again).toBeHidden();
  for (const [change, back] of [
    [() => visibility(page, 'Only me').check(), () => visibility(page, 'Members').check()],
    [() => listed(page).uncheck(), () => listed(page).check()],
  ]) {
    await change();
    await expect(shown).toBeHidden();
    await expect(again).toBeVisible();
    await back();
    await expect(shown).toBeVisible();
    await expect(again).toBeHidden();
  }
  await choose(page, javaScriptEnabled, () => visibility(page, 'Only me').check());
  // Without a script the page is a new one already.
  if (javaScriptEnabled) await again.click();
  await expect(viewAs(page).getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(shown).toHaveCount(0);
});

test('values that no page offers are told one by one, and nothing is saved', async ({ page, person }) => {
  await openPrivacy(page, 'member');
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await sendHostile(page, { visibility: 'friends', discoverable: '1' });
  expect((await answer).status()).toBe(400);
  await expect(page).toHaveTitle('Error: Privacy · Matricula');
  await expect(summary(page)).toBeFocused();
  const sentences = ['Visibility must be one of the values on offer', 'List me in the directory cannot be read'];
  await expect(summary(page).getByRole('link')).toHaveText(sentences);
  await expect(page.getByRole('group', { name: 'Visibility' })).toHaveAccessibleDescription(new RegExp(sentences[0]));
  await expect(listed(page)).toHaveAccessibleDescription(new RegExp(sentences[1]));
  await expect(viewAs(page).getByRole('heading', { name: person.name })).toBeVisible();
  await summary(page).getByRole('link', { name: sentences[0] }).click();
  await expect(visibility(page, 'Anyone')).toBeFocused();
  expect(await readProfile(person)).toMatchObject({ visibility: 'members', discoverable: true });

  await visibility(page, 'Only me').check();
  await pressSave(page);
  await expect(page.getByRole('status')).toHaveText('Saved');
  expect(await readProfile(person)).toMatchObject({ visibility: 'private', discoverable: false });
});

test('only what was chosen is changed, whatever was saved from elsewhere meanwhile', async ({ page, person, javaScriptEnabled }) => {
  await openPrivacy(page);
  await changeProfile(person, { visibility: 'private', headline: '2026' });
  await choose(page, javaScriptEnabled, () => listed(page).uncheck());
  expect(await readProfile(person)).toMatchObject({ visibility: 'private', discoverable: false, headline: '2026' });
});

test('a form that was made for somebody else saves nothing', async ({ page, context, person, javaScriptEnabled }) => {
  await openPrivacy(page);
  await context.clearCookies();
  const other = await register(context);
  await visibility(page, 'Anyone').click();
  if (!javaScriptEnabled) await pressSave(page);
  const alert = javaScriptEnabled ? failure(page) : page.getByRole('alert').filter({ hasText: 'Nothing was saved' });
  await expect(alert).toContainText('belonged to another account');
  for (const somebody of [person, other]) expect(await readProfile(somebody)).toHaveProperty('visibility', 'members');
});

test('a session that ended meanwhile is told, with the way to sign in', async ({ page, context, person, javaScriptEnabled }) => {
  await openPrivacy(page);
  await context.clearCookies({ name: /session$/ });
  await visibility(page, 'Anyone').click();
  if (javaScriptEnabled) {
    await expect(failure(page)).toContainText('Not saved: Visibility');
    await expect(visibility(page, 'Members')).toBeChecked();
    await failure(page).getByRole('link', { name: 'Sign in' }).click();
  } else {
    await pressSave(page);
  }
  await expect(page).toHaveURL('/sign-in?return_to=/settings/privacy');
  expect(await readProfile(person)).toHaveProperty('visibility', 'members');
});

/** Everything that a profile can have. */
function everything(person: Person): object {
  return {
    username: `n${person.id.slice(-12)}`,
    headline: 'Second-year “biology” <student>',
    bio: 'One\n\nTwo & three',
    location: 'Girona',
    phone: '+34600123456',
    timezone: 'Asia/Tokyo',
    skills: ['C & C++', 'Latin'],
    links: [{ label: 'Work', url: 'https://work.example/?a=1&b=2' }],
  };
}

/** Browsers of everybody whom each view is about. */
async function lookers(person: Person, anotherBrowser: () => Promise<BrowserContext>): Promise<Record<Onlooker, BrowserContext[]>> {
  const [anonymous, member, blocked, blocker] = await Promise.all([1, 2, 3, 4].map(() => anotherBrowser()));
  await register(member, { firstName: 'Mia' });
  await block(person, await register(blocked, { firstName: 'Bo' }));
  await block(await register(blocker, { firstName: 'Bea' }), person);
  return { anonymous: [anonymous], member: [member], blocked: [blocked, blocker] };
}

async function look(context: BrowserContext, path: string): Promise<{ page: Page; status: number }> {
  const page = await context.newPage();
  const answer = await page.goto(path);
  return { page, status: answer!.status() };
}
