// The states of /settings/privacy and /settings/blocked.

import { expect, type Page } from '@playwright/test';
import { block, blockAll } from './blocks';
import { newWord } from './courses';
import { addPeople } from './directory';
import { PICTURE } from './journey';
import { register, type Person } from './people';
import { changeProfile } from './rest';
import { sendHostile } from './settings';
import type { Language, State } from './states';

const privacy = { en: 'Privacy · Matricula', es: 'Privacidad · Matricula' };
const blocked = { en: 'Blocked people · Matricula', es: 'Personas bloqueadas · Matricula' };
const NOTE = '4 8 15 16 23 42 '.repeat(6).trim();
const wrong = ({ en, es }: Record<Language, string>) => ({ en: `Error: ${en}`, es: `Error: ${es}` });

export const privacyStates: State[] = [
  {
    name: 'privacy, and what is seen of somebody new without signing in',
    title: privacy,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await page.goto('/settings/privacy');
      return person;
    },
  },
  {
    name: 'privacy, and what members see of a complete profile',
    title: privacy,
    open: (page, language) => openFilled(page, language, 'member'),
  },
  {
    name: 'privacy, and what is seen over a block of somebody who is not listed',
    title: privacy,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await changeProfile(person, { visibility: 'private', discoverable: false });
      await page.goto('/settings/privacy?as=blocked');
      return person;
    },
  },
  {
    name: 'privacy, changed since the view was drawn',
    title: privacy,
    open: async (page, language) => {
      const person = await openFilled(page, language, 'member');
      await page.getByRole('radio').last().click();
      await expect(page.getByRole('link', { name: { en: 'Look again', es: 'Ver de nuevo' }[language] })).toBeVisible();
      return person;
    },
  },
  {
    name: 'privacy with errors',
    title: wrong(privacy),
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await page.goto('/settings/privacy?as=member');
      await sendHostile(page, { visibility: '2027', discoverable: '2027' });
      return person;
    },
  },
  {
    name: 'nobody who is blocked',
    title: blocked,
    open: async (page, language) => {
      const person = await register(page.context(), { language });
      await page.goto('/settings/blocked');
      return person;
    },
  },
  {
    name: 'blocked people, after one was unblocked',
    title: blocked,
    open: async (page, language) => {
      const { person } = await openBlocked(page, language, 3);
      await unblockFirst(page, language);
      return person;
    },
  },
  {
    name: 'blocked people, several pages of them, and a search',
    title: blocked,
    open: async (page, language) => {
      const word = newWord();
      await addPeople(word, 21);
      const person = await register(page.context(), { language });
      await blockAll(person, word, NOTE);
      await page.goto(`/settings/blocked?search=${word}`);
      await expect(page.getByRole('article')).toHaveCount(20);
      return person;
    },
  },
  {
    name: 'blocked people, none of whom a search finds',
    title: blocked,
    open: async (page, language) => {
      const { person } = await openBlocked(page, language, 1);
      await page.goto('/settings/blocked?search=41');
      return person;
    },
  },
  {
    name: 'blocked people, one of whom cannot be blocked again',
    title: wrong(blocked),
    open: async (page, language) => {
      const { person, others } = await openBlocked(page, language, 2);
      await unblockFirst(page, language);
      await changeProfile(others[1], { visibility: 'private' });
      await page.getByRole('main').getByRole('status').getByRole('button').click();
      await expect(page).toHaveTitle(/^Error: /);
      return person;
    },
  },
];

async function openFilled(page: Page, language: Language, onlooker: string): Promise<Person> {
  const person = await register(page.context(), { language });
  await changeProfile(person, {
    username: `n${person.id.slice(-12)}`,
    displayName: '41',
    headline: '2026',
    bio: '1 2 3\n\n4 5 6',
    location: '41° 59′',
    avatarUrl: PICTURE,
    skills: ['1', '2'],
    links: [{ label: '42', url: 'https://42.example/' }],
  });
  await page.goto(`/settings/privacy?as=${onlooker}`);
  return person;
}

/** Somebody who has blocked so many people of the same name, every other one with a note. */
async function openBlocked(page: Page, language: Language, count: number): Promise<{ person: Person; others: Person[] }> {
  const others: Person[] = [];
  for (let n = 0; n < count; n += 1) {
    others.push(await register(page.context()));
    await page.context().clearCookies();
  }
  const person = await register(page.context(), { language });
  for (const [n, other] of others.entries()) {
    await block(person, other, n % 2 === 0 ? NOTE : undefined);
  }
  await page.goto('/settings/blocked');
  return { person, others };
}

async function unblockFirst(page: Page, language: Language): Promise<void> {
  await page.getByRole('article').first().getByRole('button').click();
  const name = { en: /^Undo/, es: /^Deshacer/ }[language];
  await expect(page.getByRole('main').getByRole('status').getByRole('button', { name })).toBeVisible();
}
