// The finished pictures of a person, as everybody gets them.

import { expect, request, type Browser, type Page } from '@playwright/test';
import { tokenOf, type Person } from './people';
import type { Picked } from './photos';
import { look, metadata, UPRIGHT, type Seen } from './picture';
import { site, storage } from './places';
import { readProfile } from './rest';

export interface AvatarUrls {
  small: string;
  medium: string;
  large: string;
}

/** Edges in pixels, as the contract has them. */
const EDGES: Record<keyof AvatarUrls, number> = { small: 96, medium: 256, large: 512 };

export async function avatarUrls(person: Person): Promise<AvatarUrls | undefined> {
  return (await readProfile(person)).avatarUrls as AvatarUrls | undefined;
}

/** Fetches all three, sees that each is as it should be, and upright; answers with the large one. */
export async function expectThumbnails(browser: Browser, person: Person, quarters = UPRIGHT): Promise<Seen> {
  const profile = await readProfile(person);
  const urls = profile.avatarUrls as AvatarUrls;
  expect(profile.avatarUrl).toBe(urls.large);
  const anybody = await request.newContext();
  const seen: Seen[] = [];
  for (const size of ['small', 'medium', 'large'] as const) {
    expect(urls[size]).toContain(`${storage}/`);
    const answer = await anybody.get(urls[size]);
    expect(answer.status()).toBe(200);
    expect(answer.headers()).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const file = await answer.body();
    expect(metadata(file), size).toEqual([]);
    const picture = await look(browser, file);
    expect(picture, size).toMatchObject({ width: EDGES[size], height: EDGES[size], quarters });
    seen.push(picture);
  }
  await anybody.dispose();
  return seen[2];
}

/** Uploads a file as it is, past every page, and waits until it is the person's picture. */
export async function uploadOverRest(person: Person, file: Picked): Promise<AvatarUrls> {
  const api = await request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${tokenOf(person)}` } });
  const answer = await api.post(`${site}/api/v1/users/profile/avatar`, { multipart: { file } });
  expect(answer.status(), await answer.text()).toBe(202);
  const told = `${site}${answer.headers().location}`;
  const status = async () => (await (await api.get(told)).json()).data.status;
  await expect.poll(status, { intervals: [100] }).toBe('ready');
  await api.dispose();
  const urls = await avatarUrls(person);
  if (!urls) throw new Error('ready, and there is no picture');
  return urls;
}

/** What the large one shows. */
export async function largeOf(page: Page, browser: Browser, person: Person): Promise<Seen> {
  const url = (await avatarUrls(person))?.large ?? '';
  return look(browser, await (await page.request.get(url)).body());
}
