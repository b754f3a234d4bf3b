// What only a script can do for the form. Without one it works all the same: profile.spec.ts.

import type { Dialog, Page } from '@playwright/test';
import { holdChanges } from './support/database';
import { box, expectAwake, expectSaved, openEditForm, pressSave, save } from './support/edit-form';
import { gate } from './support/gate';
import { expect, test } from './support/journey';
import { readProfile } from './support/rest';

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('while it saves, the button says so and keeps its width; a second press sends nothing', async ({ page, person }) => {
    await openEditForm(page);
    await box(page, 'Headline').fill('Typed by me');
    await expectAwake(page);
    const button = page.getByRole('button', { name: 'Save', exact: true });
    const width = (await button.boundingBox())?.width;
    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST') sent += 1;
    });
    // Playwright looks at no page that is being left, so the page itself tells how it looks meanwhile.
    const meanwhile = page.waitForEvent('console', (message) => message.text().startsWith('{'));
    await button.evaluate((element: HTMLElement) => {
      const tell = () => {
        element.click();
        console.log(JSON.stringify({ says: element.innerText.trim(), width: element.getBoundingClientRect().width }));
      };
      addEventListener('submit', () => requestAnimationFrame(() => setTimeout(tell)), { once: true });
    });
    const letGo = await holdChanges(person.id);
    await button.click({ noWaitAfter: true });
    expect(JSON.parse((await meanwhile).text())).toEqual({ says: 'Saving…', width });
    await letGo();
    await expectSaved(page);
    expect((await button.boundingBox())?.width).toBe(width);
    expect(sent).toBe(1);
    expect(await readProfile(person)).toHaveProperty('headline', 'Typed by me');
  });

  test('leaving with unsaved text asks, and staying keeps the text', async ({ page, person }) => {
    await openEditForm(page);
    await box(page, 'Bio').fill(`Unsaved words of ${person.firstName}`);
    await expectAwake(page);
    const dialogs = answerDialogs(page, 'stay');
    await leave(page);
    await expect.poll(() => dialogs).toEqual(['beforeunload']);
    await expect(page).toHaveURL('/profile/edit');
    await expect(box(page, 'Bio')).toHaveValue('Unsaved words of Nora');
  });

  test('who leaves all the same is let go', async ({ page, person }) => {
    await openEditForm(page);
    await page.getByRole('checkbox', { name: 'List me in the directory' }).uncheck();
    await expectAwake(page);
    const dialogs = answerDialogs(page, 'leave');
    await leave(page);
    await expect(page).toHaveURL('/profile');
    expect(dialogs).toEqual(['beforeunload']);
    expect(await readProfile(person)).toHaveProperty('discoverable', true);
  });

  test('leaving with the original text back, or after saving, does not ask', async ({ page, person }) => {
    await openEditForm(page);
    const dialogs = answerDialogs(page, 'stay');
    await box(page, 'First name').fill('Somebody');
    await expectAwake(page);
    await box(page, 'First name').fill(person.firstName);
    await leave(page);
    await expect(page).toHaveURL('/profile');

    await openEditForm(page);
    await box(page, 'Bio').fill('Saved words');
    await expectAwake(page);
    await save(page);
    await leave(page);
    await expect(page).toHaveURL('/profile');
    expect(dialogs).toEqual([]);
  });

  test('leaving a form that was refused asks, since its text is saved nowhere', async ({ page, person }) => {
    await openEditForm(page);
    await box(page, 'Username').fill('n!');
    await pressSave(page);
    await expect(page).toHaveTitle(/^Error: /);
    await expectAwake(page);
    const dialogs = answerDialogs(page, 'stay');
    await leave(page);
    await expect.poll(() => dialogs).toEqual(['beforeunload']);
    await expect(box(page, 'Username')).toHaveValue('n!');
    expect(await readProfile(person)).not.toHaveProperty('username');
  });

  test('text typed before the islands wake is kept, and they know that it is unsaved', async ({ page, person }) => {
    const wasm = gate();
    let asked = 0;
    await page.route('**/*.wasm', async (route) => {
      asked += 1;
      await wasm.opened;
      await route.continue();
    });
    await page.goto('/profile/edit', { waitUntil: 'domcontentloaded' });
    await box(page, 'Bio').pressSequentially('Typed early');
    await page.getByRole('radio', { name: 'Only me' }).check();
    await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Tokyo');
    await expect.poll(() => asked).toBe(1);
    wasm.open();
    await expectAwake(page);
    await expect(box(page, 'Bio')).toHaveValue('Typed early');
    await expect(page.getByRole('radio', { name: 'Only me' })).toBeChecked();
    await save(page);
    expect(await readProfile(person)).toMatchObject({ bio: 'Typed early', visibility: 'private', timezone: 'Asia/Tokyo' });
  });

  test('a form that is sent before the islands wake is saved', async ({ page, person }) => {
    const wasm = gate();
    await page.route('**/*.wasm', async (route) => {
      await wasm.opened;
      await route.abort();
    });
    await page.goto('/profile/edit', { waitUntil: 'domcontentloaded' });
    await box(page, 'Bio').fill('Sent early');
    await save(page);
    expect(await readProfile(person)).toHaveProperty('bio', 'Sent early');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    wasm.open();
  });
});

/** Answers the browser's question before leaving, and remembers that it was asked. */
function answerDialogs(page: Page, answer: 'stay' | 'leave'): string[] {
  const asked: string[] = [];
  page.on('dialog', async (dialog: Dialog) => {
    asked.push(dialog.type());
    await (answer === 'leave' ? dialog.accept() : dialog.dismiss());
  });
  return asked;
}

async function leave(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Back to profile' }).click({ noWaitAfter: true });
}
