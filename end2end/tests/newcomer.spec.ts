import { box, openPictureAddress, save } from './support/edit-form';
import { listen, type Ear, type Event } from './support/events';
import { expect, PICTURE, test as base } from './support/journey';
import { newEmail, PASSWORD } from './support/people';
import { fileControl } from './support/photo-card';
import { authService } from './support/places';

const test = base.extend<{ ear: Ear }>({
  ear: async ({}, use) => {
    const ear = await listen('user.#');
    await use(ear);
    await ear.close();
  },
});

test('somebody new registers, fills in the profile, watches the ring rise, and every change is an event', async ({
  page,
  ear,
}) => {
  const email = newEmail();

  await test.step('registers at the auth-service and comes back signed in', async () => {
    await page.goto('/');
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL((url) => url.href.startsWith(`${authService}/sign-in?`));
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByRole('textbox', { name: 'First name' }).fill('Nora');
    await page.getByRole('textbox', { name: 'Last name' }).fill('Nueva');
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await expect(page).toHaveURL('/profile');
    await expect(page.getByRole('heading', { level: 1, name: 'Nora Nueva' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Account menu of Nora Nueva' })).toBeVisible();
  });

  const missing = page.getByRole('region', { name: 'Completeness' }).getByRole('listitem');
  const ring = (percent: number) => page.getByRole('img', { name: `Your profile is ${percent}% complete` });

  await test.step('sees what is missing and what each part adds', async () => {
    await expect(ring(65)).toBeVisible();
    await expect(missing).toHaveText([/Username.*10%/, /Bio.*10%/, /Photo.*10%/, /Phone.*5%/]);
  });

  const requests: (string | undefined)[] = [];
  const additions = [
    { link: 'Bio', field: 'Bio', value: 'I collect maps.\nAnd compasses.', percent: 75, left: 3 },
    { link: 'Username', field: 'Username', value: `nora.${Date.now().toString(36)}`, percent: 85, left: 2 },
    { link: 'Photo', field: 'Picture address', value: PICTURE, percent: 95, left: 1 },
    { link: 'Phone', field: 'Phone', value: '+34 600 123 456', percent: 100, left: 0 },
  ];
  for (const { link, field, value, percent, left } of additions) {
    await test.step(`follows the link to ${link}, fills it in, and the ring rises to ${percent}%`, async () => {
      await missing.getByRole('link', { name: link }).click();
      await expect(page).toHaveURL(/\/profile\/edit#/);
      const control = link === 'Photo' ? fileControl(page) : box(page, field);
      await expect(control).toBeFocused();
      await expect(control).toBeInViewport();
      if (link === 'Photo') await openPictureAddress(page);
      await box(page, field).fill(value);
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await save(page);
      requests.push((await answer).headers()['x-request-id']);
      await page.getByRole('link', { name: 'Back to profile' }).click();
      await expect(ring(percent)).toBeVisible();
      await expect(missing).toHaveCount(left);
    });
  }

  await test.step('user.created and every user.updated arrive, in order and without a gap', async () => {
    await expect(page.getByText('Everything is filled in.')).toBeVisible();
    const created = () => ear.heard.filter((event) => event.type === 'user.created' && event.data.email === email);
    await expect.poll(() => created().length).toBe(1);
    const { userId } = created()[0].data;
    const mine = () => ear.heard.filter((event) => event.data.userId === userId);
    await expect.poll(() => mine().length).toBe(1 + additions.length);
    const [first, ...updates] = mine();
    expect(mine().map((event) => event.metadata.sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(first).toMatchObject({ type: 'user.created', source: 'user-service', metadata: { version: 1 } });
    expect(first.correlationId).toBeTruthy();
    expect(first.data).toMatchObject({ role: 'student', profile: { firstName: 'Nora', lastName: 'Nueva' } });
    expect(updates.map((event) => event.type)).toEqual(additions.map(() => 'user.updated'));
    expect(updates.map((event) => event.correlationId)).toEqual(requests);
    expect(changes(updates[0])).toEqual({ bio: additions[0].value });
    expect(changes(updates[1])).toEqual({ username: additions[1].value });
    expect(JSON.stringify(updates), 'phone numbers travel by name only').not.toContain('600123456');
    expect(Object.keys(changes(updates[3]))).toEqual(['phone']);
  });
});

function changes(event: Event): object {
  return event.data.changes as object;
}
