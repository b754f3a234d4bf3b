// What can be measured on a page that is drawn.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Where the page breaks the rules of WCAG 2.2 AA, as far as a program can see. */
export async function violations(page: Page): Promise<{ id: string; where: string[] }[]> {
  // There are no frames of other sites, so the quick way of one script in one page is enough.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(RULES).setLegacyMode();
  const found = await axe.analyze();
  return found.violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(' ')) }));
}

/** What reaches beyond the right edge of the window, where the page can be scrolled there. */
export async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const beyond = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5);
    return beyond.map((element) => element.outerHTML.slice(0, 100));
  });
}

/** Words that are larger than what holds them and therefore not wholly visible. */
export async function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const holders = [...document.querySelectorAll<HTMLElement>('h1, h2, h3, p, a, button, label, legend, dd, dt, li')];
    const cut = holders.filter((element) => {
      const style = getComputedStyle(element);
      if (style.clip !== 'auto' || style.clipPath !== 'none' || !element.checkVisibility()) return false;
      const hides = (value: string) => value === 'hidden' || value === 'clip';
      return (
        (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
      );
    });
    return cut.map((element) => element.innerText);
  });
}

/** Of the page's background: 0 is black, 1 is white. */
export async function brightnessOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    if (alpha !== 255) throw new Error('the page has no background of its own');
    return (red + green + blue) / 3 / 255;
  });
}
