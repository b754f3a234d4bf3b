// Entries of the audit log: what was done long ago, and by whom no journey can be.

import { randomUUID } from 'node:crypto';
import { pool } from './database';
import type { Person } from './people';

export interface Noted {
  at: string;
  action?: string;
  actor?: { kind: 'user' | 'service' | 'system'; id: string };
  target?: { kind: string; id: string };
  changes?: { field: string; before?: unknown; after?: unknown }[];
}

/** Notes what somebody did to themselves, unless it is said otherwise. */
export async function note(person: Person, ...all: Noted[]): Promise<void> {
  for (const { at, action = 'user.updated', actor, target, changes = [] } of all) {
    await pool.query(
      `INSERT INTO audit_log (id, tenant_id, at, actor_kind, actor_id, action, target_kind, target_id, changes, request_id)
       SELECT $2, tenant_id, $3, $4, $5, $6, $7, $8, $9, $10 FROM users WHERE id = $1`,
      [person.id, randomUUID(), at, actor?.kind ?? 'user', actor?.id ?? person.id, action, target?.kind ?? 'user', target?.id ?? person.id, JSON.stringify(changes), randomUUID()],
    );
  }
}

/** How many entries there are of what was done to somebody. */
export async function countAbout(person: Person): Promise<number> {
  const found = await pool.query('SELECT count(*)::int FROM audit_log WHERE target_id = $1', [person.id]);
  return found.rows[0].count;
}
