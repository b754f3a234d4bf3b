// Others, as the directory finds them.

import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext } from '@playwright/test';
import { register, type Person } from './people';
import { changeProfile } from './rest';

/** A name that nobody else has, nor one like it. */
export function newName(): string {
  const letter = () => String.fromCharCode(97 + Math.floor(Math.random() * 26));
  const letters = Array.from({ length: 12 }, letter).join('');
  return letters[0].toUpperCase() + letters.slice(1);
}

/** People who join in browsers of their own, one after the other, with these things in their profiles. */
export async function join<Profile extends object>(
  anotherBrowser: () => Promise<BrowserContext>,
  ...profiles: Profile[]
): Promise<(Person & Profile)[]> {
  const joined = [];
  for (const profile of profiles) joined.push(await joinIn(await anotherBrowser(), profile));
  return joined;
}

/** Somebody else, signed in in no browser, with this profile and a username that nobody else has. */
export async function addPerson(browser: Browser | null, profile: object, names = {}): Promise<Person & { username: string }> {
  if (!browser) throw new Error('the context belongs to no browser');
  const username = `n${randomUUID().slice(-12)}`;
  return joinIn(await browser.newContext(), { username, ...profile }, names);
}

/** Joins in a browser that nobody uses afterwards. */
async function joinIn<Profile extends object>(context: BrowserContext, profile: Profile, names = {}): Promise<Person & Profile> {
  const person = await register(context, names);
  await context.close();
  await changeProfile(person, profile);
  return { ...person, ...profile };
}
