// The pages of people in every state that they can be in.

import { expect, type Page } from '@playwright/test';
import { newWord, publish, take } from './courses';
import { addPeople, setRole } from './directory';
import { addPerson } from './members';
import { register, type Person } from './people';
import { plain, TEAL } from './photos';
import type { Language, State } from './states';
import { uploadOverRest } from './thumbnails';

const DIRECTORY = { en: 'People · Matricula', es: 'Personas · Matricula' };
const SOMEBODY = { en: '41 · Matricula', es: '41 · Matricula' };
const NOBODY = { en: 'Page not found · Matricula', es: 'Página no encontrada · Matricula' };

/** What a profile can hold; with nothing that is a word of one language. */
const ABOUT = {
  displayName: '41',
  headline: '2026',
  bio: '1 2 3\n\n4 5 6',
  location: '41° 59′',
  skills: ['1', '2', '3', '4', '5', '6'],
  links: [{ label: '42', url: 'https://42.example/' }],
  visibility: 'public',
  discoverable: false,
};

export const peopleStates: State[] = [
  {
    name: 'the directory, with people of the same course',
    title: DIRECTORY,
    isShared: true,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      const [course] = await publish(newWord());
      await take(person, course);
      for (const headline of ['41', '42 '.repeat(33).trim()]) {
        await take(await addPerson(page.context().browser(), { headline }), course);
      }
      await page.goto('/people');
      await expect(page.getByRole('region')).toHaveCount(2);
      return person;
    },
  },
  {
    name: 'people who were found',
    title: DIRECTORY,
    open: async (page, language) => {
      const word = newWord();
      await addPeople(word, 41);
      const teacher = await addPerson(page.context().browser(), { ...ABOUT, displayName: `${word} 0`, discoverable: true });
      await setRole(teacher, 'instructor');
      await uploadOverRest(teacher, plain(TEAL));
      return open(page, language, `/people?search=${word}`);
    },
  },
  {
    name: 'a later page of people who were found',
    title: DIRECTORY,
    open: async (page, language) => {
      const word = newWord();
      await addPeople(word, 41);
      const person = await open(page, language, `/people?search=${word}`);
      await page.getByRole('navigation').getByRole('link').click();
      await expect(page).toHaveURL(/cursor=/);
      return person;
    },
  },
  {
    name: 'a search for people that found nobody',
    title: DIRECTORY,
    open: (page, language) => open(page, language, `/people?role=student&skill=${newWord()}`),
  },
  {
    name: 'a search for people that is too long',
    title: { en: 'Error: People · Matricula', es: 'Error: Personas · Matricula' },
    open: (page, language) => open(page, language, `/people?search=${'4'.repeat(101)}&skill=${'2'.repeat(51)}`),
  },
  {
    name: 'somebody with the menu open',
    title: SOMEBODY,
    open: async (page, language) => {
      const person = await openSomebody(page, language);
      await page.locator('summary').click();
      await expect(page.locator('#field-note')).toBeVisible();
      return person;
    },
  },
  {
    name: 'a block with a note that is too long',
    title: { en: 'Error: 41 · Matricula', es: 'Error: 41 · Matricula' },
    open: async (page, language) => {
      const person = await openSomebody(page, language);
      await page.locator('summary').click();
      await page.locator('#field-note').fill('4'.repeat(251));
      await page.locator('form').filter({ has: page.locator('#field-note') }).getByRole('button').click();
      await expect(page).toHaveTitle(/^Error: /);
      return person;
    },
  },
  {
    name: 'somebody who teaches, for whoever is not signed in',
    title: SOMEBODY,
    open: async (page) => {
      const teacher = await addPerson(page.context().browser(), ABOUT);
      await setRole(teacher, 'instructor');
      await uploadOverRest(teacher, plain(TEAL));
      await page.goto(`/people/${teacher.username}`);
    },
  },
  {
    name: 'nobody, for whoever is not signed in',
    title: NOBODY,
    open: async (page) => {
      await page.goto('/people/41');
    },
  },
  {
    name: 'my own page',
    title: { en: 'Nora Nueva · Matricula', es: 'Nora Nueva · Matricula' },
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await page.goto(`/people/${person.id}`);
      return person;
    },
  },
];

async function open(page: Page, language: Language, path: string): Promise<Person> {
  const person = await register(page.context(), { language });
  await page.goto(path);
  return person;
}

async function openSomebody(page: Page, language: Language): Promise<Person> {
  const somebody = await addPerson(page.context().browser(), ABOUT);
  return open(page, language, `/people/${somebody.username}`);
}
