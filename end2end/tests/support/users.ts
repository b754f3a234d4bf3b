// Users as admins list them, made behind the service's back so that there are many at once.

import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { pool } from './database';

export interface User {
  id: string;
  name: string;
  email: string;
}

export interface NewUser {
  firstName?: string;
  role?: 'student' | 'instructor' | 'admin';
  status?: 'active' | 'inactive' | 'suspended';
  /** How many hours ago the account was made. */
  age?: number;
  /** How many hours ago the person was last seen; without it they never were. */
  seen?: number;
}

/** People with this last name, who never signed in themselves. */
export async function addUsers(lastName: string, users: NewUser[]): Promise<User[]> {
  const added: User[] = [];
  for (const [n, { firstName = String(n + 1).padStart(3, '0'), role = 'student', status = 'active', age = 0, seen }] of users.entries()) {
    const [id, email] = [randomUUID(), `${randomUUID()}@example.test`];
    await pool.query(
      `WITH person AS (
           INSERT INTO users (id, tenant_id, auth_id, email, role, status, created_at, updated_at, last_active_at)
           SELECT $1, min(tenant_id::text)::uuid, gen_random_uuid(), $2, $3, $4, now() - make_interval(hours => $5), now(),
                  now() - make_interval(hours => $6) FROM users
           RETURNING id, tenant_id)
       INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name)
       SELECT id, tenant_id, $7, $8 FROM person`,
      [id, email, role, status, age, seen ?? null, firstName, lastName],
    );
    added.push({ id, email, name: `${firstName} ${lastName}` });
  }
  return added;
}

/** So many of the same kind. */
export function many(count: number, user: NewUser = {}): NewUser[] {
  return Array.from({ length: count }, () => user);
}

/** Behind the service's back, as another part of the platform might. */
export async function setRoleOf(id: string, role: string): Promise<void> {
  await pool.query('UPDATE users SET role = $2, version = version + 1 WHERE id = $1', [id, role]);
}

export async function rolesOf(users: { id: string }[]): Promise<string[]> {
  const found = await pool.query('SELECT id, role FROM users WHERE id = ANY ($1)', [users.map(({ id }) => id)]);
  const roles = new Map(found.rows.map(({ id, role }) => [id, role]));
  return users.map(({ id }) => roles.get(id));
}

export async function eventsOf(id: string, type: string): Promise<number> {
  const found = await pool.query('SELECT count(*)::int AS count FROM outbox_events WHERE user_id = $1 AND type = $2', [id, type]);
  return found.rows[0].count;
}

/** What the audit log says was done by somebody. */
export async function entriesOf(actor: string, action: string): Promise<{ target: string; changes: { field: string; after?: unknown }[] }[]> {
  const found = await pool.query('SELECT target_id AS target, changes FROM audit_log WHERE actor_id = $1 AND action = $2 ORDER BY at, id', [actor, action]);
  return found.rows;
}

/** The names in the table, from top to bottom. */
export function names(page: Page): Locator {
  return page.getByRole('rowheader').getByRole('link');
}

/** The head of a column. */
export function column(page: Page, name: string): Locator {
  return page.getByRole('columnheader', { name, exact: true });
}

export function pick(page: Page, user: User): Locator {
  return page.getByRole('checkbox', { name: `Select ${user.name}` });
}

/** The form that searches, apart from that of the top bar. */
export function search(page: Page): Locator {
  return page.getByRole('main').getByRole('search');
}

export function pageOf(user: { id: string }): string {
  return `/admin/users/${user.id}`;
}
