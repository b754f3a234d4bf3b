// Whom I have blocked, and how to end it; with JavaScript and without.

import { block, readBlocks } from './support/blocks';
import { blocked, deed, openBlocked, unblock, undo } from './support/blocked';
import { summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { join } from './support/members';
import { register } from './support/people';
import { changeProfile, changeSettings } from './support/rest';

// Somebody is signed in in `context`.
test.beforeEach(({ person }) => void person);

test('whoever has blocked nobody is told what it is, and where it is done', async ({ page }) => {
  await openBlocked(page);
  await expect(page.getByRole('heading', { name: 'You have blocked nobody' })).toBeVisible();
  await expect(page.getByText('They do not see you anywhere here, and you do not see them.')).toBeVisible();
  await expect(page.getByText('You can block somebody in the menu on their page')).toBeVisible();
  await expect(page.getByRole('main').getByRole('search')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
  await expect(page.locator('script[src], link[rel=modulepreload]')).toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: 'Find people' }).click();
  await expect(page).toHaveURL('/people');
});

test('everybody whom I have blocked is there, the last one first, with my note and the time in my zone', async ({ page, person, anotherBrowser }) => {
  const [ada, bea] = await join(anotherBrowser, { displayName: 'Ada', username: `a${person.id.slice(-12)}` }, { displayName: '<b>Bea</b>' });
  await block(person, ada);
  await block(person, bea, 'Too “many” <i>letters</i>');
  await changeSettings(person, { timezone: 'Asia/Tokyo' });
  await openBlocked(page);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('2 people');
  await expect(blocked(page).getByRole('heading')).toHaveText(['<b>Bea</b>', 'Ada']);
  await expect(blocked(page).first()).toContainText('Too “many” <i>letters</i>');
  await expect(blocked(page).last()).toContainText(`@a${person.id.slice(-12)}`);
  await expect(blocked(page).last().locator('q')).toHaveCount(0);
  const since = blocked(page).first().locator('time');
  const moment = new Date((await since.getAttribute('datetime')) ?? '');
  expect(Math.abs(Date.now() - moment.getTime())).toBeLessThan(60_000);
  const inTokyo = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', dateStyle: 'long', timeStyle: 'short' });
  await expect(since).toHaveText(inTokyo.format(moment).replace(' at ', ', '));
  // Their pages are not there for me.
  await expect(blocked(page).getByRole('link')).toHaveCount(0);
  for (const name of ['Ada', '<b>Bea</b>']) await expect(unblock(page, name)).toBeVisible();
});

test('whoever is unblocked is named, and Undo brings the block back with its note', async ({ page, person, anotherBrowser }) => {
  const [ada, bea] = await join(anotherBrowser, { displayName: 'Ada' }, { displayName: 'Bea' });
  await block(person, ada, 'Because');
  await block(person, bea);
  await openBlocked(page);
  await unblock(page, 'Ada').click();
  await expect(deed(page)).toContainText('You have unblocked Ada.');
  await expect(deed(page)).toBeFocused();
  await expect(blocked(page).getByRole('heading')).toHaveText(['Bea']);
  expect(await readBlocks(person)).toEqual([{ id: bea.id }]);

  await page.keyboard.press('Tab');
  await expect(undo(page)).toBeFocused();
  await expect(undo(page)).toHaveAccessibleName('Undo Ada');
  await page.keyboard.press('Enter');
  await expect(deed(page)).toContainText('You have blocked Ada.');
  await expect(deed(page)).toBeFocused();
  await expect(blocked(page).getByRole('heading')).toHaveText(['Ada', 'Bea']);
  await expect(blocked(page).first()).toContainText('Because');
  expect(await readBlocks(person)).toEqual([{ id: ada.id, note: 'Because' }, { id: bea.id }]);

  await undo(page).click();
  await expect(deed(page)).toContainText('You have unblocked Ada.');
  await unblock(page, 'Bea').click();
  await expect(deed(page)).toContainText('You have unblocked Bea.');
  await expect(page.getByRole('heading', { name: 'You have blocked nobody' })).toBeVisible();
  await expect(undo(page)).toBeVisible();
  await page.reload();
  await expect(deed(page)).toHaveCount(0);
});

test('an Undo that cannot be done says so, and not why', async ({ page, person, anotherBrowser }) => {
  const [ada] = await join(anotherBrowser, { displayName: 'Ada' });
  for (const hide of [() => changeProfile(ada, { visibility: 'private' }), () => block(ada, person)]) {
    await block(person, ada);
    await openBlocked(page);
    await unblock(page, 'Ada').click();
    await expect(undo(page)).toBeVisible();
    await hide();
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await undo(page).click();
    expect((await answer).status()).toBe(404);
    await expect(page).toHaveTitle('Error: Blocked people · Matricula');
    await expect(summary(page)).toBeFocused();
    await expect(summary(page)).toContainText('That person cannot be found any more, so nobody was blocked');
    await expect(page.getByRole('heading', { name: 'You have blocked nobody' })).toBeVisible();
    expect(await readBlocks(person)).toEqual([]);
    await changeProfile(ada, { visibility: 'members' });
  }
});

test('the search finds by the beginnings of names, in any spelling, and its words stay in the address', async ({ page, person, anotherBrowser }) => {
  const [ada, bea, cleo] = await join(anotherBrowser, { displayName: 'Ada José' }, { displayName: 'Bea' }, { displayName: 'Cleo Joslin' });
  for (const other of [ada, bea, cleo]) await block(person, other);
  await openBlocked(page);
  const form = page.getByRole('main').getByRole('search');
  const box = form.getByRole('textbox', { name: 'Search blocked people' });
  await box.fill(' JÓS');
  await form.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL('/settings/blocked?search=+J%C3%93S');
  await expect(box).toHaveValue('JÓS');
  await expect(blocked(page).getByRole('heading')).toHaveText(['Cleo Joslin', 'Ada José']);
  const count = page.getByRole('heading', { level: 2, name: '2 people' });
  await expect(count).toBeFocused();

  await unblock(page, 'Cleo Joslin').click();
  await expect(page).toHaveURL('/settings/blocked?search=J%C3%93S');
  await expect(deed(page)).toBeFocused();
  await expect(blocked(page).getByRole('heading')).toHaveText(['Ada José']);
  await expect(page.getByRole('heading', { level: 2, name: '1 person' })).toBeVisible();

  await box.fill('<Ada> bea');
  await form.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('heading', { name: 'Nobody found' })).toBeFocused();
  await expect(page.getByText('None of those whom you have blocked is called “<Ada> bea”.')).toBeVisible();
  await page.getByRole('link', { name: 'Clear search' }).click();
  await expect(page).toHaveURL('/settings/blocked');
  await expect(blocked(page).getByRole('heading')).toHaveText(['Bea', 'Ada José']);
});

test('a long list comes in pages, and the last one of a page leads to the one before', async ({ page, person, anotherBrowser }) => {
  const names = Array.from({ length: 21 }, (_, i) => ({ displayName: `Nr ${i + 1}` }));
  for (const other of await join(anotherBrowser, ...names)) await block(person, other);
  await openBlocked(page);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('21 people');
  await expect(blocked(page)).toHaveCount(20);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next' }).click();
  await expect(page).toHaveURL('/settings/blocked?page=2');
  await expect(blocked(page).getByRole('heading')).toHaveText(['Nr 1']);
  await unblock(page, 'Nr 1').click();
  await expect(deed(page)).toContainText('You have unblocked Nr 1.');
  await expect(blocked(page)).toHaveCount(20);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0);
  await openBlocked(page, '?search=nr&page=9');
  await expect(blocked(page)).toHaveCount(20);
});

test('a block that was ended meanwhile is said to be over', async ({ page, context, person, anotherBrowser }) => {
  const [ada] = await join(anotherBrowser, { displayName: 'Ada' });
  await block(person, ada);
  await openBlocked(page);
  const same = await context.newPage();
  await openBlocked(same);
  await unblock(same, 'Ada').click();
  await expect(deed(same)).toContainText('You have unblocked Ada.');
  await unblock(page, 'Ada').click();
  await expect(deed(page)).toHaveText('That person was not blocked any more.');
  await expect(undo(page)).toHaveCount(0);
});

test('whoever is signed out meanwhile comes to sign-in, and ends nothing', async ({ page, context, person, anotherBrowser }) => {
  const [ada] = await join(anotherBrowser, { displayName: 'Ada' });
  await block(person, ada);
  await openBlocked(page);
  await context.clearCookies({ name: /session$/ });
  await unblock(page, 'Ada').click();
  await expect(page).toHaveURL('/sign-in?return_to=/settings/blocked');
  expect(await readBlocks(person)).toEqual([{ id: ada.id }]);
});

test('a form that was made for somebody else ends nothing', async ({ page, context, person, anotherBrowser }) => {
  const [ada] = await join(anotherBrowser, { displayName: 'Ada' });
  await block(person, ada);
  await openBlocked(page);
  await context.clearCookies();
  const other = await register(context);
  await block(other, ada);
  await unblock(page, 'Ada').click();
  await expect(page.getByRole('alert')).toContainText('belonged to another account');
  for (const somebody of [person, other]) expect(await readBlocks(somebody)).toEqual([{ id: ada.id }]);
});

test('the list shows nobody to anybody else', async ({ page, person, anotherBrowser }) => {
  const [ada] = await join(anotherBrowser, { displayName: 'Ada' });
  const context = await anotherBrowser();
  await block(await register(context), person);
  await block(person, ada);
  const theirs = await context.newPage();
  await openBlocked(theirs);
  await expect(blocked(theirs).getByRole('heading')).toHaveText([person.name]);
  await openBlocked(page);
  await expect(blocked(page).getByRole('heading')).toHaveText(['Ada']);
});
