import type { Page } from '@playwright/test';
import { box, openEditForm } from './support/edit-form';
import { expect, test } from './support/journey';
import { newEmail, PASSWORD, signIn } from './support/people';
import { languages, localeOf, states, type Language } from './support/states';

const START = { en: 'Your place on the learning platform', es: 'Tu lugar en la plataforma de aprendizaje' };

test.describe('with no choice made', () => {
  for (const [locale, language] of [
    ['es-MX', 'es'],
    ['en-US', 'en'],
    ['fr-FR', 'en'],
  ] as [string, Language][]) {
    test(`a browser that asks for ${locale} gets ${language}`, async ({ anotherBrowser }) => {
      const page = await (await anotherBrowser({ locale })).newPage();
      await page.goto('/');
      await expectLanguage(page, language);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(START[language]);
    });
  }
});

test('the switch lists the languages in their own words, stays on the page and survives a reload', async ({ page }) => {
  await page.goto('/sign-in?return_to=/profile/edit');
  const choice = page.getByRole('form', { name: /^(Language|Idioma)$/ }).getByRole('button');
  await expect(choice).toHaveText(['English', 'Español']);
  await expect(choice.nth(0)).toHaveAttribute('aria-current', 'true');
  await expect(choice.nth(1)).toHaveAttribute('lang', 'es');
  await choice.nth(1).click();
  await expect(page).toHaveURL('/sign-in?return_to=/profile/edit');
  await expectLanguage(page, 'es');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Iniciar sesión');
  await page.reload();
  await expectLanguage(page, 'es');
  await expect(choice.nth(1)).toHaveAttribute('aria-current', 'true');
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Página no encontrada');
});

test('the language goes along to the auth-service and comes back with the new account', async ({ page }) => {
  await page.goto('/');
  await switchTo(page, 'Español');
  await page.getByRole('main').getByRole('button', { name: 'Iniciar sesión' }).click();
  await page.getByRole('link', { name: 'Crear una cuenta' }).click();
  await page.getByRole('textbox', { name: 'Nombre' }).fill('Nora');
  await page.getByRole('textbox', { name: 'Apellidos' }).fill('Nueva');
  await page.getByRole('textbox', { name: 'Correo electrónico' }).fill(newEmail());
  await page.getByLabel('Contraseña').fill(PASSWORD);
  await page.getByRole('button', { name: 'Crear una cuenta' }).click();
  await expect(page).toHaveURL('/profile');
  await expectLanguage(page, 'es');
  await expect(page.getByRole('heading', { name: 'Sobre ti' })).toBeVisible();
});

test('a choice made before signing in holds afterwards', async ({ page, context, person }) => {
  await page.goto('/profile');
  await expectLanguage(page, 'en');
  await context.clearCookies();
  await page.goto('/');
  await switchTo(page, 'Español');
  await signIn(context, person);
  await page.goto('/profile');
  await expectLanguage(page, 'es');
});

test('a choice made while signed in is a setting: it holds in every browser', async ({ page, person, anotherBrowser }) => {
  await page.goto('/profile');
  await switchTo(page, 'Español');
  await expect(page).toHaveURL('/profile');
  await expectLanguage(page, 'es');
  await page.goto('/profile/edit');
  await expect(page.getByRole('combobox', { name: 'Idioma' })).toHaveValue('es');
  const elsewhere = await anotherBrowser({ locale: 'en-GB' });
  await signIn(elsewhere, person);
  const other = await elsewhere.newPage();
  await other.goto('/profile');
  await expectLanguage(other, 'es');
});

test('the language chosen in the form is the language of the page that says Saved', async ({ page, person }) => {
  await openEditForm(page);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Español');
  await box(page, 'Headline').fill(person.firstName);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('Guardado');
  await expectLanguage(page, 'es');
  await page.goto('/');
  await expectLanguage(page, 'es');
});

test.describe('no word of one language is left in the other on', () => {
  for (const state of states.filter(({ isShared }) => !isShared)) {
    test(state.name, { tag: state.needsScript ? '@js' : [] }, async ({ anotherBrowser }) => {
      const [english, spanish] = await Promise.all(
        languages.map(async (language) => {
          const page = await (await anotherBrowser({ locale: localeOf[language] })).newPage();
          await state.open(page, language);
          await expectLanguage(page, language);
          await expect(page).toHaveTitle(state.title[language]);
          return wordsOn(page);
        }),
      );
      const wordsInBoth = english.filter((text) => WORD.test(text) && spanish.includes(text) && !SAME_IN_BOTH.test(text));
      expect(wordsInBoth).toEqual([]);
      expect(spanish.length, 'as much is said in both languages').toBe(english.length);
    });
  }
});

const WORD = /\p{L}{3}/u;
/** Names of people and of the product, addresses, and what both languages call the same. */
const SAME_IN_BOTH = /^((Nora Nueva · |(Error: )?41 · )?Matricula|Alan Admin|42\.example|General|Nora|Nueva|Nora Nueva|@?n[0-9a-f]{12}|UTC|GMT|Asia|Australia|No|\S+@example\.test|https:\S+|\/people\/\S+)$/;

/** Every text and label, but what says which language it is in. */
async function wordsOn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (!element || element.closest('script, style')) continue;
      if (element.closest('[lang]') !== document.documentElement) continue;
      // Places in the list of time zones bear the names of the database of time zones.
      if (element.matches('optgroup option, select[name="timezone"] > option')) continue;
      if (node instanceof Text) found.push(node.data);
      else for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'label']) found.push(element.getAttribute(name) ?? '');
    }
    return found.map((text) => text.trim().replace(/\s+/g, ' '));
  });
  return texts.filter((text) => text !== '');
}

async function switchTo(page: Page, language: string): Promise<void> {
  await page.getByRole('contentinfo').getByRole('button', { name: language }).click();
}

async function expectLanguage(page: Page, language: Language): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}
