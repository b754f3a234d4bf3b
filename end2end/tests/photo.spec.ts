// The photo as everybody can change it, with a script or without. What only a script does: photo-script.spec.ts.

import type { Page } from '@playwright/test';
import { openEditForm, summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { register } from './support/people';
import { accept, card, choose, expectPhotoAwake, fileControl, pictures, said } from './support/photo-card';
import { badFiles, cutOff, ORANGE, photo, plain, TEAL, type Picked } from './support/photos';
import { avatarUrls, expectThumbnails, uploadOverRest } from './support/thumbnails';
import { askToUpload, pageOf } from './support/uploads';

const DONE = 'Your photo is up to date.';
const COMING = 'Your photo is being prepared. Check again in a moment.';

test('a photo is seen on every page, then removed, then brought back', async ({ page, browser, person, javaScriptEnabled }) => {
  await page.goto('/profile');
  await expect(faces(page)).toHaveText(['NN', 'NN']);
  await page.getByRole('link', { name: 'Choose a photo' }).click();
  await expect(page).toHaveURL('/profile/edit#photo-file');
  await expect(fileControl(page)).toBeFocused();
  if (javaScriptEnabled) await expectPhotoAwake(page);
  await expect(removeButton(page)).toBeHidden();
  await choose(page, photo());
  await (javaScriptEnabled ? accept(page) : uploadButton(page)).click();
  await expectDone(page);
  await expectThumbnails(browser, person);
  const urls = await avatarUrls(person);
  const shown = [urls?.small, urls?.medium];
  expect(await sources(page)).toEqual(shown);

  await removeButton(page).click();
  await expect(said(page)).toContainText('Your photo has been removed.');
  await expect(said(page).getByText('Your photo has been removed.').locator('..')).toBeFocused();
  await expect(pictures(page)).toHaveCount(0);
  await expect(faces(page)).toHaveText(['NN', 'NN']);
  await expect(removeButton(page)).toBeHidden();
  expect(await avatarUrls(person)).toBeUndefined();

  await said(page).getByRole('button', { name: 'Undo' }).click();
  await expect(said(page)).toHaveText('Your photo is back.', { useInnerText: true });
  expect(await sources(page)).toEqual(shown);
  expect(await avatarUrls(person)).toEqual(urls);
  await page.goto('/profile');
  expect(await sources(page)).toEqual(shown);
  await expect(page.getByRole('link', { name: 'Change photo' })).toHaveAttribute('href', '/profile/edit#photo-file');
});

test.describe('without a script', { tag: '@no-js' }, () => {
  for (const { what, make, sentence } of badFiles) {
    test(`${what} is refused with the reason, and the photo stays as it was`, async ({ page, person }) => {
      const urls = await uploadOverRest(person, plain(TEAL));
      await openEditForm(page);
      const before = await sources(page);
      await send(page, make());
      await expectRefused(page, sentence);
      expect(await sources(page)).toEqual(before);
      expect(await avatarUrls(person)).toEqual(urls);
      await summary(page).getByRole('link', { name: sentence }).click();
      await expect(fileControl(page)).toBeFocused();

      await send(page, plain(ORANGE));
      await expectDone(page);
      expect(await sources(page)).not.toEqual(before);
      await expect(page).toHaveTitle('Edit profile · Matricula');
    });
  }

  test('to press Upload before a file is chosen is told', async ({ page, person }) => {
    await openEditForm(page);
    await uploadButton(page).click();
    await expectRefused(page, 'Choose a photo first');
    expect(await avatarUrls(person)).toBeUndefined();
  });

  test('a photo that was chosen meanwhile is not undone', async ({ page, person }) => {
    await uploadOverRest(person, plain(TEAL));
    await openEditForm(page);
    await removeButton(page).click();
    await expect(said(page)).toContainText('Your photo has been removed.');
    const urls = await uploadOverRest(person, plain(ORANGE));
    await said(page).getByRole('button', { name: 'Undo' }).click();
    await expectRefused(page, 'The photo cannot be brought back any more');
    expect(await avatarUrls(person)).toEqual(urls);
  });

  test('a photo that is still being made is seen by looking again', async ({ page, person }) => {
    const upload = await askToUpload(person, plain(TEAL));
    await page.goto(pageOf(upload));
    await expectComing(page);
    await lookAgain(page).click();
    await expectComing(page);
    await upload.send();
    await expectDone(page);
    const urls = await avatarUrls(person);
    expect(await sources(page)).toEqual([urls?.small, urls?.medium]);
  });

  test('a photo that cannot be made is told by looking again', async ({ page, person }) => {
    const half = { name: 'half.jpg', mimeType: 'image/jpeg', buffer: cutOff() };
    const upload = await askToUpload(person, half);
    await page.goto(pageOf(upload));
    await expectComing(page);
    await upload.send();
    await expectRefused(page, 'The photo is damaged or cut off. Choose another one');
  });

  test('whoever removes the photo while it is being made is told so by looking again', async ({ page, context, person }) => {
    await uploadOverRest(person, plain(TEAL));
    const upload = await askToUpload(person, plain(ORANGE));
    await page.goto(pageOf(upload));
    await expect(said(page)).toContainText(COMING);
    const other = await context.newPage();
    await openEditForm(other);
    await removeButton(other).click();
    await expect(said(other)).toContainText('Your photo has been removed.');
    await lookAgain(page).click();
    await expect(said(page)).toHaveText('Your photo has been removed.', { useInnerText: true });
    await expect(pictures(page)).toHaveCount(0);
    await expect(page).toHaveTitle('Edit profile · Matricula');
    expect(await avatarUrls(person)).toBeUndefined();
  });

  test('of a photo in whose place there is another it is told that it is not used', async ({ page, person }) => {
    const superseded = await askToUpload(person, plain(TEAL));
    const urls = await uploadOverRest(person, plain(ORANGE));
    await superseded.send();
    await page.goto(pageOf(superseded));
    await expect(said(page)).toHaveText('You have chosen something else meanwhile, so the photo sent from here is not used.', { useInnerText: true });
    expect(await sources(page)).toEqual([urls.small, urls.medium]);
    await expect(page).toHaveTitle('Edit profile · Matricula');
  });

  test("of somebody else's photo nothing is told", async ({ page, person, anotherBrowser }) => {
    const other = await register(await anotherBrowser());
    const theirs = await askToUpload(other, plain(TEAL));
    const urls = await uploadOverRest(person, plain(ORANGE));
    await page.goto(pageOf(theirs));
    expect(await sources(page)).toEqual([urls.small, urls.medium]);
    await expect(said(page)).toHaveCount(0);
    await expect(page).toHaveTitle('Edit profile · Matricula');
  });
});

/** Chooses a file and sends the plain form. */
async function send(page: Page, file: Picked): Promise<void> {
  await fileControl(page).setInputFiles(file);
  await uploadButton(page).click();
}

/** Waits for the photo; without a script by looking again. */
async function expectDone(page: Page): Promise<void> {
  await lookUntilMade(page);
  await expect(said(page)).toHaveText(DONE, { useInnerText: true });
  await expect(pictures(page)).toHaveCount(2);
}

async function expectRefused(page: Page, sentence: string): Promise<void> {
  await lookUntilMade(page);
  await expect(page).toHaveTitle('Error: Edit profile · Matricula');
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole('link')).toHaveText([sentence]);
  await expect(fileControl(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(fileControl(page)).toHaveAccessibleDescription(new RegExp(`${sentence.replaceAll(' ', '\\s')}$`));
}

/** A photo that takes longer than the form waits for it. */
async function lookUntilMade(page: Page): Promise<void> {
  const isComing = async () => {
    const again = lookAgain(page);
    if (await again.isVisible()) await again.click();
    return lookAgain(page).isVisible();
  };
  await expect.poll(isComing, { intervals: [200] }).toBe(false);
}

async function expectComing(page: Page): Promise<void> {
  await expect(said(page)).toContainText(COMING);
  await expect(pictures(page)).toHaveCount(0);
}

function lookAgain(page: Page) {
  return said(page).getByRole('link', { name: 'Check again' });
}

function uploadButton(page: Page) {
  return card(page).getByRole('button', { name: 'Upload' });
}

function removeButton(page: Page) {
  return card(page).getByRole('button', { name: 'Remove photo' });
}

/** Where the person is shown on this page. */
function faces(page: Page) {
  return page.locator('[data-face]');
}

async function sources(page: Page): Promise<string[]> {
  return pictures(page).evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
}
