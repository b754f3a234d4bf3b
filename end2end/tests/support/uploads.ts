// Uploads in two steps, as other programs do them: one asks where to send a photo, and sends it when it likes.

import { expect, request } from '@playwright/test';
import { tokenOf, type Person } from './people';
import type { Picked } from './photos';
import { site } from './places';

export interface Upload {
  id: string;
  /** Until then it stays under way. */
  send(): Promise<void>;
}

export async function askToUpload(person: Person, { mimeType, buffer }: Picked): Promise<Upload> {
  const api = await request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${tokenOf(person)}` } });
  const answer = await api.post(`${site}/api/v1/users/me/avatar/upload-url`, {
    data: { contentType: mimeType, contentLength: buffer.length },
  });
  const { data } = await answer.json();
  await api.dispose();
  expect(answer.status(), JSON.stringify(data)).toBe(201);
  return { id: data.uploadId, send: () => put(data.url, data.headers, buffer) };
}

async function put(url: string, headers: Record<string, string>, data: Buffer): Promise<void> {
  const anybody = await request.newContext();
  const answer = await anybody.put(url, { headers, data });
  expect(answer.status(), await answer.text()).toBe(200);
  await anybody.dispose();
}

/** The page that tells how an upload stands, without a script. */
export function pageOf({ id }: Upload): string {
  return `/profile/edit?upload=${id}`;
}
