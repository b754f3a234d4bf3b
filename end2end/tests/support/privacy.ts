// /settings/privacy, by what people read on it, and what others find at a person's address.

import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';

export const onlookers = ['anonymous', 'member', 'blocked'] as const;
export type Onlooker = (typeof onlookers)[number];

export async function openPrivacy(page: Page, onlooker?: Onlooker): Promise<void> {
  await page.goto(onlooker ? `/settings/privacy?as=${onlooker}` : '/settings/privacy');
  await expect(page.getByRole('heading', { level: 1, name: 'Privacy' })).toBeVisible();
}

export function visibility(page: Page, name: 'Anyone' | 'Members' | 'Only me'): Locator {
  return page.getByRole('group', { name: 'Visibility' }).getByRole('radio', { name });
}

export function listed(page: Page): Locator {
  return page.getByRole('checkbox', { name: 'List me in the directory' });
}

/** The part of the page that shows what others see. */
export function viewAs(page: Page): Locator {
  return page.getByRole('region', { name: 'View as others' });
}

/** What stands on a page of a person, or in the view of it: everything but where its headings stand in
 * the page's outline, and what the onlooker can do. */
export async function personOn(part: Locator): Promise<string> {
  return part.locator('article.person').evaluate((article) => {
    const copy = article.cloneNode(true) as HTMLElement;
    copy.querySelector('.person-end')?.remove();
    for (const heading of copy.querySelectorAll('h1, h2, h3, h4')) {
      const plain = document.createElement('p');
      plain.append(...heading.childNodes);
      heading.replaceWith(plain);
    }
    return copy.outerHTML.replaceAll('<!---->', '').replaceAll('<!>', '');
  });
}

/** What stands on the page that is not there, or in the view of it. */
export async function nothingOn(part: Locator): Promise<string[]> {
  const holder = part.locator('.narrow');
  const words = [await holder.getByRole('heading').innerText(), await holder.locator('.lead').innerText()];
  return [...words, await holder.locator('.problem-mark use').evaluate((use) => use.getAttribute('href') ?? '')];
}

/** Whether the directory finds somebody by this name, as the search box asks it. */
export async function isListed(context: BrowserContext, name: string): Promise<boolean> {
  const answer = await context.request.get('/search/people', { params: { search: name } });
  if (answer.status() === 401) return false;
  const { offers } = (await answer.json()) as { offers: { name: string }[] };
  return offers.some((offer) => offer.name === name);
}
