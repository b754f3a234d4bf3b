// People whom the directory lists, and what becomes of them behind the service's back.

import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { Browser, BrowserContext } from '@playwright/test';
import { register, type Person } from './people';
import { databaseUrl } from './places';
import { changeProfile } from './rest';

const pool = new Pool({ connectionString: databaseUrl, max: 1, allowExitOnIdle: true });

/** So many people with this word in their names, who never signed in themselves. */
export async function addPeople(word: string, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    await pool.query(
      `WITH person AS (
           INSERT INTO users (id, tenant_id, auth_id, email, created_at, updated_at)
           SELECT $1, min(tenant_id::text)::uuid, gen_random_uuid(), $2, now(), now() FROM users
           RETURNING id, tenant_id)
       INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name)
       SELECT id, tenant_id, $3, $4 FROM person`,
      [randomUUID(), `${randomUUID()}@example.test`, word, String(n).padStart(3, '0')],
    );
  }
}

export async function setRole(person: Person, role: 'student' | 'instructor' | 'admin'): Promise<void> {
  await pool.query('UPDATE users SET role = $2, version = version + 1 WHERE id = $1', [person.id, role]);
}

/** Somebody else, signed in in no browser, with this profile; their username is unique. */
export async function addPerson(browser: Browser | null, changes: object, names = {}): Promise<Person & { username: string }> {
  if (!browser) throw new Error('the context belongs to no browser');
  const context = await browser.newContext();
  const person = await register(context, names);
  await context.close();
  const username = `n${person.id.slice(-12)}`;
  await changeProfile(person, { username, ...changes });
  return { ...person, username };
}

/** The page of a person as somebody gets it who reads no more than HTML, without what differs in every answer. */
export async function read(context: BrowserContext, path: string): Promise<{ status: number; robots?: string; html: string }> {
  const answer = await context.request.get(path);
  const asParameter = path.replaceAll('%', '%25');
  const html = (await answer.text()).replaceAll(asParameter, '<here>').replaceAll(path, '<here>');
  return { status: answer.status(), robots: answer.headers()['x-robots-tag'], html: html.replace(/nonce="[^"]*"/g, '') };
}
