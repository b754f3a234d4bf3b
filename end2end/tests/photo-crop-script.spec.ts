// How a photo is chosen or dropped, and what is cut out of it. What is written of that:
// photo-written-script.spec.ts; its way from there: photo-script.spec.ts.

import type { Browser, Locator, Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { accept, card, choose, dialog, drop, fault, fileControl, openPhotoCard, said, stage } from './support/photo-card';
import type { Person } from './support/people';
import { photo, plain, TEAL } from './support/photos';
import { look, tint, type Tint } from './support/picture';
import { avatarUrls, largeOf } from './support/thumbnails';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('a file that is dropped is cropped and uploaded', async ({ page, person }) => {
    await openPhotoCard(page);
    await drop(card(page).getByText('You can also drop one here.'), photo());
    await expect(stage(page)).toBeFocused();
    await accept(page).click();
    await expect(said(page)).toHaveText('Your photo is up to date.', { useInnerText: true });
    await expect(fileControl(page)).toBeFocused();
    expect(await avatarUrls(person)).toBeDefined();
  });

  test('words that are dropped are refused, and a file that misses the card is shown nowhere', async ({ page, person }) => {
    await openPhotoCard(page);
    await drop(card(page).getByText('You can also drop one here.'), 'https://pictures.example/');
    await expect(fault(page)).toContainText('This file is not a photo that can be used here. Choose one of these: JPEG, PNG, GIF or WebP');
    await expect(dialog(page)).toBeHidden();
    const heading = page.getByRole('heading', { level: 1 });
    expect(await drop(heading, plain(TEAL)), 'a file takes the place of no page').toBe(true);
    expect(await drop(heading, 'words'), 'words may go wherever they could before').toBe(false);
    await expect(dialog(page)).toBeHidden();
    expect(await avatarUrls(person)).toBeUndefined();
  });

  test('the photo follows the pointer, and the wheel shows it larger', async ({ page, browser, person }) => {
    await crop(page);
    const box = await boxOf(stage(page));
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    await expectStage(page, [[0.25, 0.25, 'reddish'], [0.75, 0.25, 'greenish'], [0.25, 0.75, 'bluish'], [0.75, 0.75, 'whitish']]);
    await page.mouse.move(...at(0.5, 0.5));
    await page.mouse.wheel(0, -350);
    // e^(0.002 × 350)
    await expect(zoom(page)).toHaveAttribute('aria-valuetext', '201%');
    // The other buttons open menus.
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(...at(0.7, 0.7));
    await page.mouse.up({ button: 'right' });
    await page.mouse.move(...at(0.5, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.6, 0.4), { steps: 3 });
    await page.mouse.move(...at(0.8, 0.3), { steps: 3 });
    await page.mouse.up();
    // Where all four meet was in the middle, where the pointer took hold.
    const meet: Point[] = [[0.74, 0.24, 'reddish'], [0.86, 0.24, 'greenish'], [0.74, 0.36, 'bluish'], [0.86, 0.36, 'whitish']];
    await expectStage(page, meet);
    await page.mouse.move(...at(0.2, 0.9));
    await expectStage(page, meet);
    await expectUploaded(page, browser, person, meet);
  });

  test('the preview is round, as the photo will be: what is outside of the circle lies under a veil', async ({ page, browser, person }) => {
    await crop(page);
    const seen = await look(browser, await stage(page).screenshot());
    const brightness = (x: number, y: number) => seen.colour(x, y).reduce((sum, part) => sum + part);
    for (const [near, far] of [[0.2, 0.05], [0.8, 0.95]]) {
      for (const [inside, outside] of [[[near, near], [far, far]], [[near, 1 - near], [far, 1 - far]]]) {
        expect(brightness(outside[0], outside[1])).toBeLessThan(0.75 * brightness(inside[0], inside[1]));
      }
    }
    expect(await avatarUrls(person)).toBeUndefined();
  });

  test('every move can be made with the buttons, and the slider', async ({ page, browser, person }) => {
    await crop(page);
    const button = (name: string) => dialog(page).getByRole('button', { name, exact: true });
    await button('Larger').click();
    await expect(zoom(page)).toHaveAttribute('aria-valuetext', '110%');
    await button('Smaller').click();
    await expect(zoom(page)).toHaveAttribute('aria-valuetext', '100%');
    await zoom(page).fill('200');
    await expect(zoom(page)).toHaveAttribute('aria-valuetext', '200%');
    // A twentieth of what is seen with each press.
    for (const [name, times] of [['Left', 5], ['Up', 6], ['Right', 1], ['Down', 2]] as const) {
      for (let time = 0; time < times; time += 1) await button(name).click();
    }
    const meet: Point[] = [[0.24, 0.24, 'reddish'], [0.36, 0.24, 'greenish'], [0.24, 0.36, 'bluish'], [0.36, 0.36, 'whitish']];
    await expectStage(page, meet);
    await expectUploaded(page, browser, person, meet);
  });

  test('the photo never leaves the frame', async ({ page, person }) => {
    await crop(page);
    for (let press = 0; press < 12; press += 1) await page.keyboard.press('Shift+ArrowDown');
    await expectStage(page, [[0.02, 0.02, 'reddish'], [0.98, 0.02, 'greenish'], [0.02, 0.98, 'bluish'], [0.98, 0.98, 'whitish'], [0.48, 0.6, 'reddish']]);
    await zoom(page).focus();
    await page.keyboard.press('End');
    await expect(zoom(page)).toHaveAttribute('aria-valuetext', '800%');
    await page.keyboard.press('Home');
    await expect(zoom(page)).toHaveAttribute('aria-valuetext', '100%');
    await stage(page).focus();
    await page.keyboard.press('-');
    await expect(zoom(page)).toHaveAttribute('aria-valuetext', '100%');
    expect(await avatarUrls(person)).toBeUndefined();
  });

  test('a picture of one pixel is good enough', async ({ page, browser, person }) => {
    await openPhotoCard(page);
    await choose(page, plain([250, 20, 20], 1));
    await expect(zoom(page)).toBeDisabled();
    await stage(page).press('ArrowLeft');
    await accept(page).click();
    await expect(said(page)).toHaveText('Your photo is up to date.', { useInnerText: true });
    expect(await largeOf(page, browser, person)).toMatchObject({ quarters: Array(4).fill('reddish') });
  });

  for (const [how, close] of [
    ['Esc', (page: Page) => page.keyboard.press('Escape')],
    ['Cancel', (page: Page) => dialog(page).getByRole('button', { name: 'Cancel' }).click()],
  ] as const) {
    test(`${how} closes the dialog, nothing is sent, and the same file can be chosen again`, async ({ page, person }) => {
      await openPhotoCard(page);
      const sent: string[] = [];
      page.on('request', (request) => {
        if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
      });
      for (const _ of ['once', 'again']) {
        await choose(page, plain(TEAL));
        await expect(stage(page)).toBeFocused();
        await close(page);
        await expect(dialog(page)).toBeHidden();
        await expect(fileControl(page)).toBeFocused();
      }
      await expect(said(page)).toHaveCount(0);
      await expect(fault(page)).toHaveCount(0);
      expect(sent).toEqual([]);
      expect(await avatarUrls(person)).toBeUndefined();
    });
  }
});

/** Chooses the photo and waits until it can be cropped. */
async function crop(page: Page): Promise<void> {
  await openPhotoCard(page);
  await choose(page, photo());
  await expect(stage(page)).toBeFocused();
}

/** What is seen at parts of the width and the height. */
type Point = [x: number, y: number, tint: Tint];

/** What the dialog shows: what is drawn is drawn with the next frame. */
async function expectStage(page: Page, points: Point[]): Promise<void> {
  const shown = () =>
    stage(page).evaluate((element, points) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext('2d');
      return points.map(([x, y]) => [...(context?.getImageData(x * canvas.width, y * canvas.height, 1, 1).data ?? [])]);
    }, points);
  await expect.poll(async () => (await shown()).map(tint)).toEqual(points.map(([, , tint]) => tint));
}

/** Takes the photo as it is shown, and sees the same in what comes of it. */
async function expectUploaded(page: Page, browser: Browser, person: Person, points: Point[]): Promise<void> {
  await accept(page).click();
  await expect(said(page)).toHaveText('Your photo is up to date.', { useInnerText: true });
  const seen = await largeOf(page, browser, person);
  expect(points.map(([x, y]) => seen.at(x, y))).toEqual(points.map(([, , tint]) => tint));
}

function zoom(page: Page): Locator {
  return dialog(page).getByRole('slider', { name: 'Zoom' });
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not to be seen');
  return box;
}
