// The photo on /profile/edit, by what people read and press there.

import { expect, type FileChooser, type Locator, type Page } from '@playwright/test';
import { openEditForm } from './edit-form';
import type { Picked } from './photos';

/** Opens the page and waits until the island is awake: it needs no button that sends. */
export async function openPhotoCard(page: Page): Promise<void> {
  await openEditForm(page);
  await expectPhotoAwake(page);
}

export async function expectPhotoAwake(page: Page): Promise<void> {
  await expect(fileControl(page)).toBeAttached();
  await expect(card(page).getByRole('button', { name: 'Upload' })).toHaveCount(0);
}

export function card(page: Page): Locator {
  return page.getByRole('region', { name: 'Photo' });
}

export function fileControl(page: Page): Locator {
  return card(page).getByLabel(/^(Choose a|Change) photo/);
}

/** The person's pictures on this page: in the top bar, and on the card. */
export function pictures(page: Page): Locator {
  return page.locator('[data-face] img');
}

/** Their addresses, in this order. */
export async function shownPictures(page: Page): Promise<string[]> {
  return pictures(page).evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
}

export function remove(page: Page): Locator {
  return card(page).getByRole('button', { name: 'Remove photo' });
}

export function undo(page: Page): Locator {
  return card(page).getByRole('button', { name: 'Undo' });
}

export function tryAgain(page: Page): Locator {
  return card(page).getByRole('button', { name: 'Try again' });
}

export function dialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Crop your photo' });
}

/** The photo in the dialog, which takes the keys. */
export function stage(page: Page): Locator {
  return dialog(page).getByRole('application', { name: 'Your photo' });
}

export function accept(page: Page): Locator {
  return dialog(page).getByRole('button', { name: 'Use this photo' });
}

/** What the card says is done, or was done. */
export function said(page: Page): Locator {
  return card(page).getByRole('status');
}

/** What the card says is wrong. */
export function fault(page: Page): Locator {
  return card(page).getByRole('alert');
}

/** Chooses a file, with the window of the system. */
export async function choose(page: Page, file: Picked): Promise<void> {
  const asked: Promise<FileChooser> = page.waitForEvent('filechooser');
  await fileControl(page).click();
  await (await asked).setFiles(file);
}

/** Chooses a photo and takes it as it is. */
export async function upload(page: Page, file: Picked): Promise<void> {
  await choose(page, file);
  await accept(page).click();
}

/** Drops a file, or words, on something; answers whether the browser is kept from showing it in place of the page. */
export async function drop(target: Locator, what: Picked | string): Promise<boolean> {
  const carried = typeof what === 'string' ? what : { ...what, buffer: what.buffer.toString('base64') };
  return target.evaluate((element, carried) => {
    const dataTransfer = new DataTransfer();
    if (typeof carried === 'string') {
      dataTransfer.setData('text/plain', carried);
    } else {
      const bytes = Uint8Array.from(atob(carried.buffer), (c) => c.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], carried.name, { type: carried.mimeType }));
    }
    const come = (event: string) =>
      !element.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
    return ['dragenter', 'dragover', 'drop'].map(come).at(-1) === true;
  }, carried);
}
