// The profile over REST: how another program sees and changes it.

import { expect, request } from '@playwright/test';
import { tokenOf, type Person } from './people';
import { site } from './places';

export async function readProfile(person: Person): Promise<Record<string, unknown>> {
  return call(person, 'GET');
}

export async function changeProfile(person: Person, changes: object): Promise<Record<string, unknown>> {
  return call(person, 'PUT', changes);
}

async function call(person: Person, method: string, data?: object): Promise<Record<string, unknown>> {
  const api = await request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${tokenOf(person)}` } });
  const answer = await api.fetch(`${site}/api/v1/users/me`, { method, data });
  const body = await answer.json();
  await api.dispose();
  expect(answer.status(), JSON.stringify(body)).toBe(200);
  return body.data;
}
