// Profile, settings and preferences over REST: how another program sees and changes them.

import { expect, request } from '@playwright/test';
import { idsOf } from './database';
import { tokenOf, type Person } from './people';
import { site } from './places';

export async function readProfile(person: Person): Promise<Record<string, unknown>> {
  return call(person, 'GET');
}

export async function changeProfile(person: Person, changes: object): Promise<Record<string, unknown>> {
  return call(person, 'PUT', changes);
}

export async function readSettings(person: Person): Promise<Record<string, unknown>> {
  return call(person, 'GET', undefined, 'me/settings');
}

export async function changeSettings(person: Person, changes: object): Promise<Record<string, unknown>> {
  return call(person, 'PUT', changes, 'me/settings');
}

/** The notifications by key. */
export async function readNotifications(person: Person): Promise<Record<string, unknown>> {
  const preferences = await call(person, 'GET', undefined, NOTIFICATIONS);
  return Object.fromEntries((preferences as unknown as { key: string; value: unknown }[]).map(({ key, value }) => [key, value]));
}

export async function changeNotifications(person: Person, values: Record<string, unknown>): Promise<void> {
  const preferences = Object.entries(values).map(([key, value]) => ({ key, value }));
  await call(person, 'PUT', { preferences }, NOTIFICATIONS);
}

const NOTIFICATIONS = 'me/preferences/notifications';

/** As the admin among the demo accounts does. */
export async function changeRole(person: Person, role: 'student' | 'instructor' | 'admin'): Promise<void> {
  const ids = await idsOf(ADMIN);
  await call({ ...person, ...ids, email: ADMIN }, 'PUT', { role }, `${person.id}/role`);
}

const ADMIN = 'alan@example.test';

async function call(person: Person, method: string, data?: object, path = 'me'): Promise<Record<string, unknown>> {
  const api = await request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${tokenOf(person)}` } });
  const answer = await api.fetch(`${site}/api/v1/users/${path}`, { method, data });
  const body = await answer.json();
  await api.dispose();
  expect(answer.status(), JSON.stringify(body)).toBe(200);
  return body.data;
}
