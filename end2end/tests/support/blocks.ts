// Blocks over REST: how another program makes and reads them; and many at once, past the service.

import { expect, request } from '@playwright/test';
import { pool } from './database';
import { tokenOf, type Person } from './people';
import { site } from './places';

export async function block(person: Person, other: Person, note?: string): Promise<void> {
  const { status, body } = await call(person, 'POST', { userId: other.id, note });
  expect(status, body).toBe(201);
}

/** Whom the person has blocked and why, the newest first. */
export async function readBlocks(person: Person): Promise<{ id: string; note?: string }[]> {
  const { body } = await call(person, 'GET');
  const blocks: { user: { id: string }; note?: string }[] = JSON.parse(body).data;
  return blocks.map(({ user, note }) => ({ id: user.id, note }));
}

/** Blocks everybody of this first name, whose last names are numbers: one a second, every other one with a note. */
export async function blockAll(person: Person, firstName: string, note: string): Promise<void> {
  await pool.query(
    `INSERT INTO blocked_users (tenant_id, blocker_id, blocked_id, note, created_at)
     SELECT tenant_id, $1, user_id, CASE WHEN last_name::int % 2 = 0 THEN $3 END, now() - last_name::int * interval '1 second'
     FROM user_profiles WHERE first_name = $2`,
    [person.id, firstName, note],
  );
}

async function call(person: Person, method: string, data?: object): Promise<{ status: number; body: string }> {
  const api = await request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${tokenOf(person)}` } });
  const answer = await api.fetch(`${site}/api/v1/users/me/blocks`, { method, data });
  const said = { status: answer.status(), body: await answer.text() };
  await api.dispose();
  return said;
}
