// What everybody can do with their notifications, with JavaScript and without.

import { pressSave, summary } from './support/edit-form';
import { expect, test } from './support/journey';
import { changeNotifications, changeProfile, changeSettings, readNotifications, readSettings } from './support/rest';
import { choose, openNotifications, sendHostile, toggle } from './support/settings';

test('a new account has the defaults, in a fieldset a kind', async ({ page, person }) => {
  await openNotifications(page);
  for (const [kind, toggles] of Object.entries({
    'E-mail': { 'Send me e-mail': true, 'New courses': true, 'News and offers': false },
    Push: { 'Send me push notifications': false },
    'Text messages': { 'Send me text messages': false },
  })) {
    const group = page.getByRole('group', { name: kind });
    for (const [name, isOn] of Object.entries(toggles)) await expect(group.getByRole('checkbox', { name })).toBeChecked({ checked: isOn });
  }
  expect(await readNotifications(person)).toEqual({
    email_enabled: true,
    email_marketing: false,
    email_new_course_alerts: true,
    push_enabled: false,
    sms_enabled: false,
  });
});

test('what is switched is saved, and is the same through every door', async ({ page, person, javaScriptEnabled }) => {
  await openNotifications(page);
  await choose(page, javaScriptEnabled, () => toggle(page, 'News and offers').check());
  await choose(page, javaScriptEnabled, () => toggle(page, 'Send me push notifications').check());
  expect(await readNotifications(person)).toMatchObject({ email_marketing: true, push_enabled: true, sms_enabled: false });
  expect(await readSettings(person)).toHaveProperty('emailNotifications', { marketing: true, newCourseAlerts: true });
  await changeSettings(person, { emailNotifications: { newCourseAlerts: false } });
  await changeNotifications(person, { sms_enabled: true, push_enabled: false });
  await page.reload();
  await expect(toggle(page, 'New courses')).not.toBeChecked();
  await expect(toggle(page, 'News and offers')).toBeChecked();
  await expect(toggle(page, 'Send me push notifications')).not.toBeChecked();
  await expect(toggle(page, 'Send me text messages')).toBeChecked();
});

test('with e-mail off the choices below stay, with a word that nothing of them is sent', async ({ page, person, javaScriptEnabled }) => {
  const note = page.getByText('E-mail is off, so nothing of this is sent.');
  await openNotifications(page);
  await expect(note).toBeHidden();
  await choose(page, javaScriptEnabled, () => toggle(page, 'Send me e-mail').uncheck());
  await expect(note).toBeVisible();
  await expect(toggle(page, 'New courses')).toBeChecked();
  await expect(toggle(page, 'New courses')).toHaveAccessibleDescription(/^E-mail is off/);
  await choose(page, javaScriptEnabled, () => toggle(page, 'News and offers').check());
  await choose(page, javaScriptEnabled, () => toggle(page, 'Send me e-mail').check());
  await expect(note).toBeHidden();
  expect(await readNotifications(person)).toMatchObject({ email_enabled: true, email_marketing: true, email_new_course_alerts: true });
});

test('only what was switched is changed, whatever was saved from elsewhere meanwhile', async ({ page, person, javaScriptEnabled }) => {
  await openNotifications(page);
  await changeNotifications(person, { sms_enabled: true });
  await choose(page, javaScriptEnabled, () => toggle(page, 'News and offers').check());
  expect(await readNotifications(person)).toMatchObject({ sms_enabled: true, email_marketing: true });
});

test('without a phone number the page says so and leads to it', async ({ page, person }) => {
  await openNotifications(page);
  await expect(toggle(page, 'Send me text messages')).toHaveAccessibleDescription(/^There is no phone number in your profile yet/);
  await page.getByRole('link', { name: 'Add a phone number' }).click();
  await expect(page).toHaveURL('/profile/edit#field-phone');
  await expect(page.getByRole('textbox', { name: 'Phone' })).toBeInViewport();
  await changeProfile(person, { phone: '+34600123456' });
  await openNotifications(page);
  await expect(toggle(page, 'Send me text messages')).toHaveAccessibleDescription('To the phone number in your profile.');
});

test('values that no page offers are told, and nothing is saved', async ({ page, person }) => {
  await openNotifications(page);
  await sendHostile(page, { email_enabled: 'perhaps', sms_enabled: '' });
  await expect(page).toHaveTitle('Error: Notifications · Matricula');
  await expect(summary(page)).toBeFocused();
  const sentences = ['Send me e-mail must be one of the values on offer', 'Send me text messages must be one of the values on offer'];
  await expect(summary(page).getByRole('link')).toHaveText(sentences);
  await expect(toggle(page, 'Send me e-mail')).toHaveAccessibleDescription(sentences[0]);
  expect(await readNotifications(person)).toMatchObject({ email_enabled: true, sms_enabled: false });
  await pressSave(page);
  await expect(page.getByRole('status')).toHaveText('Saved');
  await expect(page).toHaveTitle('Notifications · Matricula');
});

test('what another program has put there, and no switch can show, does no harm', async ({ page, person, javaScriptEnabled }) => {
  await changeNotifications(person, { push_enabled: { quiet: ['22:00', '07:00'] }, digest: 'weekly' });
  await openNotifications(page);
  await expect(toggle(page, 'Send me push notifications')).not.toBeChecked();
  await choose(page, javaScriptEnabled, () => toggle(page, 'Send me text messages').check());
  expect(await readNotifications(person)).toMatchObject({ push_enabled: { quiet: ['22:00', '07:00'] }, digest: 'weekly', sms_enabled: true });
});
