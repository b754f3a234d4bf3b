// The server's own tables: to learn ids, and to bring about what no page can yet.

import { Client, Pool } from 'pg';
import { databaseUrl } from './places';

export const pool = new Pool({ connectionString: databaseUrl, max: 1, allowExitOnIdle: true });

export async function idsOf(email: string): Promise<{ id: string; authId: string }> {
  const found = await pool.query('SELECT id, auth_id FROM users WHERE email = $1', [email]);
  if (found.rows.length !== 1) throw new Error(`${email} has ${found.rows.length} accounts`);
  return { id: found.rows[0].id, authId: found.rows[0].auth_id };
}

export async function isKnownCourse(id: string): Promise<boolean> {
  const found = await pool.query('SELECT FROM courses WHERE id = $1 AND published_at IS NOT NULL', [id]);
  return found.rows.length === 1;
}

/** Behind the service's back: its cache believes the old status for some seconds more. */
export async function setStatus(userId: string, status: 'active' | 'inactive' | 'suspended' | 'deleted'): Promise<void> {
  await pool.query('UPDATE users SET status = $2, version = version + 1 WHERE id = $1', [userId, status]);
}

/** Makes every change of this person wait until the test lets it go. */
export async function holdChanges(userId: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [userId]);
  return () => client.end();
}
