// A photo on its way to storage, seen from outside of the page.

import type { Page, Route } from '@playwright/test';
import { storage } from './places';

/** What becomes of files that are sent to storage. */
export async function onPut(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.route(`${storage}/**`, (route) => (route.request().method() === 'PUT' ? answer(route) : route.continue()));
}

/** Where tickets for storage are asked for. */
export const TICKETS = '/profile/edit/photo/uploads';

/** One entry for each, from now on. */
export function ticketsAskedFor(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === TICKETS) asked.push(request.url());
  });
  return asked;
}

/** Takes out what the browser complains of as it should: requests to this place that failed. */
export function complaintsOf(complaints: string[], place: string): string[] {
  const others = complaints.filter((complaint) => !complaint.includes(place));
  return complaints.splice(0, complaints.length, ...others).filter((complaint) => complaint.includes(place));
}
