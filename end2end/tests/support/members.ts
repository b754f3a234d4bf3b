// Others, as the directory finds them.

import type { BrowserContext } from '@playwright/test';
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
  for (const profile of profiles) {
    const context = await anotherBrowser();
    const person = await register(context);
    await changeProfile(person, profile);
    joined.push({ ...person, ...profile });
    await context.close();
  }
  return joined;
}
