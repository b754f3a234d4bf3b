// A tenant of one's own, with nobody in it but two admins.

import { randomUUID } from 'node:crypto';
import { expect, type BrowserContext } from '@playwright/test';
import { idsOf, pool } from './database';
import { newEmail, signIn, type Person } from './people';

/** The password of the demo accounts, whose hash the admins share. */
const PASSWORD = 'matricula-demo';

/** Two admins whom the auth-service brings in a new tenant; the first one is signed in in this browser afterwards. */
export async function foundTenant(context: BrowserContext): Promise<[Person, Person]> {
  const tenant = randomUUID();
  const second = await enter(context, tenant, 'Alan');
  await context.clearCookies();
  const first = await enter(context, tenant, 'Grace');
  return [first, second];
}

async function enter(context: BrowserContext, tenant: string, firstName: string): Promise<Person> {
  const [id, email, lastName] = [randomUUID(), newEmail(), 'Nueva'];
  await pool.query(
    `INSERT INTO dev_auth.accounts (id, tenant_id, email, email_verified, password_hash, first_name, last_name, role, locale, created_at)
     SELECT $1, $2, $3, true, password_hash, $4, $5, 'admin', 'en', now() FROM dev_auth.accounts WHERE email = 'alan@example.test'`,
    [id, tenant, email, firstName, lastName],
  );
  const account = { id, authId: id, email, password: PASSWORD, firstName, lastName, name: `${firstName} ${lastName}` };
  const arrived = await signIn(context, account);
  expect(new URL(arrived.url()).pathname).toBe('/profile');
  return { ...account, ...(await idsOf(email)) };
}
