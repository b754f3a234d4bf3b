// A tenant of one's own, with nobody in it but two admins.

import { randomUUID } from 'node:crypto';
import { expect, type BrowserContext } from '@playwright/test';
import { pool } from './database';
import { newEmail, signIn, type Person } from './people';

/** The password of the demo accounts, whose hash the admins share. */
const PASSWORD = 'matricula-demo';

/** Two admins of a new tenant; the first one is signed in in this browser. */
export async function foundTenant(context: BrowserContext, { language = 'en', firstName = 'Grace' } = {}): Promise<[Person, Person]> {
  const tenant = randomUUID();
  await pool.query('INSERT INTO tenants (id, created_at) VALUES ($1, now())', [tenant]);
  const [grace, alan] = [await add(tenant, firstName, language), await add(tenant, 'Alan', language)];
  const arrived = await signIn(context, grace);
  expect(new URL(arrived.url()).pathname).toBe('/profile');
  return [grace, alan];
}

/** In the auth-service, which says to which tenant they belong, and here. */
async function add(tenant: string, firstName: string, language: string): Promise<Person> {
  const [id, authId, email, lastName] = [randomUUID(), randomUUID(), newEmail(), 'Nueva'];
  await pool.query(
    `INSERT INTO dev_auth.accounts (id, user_id, tenant_id, email, email_verified, password_hash, first_name, last_name, role, locale, created_at)
     SELECT $1, $2, $3, $4, true, password_hash, $5, $6, 'admin', $7, now() FROM dev_auth.accounts WHERE email = 'alan@example.test'`,
    [authId, id, tenant, email, firstName, lastName, language],
  );
  await pool.query(
    `WITH person AS (
         INSERT INTO users (id, tenant_id, auth_id, email, role, created_at, updated_at) VALUES ($1, $2, $3, $4, 'admin', now(), now())
         RETURNING id, tenant_id)
     INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name, settings)
     SELECT id, tenant_id, $5, $6, jsonb_build_object('language', $7::text) FROM person`,
    [id, tenant, authId, email, firstName, lastName, language],
  );
  return { id, authId, email, password: PASSWORD, firstName, lastName, name: `${firstName} ${lastName}` };
}
