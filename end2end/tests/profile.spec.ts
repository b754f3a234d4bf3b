import { box, openEditForm, openPictureAddress, pressSave, save, summary } from './support/edit-form';
import { expect, PICTURE, test } from './support/journey';
import { readProfile } from './support/rest';

test('every field keeps what was saved, and shows it', async ({ page, person }) => {
  const username = `nora-${person.id.slice(-12)}`;
  const texts = {
    'First name': 'Núria',
    'Last name': "O'Nueva-Łoś",
    'Display name': 'Núria of the maps',
    Username: username,
    Headline: 'Second-year biology student',
    Bio: 'I collect maps.',
    Location: 'Barcelona',
    Skills: 'Cartography\nR',
    'Picture address': PICTURE,
    Phone: '+34600123456',
  };
  await openEditForm(page);
  await openPictureAddress(page);
  for (const [name, value] of Object.entries(texts)) await box(page, name).fill(value);
  const row = page.getByRole('group', { name: 'Link 1' });
  await row.getByRole('textbox', { name: 'Text' }).fill('My maps');
  await row.getByRole('textbox', { name: 'Address' }).fill('https://maps.example/nora?a=1&b=2');
  await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Europe/Madrid');
  await page.getByRole('radio', { name: 'Anyone' }).check();
  await page.getByRole('checkbox', { name: 'List me in the directory' }).uncheck();
  await save(page);

  for (const when of ['after saving', 'after a reload']) {
    await test.step(when, async () => {
      if (when === 'after a reload') await page.goto('/profile/edit');
      for (const [name, value] of Object.entries(texts)) await expect(box(page, name)).toHaveValue(value);
      await expect(row.getByRole('textbox', { name: 'Text' })).toHaveValue('My maps');
      await expect(row.getByRole('textbox', { name: 'Address' })).toHaveValue('https://maps.example/nora?a=1&b=2');
      await expect(page.getByRole('combobox', { name: 'Language' })).toHaveValue('en');
      await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Madrid');
      await expect(page.getByRole('radio', { name: 'Anyone' })).toBeChecked();
      await expect(page.getByRole('checkbox', { name: 'List me in the directory' })).not.toBeChecked();
    });
  }

  await test.step('on the profile', async () => {
    await page.goto('/profile');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Núria of the maps');
    const main = page.getByRole('main');
    for (const text of [username, texts.Headline, texts.Bio, texts.Location, 'Cartography', texts.Phone]) {
      await expect(main.getByText(text, { exact: true })).toBeVisible();
    }
    await expect(main.getByRole('link', { name: 'My maps' })).toHaveAttribute('href', 'https://maps.example/nora?a=1&b=2');
    const facts = page.getByRole('region', { name: 'Account' });
    await expect(facts.getByRole('definition')).toContainText([person.email, texts.Phone, 'English', 'Europe/Madrid', 'Anyone', 'No']);
  });

  expect(await readProfile(person)).toMatchObject({
    firstName: 'Núria',
    username,
    skills: ['Cartography', 'R'],
    links: [{ label: 'My maps', url: 'https://maps.example/nora?a=1&b=2' }],
    timezone: 'Europe/Madrid',
    visibility: 'public',
    discoverable: false,
  });
});

test('what is emptied stays empty, and a link with two empty boxes goes', async ({ page, person }) => {
  await openEditForm(page);
  const row = page.getByRole('group', { name: 'Link 1' });
  await box(page, 'Bio').fill('I collect maps.');
  await row.getByRole('textbox', { name: 'Text' }).fill('My maps');
  await row.getByRole('textbox', { name: 'Address' }).fill('https://maps.example/nora');
  await save(page);
  await box(page, 'Bio').clear();
  await row.getByRole('textbox', { name: 'Text' }).clear();
  await row.getByRole('textbox', { name: 'Address' }).clear();
  await save(page);
  await expect(box(page, 'Bio')).toHaveValue('');
  await expect(row.getByRole('textbox', { name: 'Text' })).toHaveValue('');
  const profile = await readProfile(person);
  expect(profile).toMatchObject({ links: [] });
  expect(profile).not.toHaveProperty('bio');
});

test('line breaks and blank lines of the bio are kept', async ({ page, person }) => {
  const bio = 'First line\nSecond line\n\n  Third, after a blank one';
  await openEditForm(page);
  await box(page, 'Bio').fill(bio);
  await save(page);
  await expect(box(page, 'Bio')).toHaveValue(bio);
  expect(await readProfile(person)).toHaveProperty('bio', bio);
  await page.goto('/profile');
  const shown = await page.getByText('First line').innerText();
  expect(shown.split('\n').map((line) => line.trim())).toEqual(['First line', 'Second line', '', 'Third, after a blank one']);
});

test('HTML in the texts is shown as text and does nothing', async ({ page, person }) => {
  const bio = '<script>document.title = "owned"</script><b>bold</b> &amp; <img src=x onerror="document.title=1">';
  const name = `</title></textarea><i>Nora</i>`;
  await openEditForm(page);
  await box(page, 'Bio').fill(bio);
  await box(page, 'Display name').fill(name);
  await save(page);
  await expect(box(page, 'Bio')).toHaveValue(bio);
  await expect(box(page, 'Display name')).toHaveValue(name);
  await page.goto('/profile');
  await expect(page.getByText(bio, { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page).toHaveTitle('Your profile · Matricula');
  expect(await readProfile(person)).toHaveProperty('bio', bio);
});

test('the longest texts are taken, counted in characters, and do not widen the page', async ({ page, person }) => {
  const texts = {
    'First name': 'N'.repeat(100),
    'Last name': '🎓'.repeat(100),
    Headline: 'w'.repeat(100),
    Bio: '🎓'.repeat(999) + '.',
    Location: 'L'.repeat(100),
  };
  await openEditForm(page);
  for (const [name, value] of Object.entries(texts)) await box(page, name).fill(value);
  await save(page);
  for (const [name, value] of Object.entries(texts)) await expect(box(page, name)).toHaveValue(value);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 720 });
    for (const path of ['/profile', '/profile/edit']) {
      await page.goto(path);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wider, `${path} at ${width} px`).toBeLessThanOrEqual(0);
    }
  }
  expect(await readProfile(person)).toHaveProperty('bio', texts.Bio);
});

test('one character too many is refused with the limit named, and kept in the box', async ({ page, person }) => {
  await openEditForm(page);
  await box(page, 'Bio').fill('🎓'.repeat(1001));
  await pressSave(page);
  await expect(summary(page).getByRole('link')).toHaveText(['Bio can have at most 1000 characters']);
  await expect(box(page, 'Bio')).toHaveValue('🎓'.repeat(1001));
  expect(await readProfile(person)).not.toHaveProperty('bio');
});

test('text from right to left reads from the right, in the form and on the profile', async ({ page, person }) => {
  const bio = 'أجمع الخرائط القديمة.';
  await openEditForm(page);
  await box(page, 'Bio').fill(bio);
  await box(page, 'First name').fill('ليلى');
  await save(page);
  await expect(box(page, 'Bio')).toHaveValue(bio);
  for (const name of ['Bio', 'First name']) {
    const direction = await box(page, name).evaluate((control) => getComputedStyle(control).direction);
    expect.soft(direction, `direction of ${name}`).toBe('rtl');
  }
  await page.goto('/profile');
  await expect(page.getByRole('heading', { level: 1, name: 'ليلى' })).toBeVisible();
  const distance = await page.getByText(bio).evaluate((paragraph) => {
    const text = document.createRange();
    text.selectNodeContents(paragraph);
    return paragraph.getBoundingClientRect().right - text.getBoundingClientRect().right;
  });
  expect(distance, 'the text begins at the right edge').toBeLessThan(4);
  expect(await readProfile(person)).toMatchObject({ bio, firstName: 'ليلى' });
});

test('characters that turn the order of reading around are taken out', async ({ page, person }) => {
  await openEditForm(page);
  await box(page, 'Headline').fill('photo_\u202Egnp.exe');
  await save(page);
  await expect(box(page, 'Headline')).toHaveValue('photo_gnp.exe');
  expect(await readProfile(person)).toHaveProperty('headline', 'photo_gnp.exe');
});

test('usernames are saved in small letters, and spaces around texts go', async ({ page, person }) => {
  const username = `Nora-${person.id.slice(-12)}`;
  await openEditForm(page);
  await box(page, 'Username').fill(` ${username} `);
  await box(page, 'Location').fill('  Girona ');
  await save(page);
  await expect(box(page, 'Username')).toHaveValue(username.toLowerCase());
  await expect(box(page, 'Location')).toHaveValue('Girona');
});

test('Enter in a box saves', async ({ page, person }) => {
  await openEditForm(page);
  await box(page, 'Headline').fill(`Hello from ${person.firstName}`);
  await box(page, 'Headline').press('Enter');
  await expect(page.getByRole('status')).toHaveText('Saved');
  await expect(box(page, 'Headline')).toHaveValue('Hello from Nora');
});
