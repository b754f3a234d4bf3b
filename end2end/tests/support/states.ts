// Every page in every state that it can be in, in both languages, for the journeys that look at all of them.

import { expect, type BrowserContext, type Page, type Route } from '@playwright/test';
import { move, newWord, publish, take } from './courses';
import { setStatus } from './database';
import { insightStates } from './insight-states';
import { PICTURE } from './journey';
import { register, signIn, type Person } from './people';
import { peopleStates } from './people-states';
import { badFiles, plain, TEAL } from './photos';
import { privacyStates } from './privacy-states';
import { changeNotifications, changeProfile } from './rest';
import { sendHostile } from './settings';
import { teachStates } from './teach-states';
import { uploadOverRest } from './thumbnails';
import { askToUpload, pageOf } from './uploads';
import { usersStates } from './users-states';

export type Language = 'en' | 'es';
export const languages: Language[] = ['en', 'es'];
export const localeOf: Record<Language, string> = { en: 'en-GB', es: 'es-ES' };

export interface State {
  name: string;
  title: Record<Language, string>;
  /** Another state that differs from this one in words alone. */
  looksLike?: string;
  /** It shows people of other journeys too, so no two of it hold the same words. */
  isShared?: boolean;
  /** Only a script comes to it. */
  needsScript?: boolean;
  open: (page: Page, language: Language) => Promise<Person | void>;
}

/** What the pages call the things that are pressed and typed into on the way to a state. */
const words = {
  en: { save: 'Save', username: 'Username', phone: 'Phone', headline: 'Headline', menu: /^Account menu/, link: 'Link 1', address: 'Address', drop: /^Drop/, undo: /^Undo/, byId: 'Enrol by course id', remove: 'Remove photo', accept: 'Use this photo', again: 'Check again' },
  es: { save: 'Guardar', username: 'Nombre de usuario', phone: 'Teléfono', headline: 'Titular', menu: /^Menú de la cuenta/, link: 'Enlace 1', address: 'Dirección', drop: /^Abandonar/, undo: /^Deshacer/, byId: 'Matricularse con el identificador', remove: 'Quitar la foto', accept: 'Usar esta foto', again: 'Comprobar de nuevo' },
};

const ways: State[] = [
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
    name: 'the courses of somebody new',
    title: { en: 'My courses · Matricula', es: 'Mis cursos · Matricula' },
    open: signedIn('/enrollments'),
  },
  {
    name: 'courses in every state, and a search',
    title: { en: 'My courses · Matricula', es: 'Mis cursos · Matricula' },
    open: async (page, language) => {
      const { person, word } = await takeCourses(page.context(), language);
      await page.goto(`/enrollments?status=all&q=${word}`);
      return person;
    },
  },
  {
    name: 'a course that was just dropped',
    title: { en: 'My courses · Matricula', es: 'Mis cursos · Matricula' },
    open: async (page, language) => {
      const { person } = await takeCourses(page.context(), language);
      await page.goto('/enrollments');
      await page.getByRole('button', { name: words[language].drop }).first().click();
      await expect(page.getByRole('button', { name: words[language].undo })).toBeVisible();
      return person;
    },
  },
  {
    name: 'courses that no filter matches, and a search that found nothing',
    title: { en: 'My courses · Matricula', es: 'Mis cursos · Matricula' },
    open: signedIn('/enrollments?status=suspended&q=0'),
  },
  {
    name: 'the id of a course that is none',
    title: { en: 'Error: My courses · Matricula', es: 'Error: Mis cursos · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/enrollments')(page, language);
      const box = page.getByRole('group').filter({ has: page.getByText(words[language].byId) });
      await page.getByText(words[language].byId).click();
      await box.getByRole('textbox').fill('42');
      await box.getByRole('button').click();
      await expect(page).toHaveTitle(/^Error: /);
      return person;
    },
  },
  {
    name: 'the profile of somebody with courses',
    title: { en: 'Your profile · Matricula', es: 'Tu perfil · Matricula' },
    open: async (page, language) => {
      const { person } = await takeCourses(page.context(), language);
      await page.goto('/profile');
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
    name: 'the form with a photo',
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: withPhoto,
  },
  {
    name: 'the form, after the photo was removed',
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await withPhoto(page, language);
      await page.getByRole('button', { name: words[language].remove }).click();
      await expect(page.getByRole('button', { name: words[language].undo })).toBeVisible();
      return person;
    },
  },
  {
    name: 'a photo that is being cropped',
    needsScript: true,
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/profile/edit')(page, language);
      await page.locator('input[type=file]').setInputFiles(plain(TEAL));
      await expect(page.getByRole('button', { name: words[language].accept })).toBeVisible();
      return person;
    },
  },
  {
    name: 'a file that is no photo',
    needsScript: true,
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await withPhoto(page, language);
      const [large] = badFiles;
      await page.locator('input[type=file]').setInputFiles(large.make());
      await expect(page.getByRole('alert')).toBeVisible();
      return person;
    },
  },
  {
    name: 'the form of a photo, sent without a file',
    title: { en: 'Error: Edit profile · Matricula', es: 'Error: Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/profile/edit')(page, language);
      const form = page.locator('form').filter({ has: page.locator('input[type=file]') });
      await form.evaluate((form: HTMLFormElement) => form.submit());
      await expect(page).toHaveTitle(/^Error: /);
      return person;
    },
  },
  {
    name: 'a photo that is being made',
    needsScript: true,
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: async (page, language) => {
      const person = await awaitPhoto(page, language);
      await expect(page.getByRole('progressbar')).toBeVisible();
      return person;
    },
  },
  {
    name: 'a photo that is being made, before any script is there',
    title: { en: 'Edit profile · Matricula', es: 'Editar perfil · Matricula' },
    open: async (page, language) => {
      // It is never answered.
      await page.route('**/*.wasm', () => {});
      const person = await awaitPhoto(page, language);
      await expect(page.getByRole('link', { name: words[language].again })).toBeVisible();
      return person;
    },
  },
  ...peopleStates,
  {
    name: 'the settings',
    title: { en: 'General settings · Matricula', es: 'Ajustes generales · Matricula' },
    open: signedIn('/settings'),
  },
  {
    name: 'the settings with errors',
    title: { en: 'Error: General settings · Matricula', es: 'Error: Ajustes generales · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/settings')(page, language);
      await sendHostile(page, { theme: 'sepia', timezone: '2027' });
      return person;
    },
  },
  {
    name: 'the settings, just saved',
    needsScript: true,
    title: { en: 'General settings · Matricula', es: 'Ajustes generales · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/settings')(page, language);
      await page.getByRole('radio').first().click();
      await expect(page.getByRole('status')).toHaveText({ en: 'Saved', es: 'Guardado' }[language]);
      await page.getByRole('radio').last().click();
      await expect(page.locator('html')).not.toHaveAttribute('data-theme');
      await expect(page.getByRole('status')).toHaveText({ en: 'Saved', es: 'Guardado' }[language]);
      return person;
    },
  },
  {
    name: 'the settings, after the session ended',
    needsScript: true,
    title: { en: 'General settings · Matricula', es: 'Ajustes generales · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/settings')(page, language);
      await page.route('**/settings', refuseAsSignedOut);
      await page.getByRole('radio').first().click();
      await expect(page.getByRole('alert')).toContainText({ en: 'Not saved: Theme', es: 'No se ha guardado: Tema' }[language]);
      return person;
    },
  },
  {
    name: 'the notifications',
    title: { en: 'Notifications · Matricula', es: 'Notificaciones · Matricula' },
    open: signedIn('/settings/notifications'),
  },
  {
    name: 'the notifications with e-mail off and a phone',
    title: { en: 'Notifications · Matricula', es: 'Notificaciones · Matricula' },
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await changeProfile(person, { phone: '+34600123456' });
      await changeNotifications(person, { email_enabled: false, push_enabled: true });
      await page.goto('/settings/notifications');
      return person;
    },
  },
  {
    name: 'the notifications with errors',
    title: { en: 'Error: Notifications · Matricula', es: 'Error: Notificaciones · Matricula' },
    open: async (page, language) => {
      const person = await signedIn('/settings/notifications')(page, language);
      await sendHostile(page, { email_enabled: '2027', sms_enabled: '' });
      return person;
    },
  },
  ...privacyStates,
  ...teachStates,
  ...insightStates,
  ...usersStates,
  {
    name: 'the one session',
    title: { en: 'Sessions · Matricula', es: 'Sesiones · Matricula' },
    open: signedIn('/settings/sessions'),
  },
  {
    name: 'several sessions, after one was ended',
    title: { en: 'Sessions · Matricula', es: 'Sesiones · Matricula' },
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      for (const userAgent of ['Firefox/140.0 (Linux)', 'Safari/604.1 (iPhone)', '41']) {
        const elsewhere = await page.context().browser()?.newContext({ userAgent });
        if (elsewhere) await signIn(elsewhere, person);
        await elsewhere?.close();
      }
      await page.goto('/settings/sessions');
      await page.getByRole('article').last().getByRole('button').click();
      await expect(page.getByRole('status')).not.toHaveText('');
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

/** Each ends when the page is there to its last word: its title and its messages come before that. */
export const states: State[] = ways.map((state) => ({
  ...state,
  open: async (page, language) => {
    const person = await state.open(page, language);
    await page.waitForLoadState('domcontentloaded');
    return person;
  },
}));

/** Somebody with a course in each state, the titles of which have one word in common. */
async function takeCourses(context: BrowserContext, language: Language): Promise<{ person: Person; word: string }> {
  const person = await register(context, { language });
  const word = newWord();
  const [, dropped, suspended, completed, active] = await publish(...[1, 2, 3, 4, 5].map((n) => `${word} ${n}`));
  await take(person, dropped, 12.34);
  await move(person, dropped, 'dropped');
  await take(person, suspended);
  await move(person, suspended, 'suspended');
  await take(person, completed, 100);
  await take(person, active, 62.5);
  return { person, word };
}

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

/** As the server refuses whoever is signed out, but with a status that no console complains of. */
async function refuseAsSignedOut(route: Route): Promise<void> {
  const answer = await route.fetch({ headers: { ...route.request().headers(), cookie: '' } });
  await route.fulfill({ response: answer });
}

async function statusOf(context: BrowserContext): Promise<number> {
  return (await context.request.get('/profile')).status();
}

async function withPhoto(page: Page, language: Language): Promise<Person> {
  const person = await register(page.context(), { language });
  await uploadOverRest(person, plain(TEAL));
  await page.goto('/profile/edit');
  return person;
}

/** Of a photo that is never sent nothing comes for minutes. */
async function awaitPhoto(page: Page, language: Language): Promise<Person> {
  const person = await register(page.context(), { language });
  const upload = await askToUpload(person, plain(TEAL));
  await page.goto(pageOf(upload), { waitUntil: 'domcontentloaded' });
  return person;
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
