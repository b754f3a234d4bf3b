// A past that was never lived: accounts, sign-ins and courses of days long gone, which no other journey counts.

import { randomInt, randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { pool } from './database';
import type { Person } from './people';

/** What a day came to. */
export interface Day {
  registered?: number;
  active?: number;
  enrolled?: number;
  /** Of those who enrolled. */
  completed?: number;
}

const DAY_MS = 24 * 3600 * 1000;

/** A year and a bit: no two stretches have a day in common. */
const STRETCH_DAYS = 400;
const STRETCHES = 840;
/** Each worker has stretches of its own. */
const WORKERS = 8;
const taken = new Set<number>();

/** The first day of more than a year, in which nothing was, and which no other journey has. */
export async function someDay(): Promise<Date> {
  for (let tries = 0; tries < STRETCHES; tries += 1) {
    const stretch = randomInt(STRETCHES / WORKERS) * WORKERS + (Number(process.env.TEST_WORKER_INDEX) % WORKERS);
    const first = new Date(Date.UTC(1000, 0, 1) + stretch * STRETCH_DAYS * DAY_MS);
    if (taken.has(stretch)) continue;
    taken.add(stretch);
    const found = await pool.query('SELECT FROM daily_counts WHERE day BETWEEN $1 AND $2 LIMIT 1', [iso(first), iso(daysAfter(first, STRETCH_DAYS - 1))]);
    if (found.rows.length === 0) return first;
  }
  throw new Error('something was on every day');
}

export function daysAfter(day: Date, days: number): Date {
  return new Date(day.getTime() + days * DAY_MS);
}

/** As addresses and forms write it. */
export function iso(day: Date): string {
  return day.toISOString().slice(0, 10);
}

/** As tables write it. */
export function shown(day: Date): string {
  return day.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).replace('Sept', 'Sep').replaceAll(' ', '\u00a0');
}

/** Of a sign-in the auth-service tells in an event, which comes in its own time. */
export async function signInIsCounted(person: Person): Promise<void> {
  const isCounted = async () => (await pool.query('SELECT FROM active_days WHERE user_id = $1', [person.id])).rows.length === 1;
  await expect.poll(isCounted, { timeout: 20_000 }).toBe(true);
}

/** Lets this have been, from a day on. */
export async function live(first: Date, days: Day[]): Promise<void> {
  for (const [n, { registered = 0, active = 0, enrolled = 0, completed = 0 }] of days.entries()) {
    const day = iso(daysAfter(first, n));
    const ids = Array.from({ length: registered }, () => randomUUID());
    await pool.query(
      `WITH person AS (
           INSERT INTO users (id, tenant_id, auth_id, email, created_at, updated_at)
           SELECT id, (SELECT min(tenant_id::text)::uuid FROM users), gen_random_uuid(), id || '@example.test', $2::date, $2::date
           FROM unnest($1::uuid[]) AS id
           RETURNING id, tenant_id)
       INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name) SELECT id, tenant_id, '41', '42' FROM person`,
      [ids, day],
    );
    await pool.query(
      `INSERT INTO active_days (tenant_id, user_id, day)
       SELECT tenant_id, user_id, $2 FROM user_search ORDER BY created_at, user_id LIMIT $1`,
      [active, day],
    );
    await pool.query(
      `INSERT INTO user_enrollments (id, tenant_id, user_id, course_id, status, progress, enrolled_at, completed_at, created_at, updated_at)
       SELECT gen_random_uuid(), tenant_id, user_id, gen_random_uuid(), CASE WHEN n <= $2 THEN 'completed' ELSE 'active' END,
              CASE WHEN n <= $2 THEN 100 ELSE 0 END, $3::date, CASE WHEN n <= $2 THEN $3::date END, $3::date, $3::date
       FROM (SELECT tenant_id, user_id, row_number() OVER (ORDER BY created_at, user_id) AS n FROM user_search) AS person WHERE n <= $1`,
      [enrolled, completed, day],
    );
  }
}

/** Accounts and courses in every state, in somebody's tenant. */
export async function populate({ id }: { id: string }): Promise<void> {
  await pool.query(
    `WITH person AS (
         INSERT INTO users (id, tenant_id, auth_id, email, role, status, created_at, updated_at)
         SELECT each, tenant_id, gen_random_uuid(), each || '@example.test', (ARRAY['student', 'instructor', 'admin'])[1 + n / 1000 + n / 1200],
                (ARRAY['active', 'inactive', 'pending_instructor_review', 'suspended', 'deleted'])[1 + n % 7 % 5], now(), now()
         FROM users, generate_series(1, 1234) AS n, LATERAL (SELECT gen_random_uuid() AS each WHERE n > 0) AS new WHERE users.id = $1
         RETURNING id, tenant_id)
     INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name, profile_completed)
     SELECT id, tenant_id, '41', '42', row_number() OVER () % 3 = 0 FROM person`,
    [id],
  );
  await pool.query(
    `INSERT INTO user_enrollments (id, tenant_id, user_id, course_id, status, progress, enrolled_at, completed_at, created_at, updated_at)
     SELECT gen_random_uuid(), tenant_id, person.id, gen_random_uuid(), course.status, CASE course.status WHEN 'completed' THEN 100 ELSE 0 END, now(),
            CASE course.status WHEN 'completed' THEN now() END, now(), now()
     FROM (SELECT id, tenant_id, row_number() OVER () % 12 AS courses FROM users WHERE tenant_id = (SELECT tenant_id FROM users WHERE id = $1)) AS person,
          (SELECT (ARRAY['active', 'completed', 'dropped', 'suspended'])[1 + k % 4] AS status, k FROM generate_series(0, 10) AS k) AS course
     WHERE k <= courses`,
    [id],
  );
}

/** How the accounts and courses of somebody's tenant stand. */
export async function standing({ id }: { id: string }): Promise<Record<'roles' | 'statuses' | 'enrollments' | 'profiles', Record<string, number>>> {
  const counts = async (word: string, from: string) => {
    const found = await pool.query(
      `SELECT ${word} AS word, count(*)::int FROM ${from} WHERE each.tenant_id = (SELECT tenant_id FROM users WHERE id = $1) GROUP BY 1`,
      [id],
    );
    return Object.fromEntries(found.rows.map(({ word, count }) => [word, count]));
  };
  const people = `user_profiles JOIN users AS each ON user_id = each.id AND each.status <> 'deleted'`;
  return {
    roles: await counts('each.role', people),
    statuses: await counts('each.status', people),
    enrollments: await counts('course.status', `user_enrollments AS course JOIN users AS each ON user_id = each.id AND each.status <> 'deleted'`),
    profiles: await counts(`CASE WHEN profile_completed THEN 'complete' ELSE 'incomplete' END`, people),
  };
}
