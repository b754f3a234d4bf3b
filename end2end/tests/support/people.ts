// People: they register and sign in as everybody does, through the forms of the auth-service, but
// without waiting for a browser to draw them.

import { createHmac, randomUUID } from 'node:crypto';
import { expect, type APIResponse, type BrowserContext } from '@playwright/test';
import { idsOf } from './database';
import { authService, jwtSecret } from './places';

export interface Person {
  id: string;
  authId: string;
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  name: string;
}

export const PASSWORD = 'a quiet afternoon';

export function newEmail(): string {
  return `nora-${randomUUID()}@example.test`;
}

/** Registers somebody new, who is signed in in this browser afterwards. */
export async function register(
  context: BrowserContext,
  { language = 'en', firstName = 'Nora', lastName = 'Nueva' } = {},
): Promise<Person> {
  const email = newEmail();
  const form = await askToSignIn(context, '/profile', language);
  const arrived = await context.request.post(form.replace('/sign-in?', '/register?'), {
    headers: { 'accept-language': language },
    form: { firstName, lastName, email, password: PASSWORD },
  });
  expect(new URL(arrived.url()).pathname).toBe('/profile');
  const ids = await idsOf(email);
  return { ...ids, email, password: PASSWORD, firstName, lastName, name: `${firstName} ${lastName}` };
}

/** Signs somebody in with e-mail address and password; answers with the page that they arrive at. */
export async function signIn(context: BrowserContext, person: Person, returnTo = '/profile'): Promise<APIResponse> {
  const form = await askToSignIn(context, returnTo);
  if (!form.startsWith(authService)) throw new Error(`somebody is signed in already: ${form}`);
  return context.request.post(form, { form: { email: person.email, password: person.password } });
}

/** Starts the sign-in; answers with the address of the auth-service's form. */
async function askToSignIn(context: BrowserContext, returnTo: string, language = 'en'): Promise<string> {
  const answer = await context.request.post('/sign-in', {
    headers: { 'accept-language': language },
    form: { return_to: returnTo },
  });
  return answer.url();
}

/** A token for the REST API, as the auth-service would make it. */
export function tokenOf(person: Person): string {
  return sign({ sub: person.id, authId: person.authId, email: person.email, role: 'student' });
}

/** A token of another service, with the scopes that it was given. */
export function serviceToken(scope: string): string {
  return sign({ sub: 'course-service', role: 'service', scope });
}

function sign(who: object): string {
  const claims = { ...who, exp: Math.floor(Date.now() / 1000) + 300 };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', jwtSecret).update(signed).digest('base64url')}`;
}
