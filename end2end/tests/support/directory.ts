// People whom the directory lists, and what becomes of them behind the service's back.

import { randomUUID } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import { pool } from './database';
import type { Person } from './people';

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

/** The page of a person as somebody gets it who reads no more than HTML, without what differs in every answer. */
export async function read(context: BrowserContext, path: string): Promise<{ status: number; robots?: string; html: string }> {
  const answer = await context.request.get(path);
  const asParameter = path.replaceAll('%', '%25');
  const html = (await answer.text()).replaceAll(asParameter, '<here>').replaceAll(path, '<here>');
  return { status: answer.status(), robots: answer.headers()['x-robots-tag'], html: html.replace(/nonce="[^"]*"/g, '') };
}
