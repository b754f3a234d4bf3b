import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from './support/journey';

const DOCUMENT = '/api/v1/openapi.json';

interface Operation {
  operationId?: string;
  summary?: string;
  requestBody?: unknown;
  responses: Record<string, { content?: Record<string, unknown> }>;
}

test('the OpenAPI document is valid 3.1', async ({ request }) => {
  const answer = await request.get(DOCUMENT);
  expect(answer.status()).toBe(200);
  const validator = new Validator();
  const { valid, errors } = await validator.validate(await answer.json());
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('every operation has a name, a summary and its errors', async ({ request }) => {
  const document = await (await request.get(DOCUMENT)).json();
  const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  expect(operations.map(({ name }) => name)).toEqual(expect.arrayContaining(['get /api/v1/users/me', 'put /api/v1/users/me', 'post /api/v1/users']));
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size, 'operations bear different names').toBe(ids.length);
  for (const { name, operation } of operations) {
    expect.soft(operation.operationId, name).toBeTruthy();
    expect.soft(operation.summary, name).toBeTruthy();
    const statuses = Object.keys(operation.responses);
    const writes = /^(put|patch|post) /.test(name);
    if (!name.includes('/api/')) {
      // The webhook is for storage: it knows no conflicts, and reads JSON however it is called.
      if (writes) expect.soft(statuses, name).toEqual(expect.arrayContaining(['400', '401', '413', '503']));
      continue;
    }
    expect.soft(statuses, name).toEqual(expect.arrayContaining(['401', '403']));
    if (writes) expect.soft(statuses, name).toEqual(expect.arrayContaining(['400', '409']));
    if (operation.requestBody) expect.soft(statuses, name).toEqual(expect.arrayContaining(['413', '415']));
  }
});

test.describe('with JavaScript', { tag: '@js' }, () => {
  test('the document can be read at /docs', async ({ page }) => {
    await page.goto('/docs');
    await expect(page.getByRole('heading', { level: 1, name: /Matricula/ })).toBeVisible();
    await expect(page.getByText('/api/v1/users/me', { exact: true }).first()).toBeVisible();
  });
});
