// Every page in every state that it can be in, in both languages, for the journeys that look at all of them.

import { expect, type BrowserContext, type Page } from '@playwright/test';
import { setStatus } from './database';
import { PICTURE } from './journey';
import { register, type Person } from './people';
import { changeProfile } from './rest';

export type Language = 'en' | 'es';
export const languages: Language[] = ['en', 'es'];
export const localeOf: Record<Language, string> = { en: 'en-GB', es: 'es-ES' };

export interface State {
  name: string;
  title: Record<Language, string>;
  /** Another state that differs from this one in words alone. */
  looksLike?: string;
  open: (page: Page, language: Language) => Promise<Person | void>;
}

/** What the pages call the things that are pressed and typed into on the way to a state. */
const words = {
  en: { save: 'Save', username: 'Username', phone: 'Phone', headline: 'Headline', menu: /^Account menu/, link: 'Link 1', address: 'Address' },
  es: { save: 'Guardar', username: 'Nombre de usuario', phone: 'Teléfono', headline: 'Titular', menu: /^Menú de la cuenta/, link: 'Enlace 1', address: 'Dirección' },
};

export const states: State[] = [
  {
    name: 'the start page',
    title: { en: 'Your place on the learning platform · Matricula', es: 'Tu lugar en la plataforma de aprendizaje · Matricula' },
    open: visit('/'),
  },
  {
    name: 'sign-in',
    title: { en: 'Sign in · Matricula', es: 'Iniciar sesión · Matricula' },
    open: visit('/sign-in?return_to=/profile/edit'),
  },
  ...['unavailable', 'failed', 'registration_closed', 'suspended'].map((word) => ({
    name: `sign-in that went wrong (${word})`,
    looksLike: word === 'unavailable' ? undefined : 'sign-in that went wrong (unavailable)',
    title: { en: 'Error: Sign in · Matricula', es: 'Error: Iniciar sesión · Matricula' },
    open: visit(`/sign-in?error=${word}`),
  })),
  {
    name: 'a page that is not there',
    title: { en: 'Page not found · Matricula', es: 'Página no encontrada · Matricula' },
    open: visit('/nowhere'),
  },
  {
    name: 'the profile of somebody new',
    title: { en: 'Your profile · Matricula', es: 'Tu perfil · Matricula' },
    open: signedIn('/profile'),
  },
  {
    name: 'a complete profile',
    title: { en: 'Your profile · Matricula', es: 'Tu perfil · Matricula' },
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await changeProfile(person, complete(person));
      await page.goto('/profile');
      return person;
    },
  },
  {
    name: 'the profile with the account menu open',
    title: { en: 'Your profile · Matricula', es: 'Tu perfil · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/profile')(page, language);
      await page.getByRole('button', { name: words[language].menu }).click();
      return person;
    },
  },
  {
    name: 'the empty form',
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: signedIn('/profile/edit'),
  },
  {
    name: 'the form, filled and just saved',
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await changeProfile(person, complete(person));
      await page.goto('/profile/edit');
      await pressSave(page, language);
      await expect(page.getByRole('status')).toHaveText({ en: 'Saved', es: 'Guardado' }[language]);
      return person;
    },
  },
  {
    name: 'the form with errors',
    title: { en: 'Error: Edit profile · Matricula', es: 'Error: Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/profile/edit')(page, language);
      await page.getByRole('textbox', { name: words[language].username }).fill('n!');
      await page.getByRole('textbox', { name: words[language].phone }).fill('12');
      const row = page.getByRole('group', { name: words[language].link });
      await row.getByRole('textbox', { name: words[language].address }).fill('here');
      await pressSave(page, language);
      await expect(page).toHaveTitle(/^Error: /);
      return person;
    },
  },
  {
    name: 'the form that was overtaken',
    title: { en: 'Error: Edit profile · Matricula', es: 'Error: Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await page.goto('/profile/edit');
      await page.getByRole('textbox', { name: words[language].headline }).fill('2026');
      await changeProfile(person, { headline: '2027', location: '41', visibility: 'private', discoverable: false });
      await pressSave(page, language);
      await expect(page).toHaveTitle(/^Error: /);
      return person;
    },
  },
  {
    name: 'sign-in with a draft kept',
    title: { en: 'Sign in · Matricula', es: 'Iniciar sesión · Matricula' },
    open: keepDraft,
  },
  {
    name: 'the form with a draft',
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await keepDraft(page, language);
      // The auth-service still knows them: one button is enough.
      await page.getByRole('main').getByRole('button').click();
      await expect(page).toHaveURL('/profile/edit');
      return person;
    },
  },
  {
    name: 'sign-out',
    title: { en: 'Sign out? · Matricula', es: '¿Cerrar sesión? · Matricula' },
    open: signedIn('/sign-out'),
  },
  {
    name: 'a suspended account',
    title: { en: 'Your account is suspended · Matricula', es: 'Tu cuenta está suspendida · Matricula' },
    open: shutOut('suspended'),
  },
  {
    name: 'an account that is switched off',
    looksLike: 'a suspended account',
    title: { en: 'Your account is switched off · Matricula', es: 'Tu cuenta está desactivada · Matricula' },
    open: shutOut('inactive'),
  },
];

function visit(path: string) {
  return async (page: Page) => {
    await page.goto(path);
  };
}

function signedIn(path: string) {
  return async (page: Page, language: Language) => {
    const person = await register(page.context(), { language });
    await page.goto(path);
    return person;
  };
}

function shutOut(status: 'suspended' | 'inactive') {
  return async (page: Page, language: Language) => {
    const person = await register(page.context(), { language });
    await setStatus(person.id, status);
    // The server believes the old status for some seconds.
    const seen = () => statusOf(page.context());
    await expect.poll(seen, { timeout: 15_000 }).toBe(403);
    await page.goto('/profile');
    return person;
  };
}

async function statusOf(context: BrowserContext): Promise<number> {
  return (await context.request.get('/profile')).status();
}

async function keepDraft(page: Page, language: Language): Promise<Person> {
  const person = await register(page.context(), { language });
  await page.goto('/profile/edit');
  await page.getByRole('textbox', { name: words[language].headline }).fill('2026');
  await page.context().clearCookies({ name: /session$/ });
  await pressSave(page, language);
  await expect(page).toHaveURL('/sign-in?return_to=/profile/edit');
  return person;
}

async function pressSave(page: Page, language: Language): Promise<void> {
  await page.getByRole('button', { name: words[language].save, exact: true }).click();
}

/** Everything filled in; with nothing that is a word of one language. */
function complete(person: Person): object {
  return {
    username: `n${person.id.slice(-12)}`,
    displayName: '41',
    headline: '2026',
    bio: '1 2 3\n\n4 5 6',
    location: '41° 59′',
    phone: '+34600123456',
    avatarUrl: PICTURE,
    skills: ['1', '2'],
    links: [{ label: '42', url: 'https://42.example/' }],
    visibility: 'public',
    discoverable: false,
  };
}
