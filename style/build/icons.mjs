// Writes one SVG sprite: node icons.mjs LIST OUTPUT. LIST names one Lucide icon a line.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [list, output] = process.argv.slice(2);
const folder = new URL('../node_modules/lucide-static/icons/', import.meta.url);

const names = readFileSync(list, 'utf8')
  .split('\n')
  .map((line) => line.replace(/#.*/, '').trim())
  .filter(Boolean);

const unknown = names.filter((name) => !existsSync(new URL(`${name}.svg`, folder)));
if (unknown.length > 0) {
  console.error(`${list} names icons that lucide-static does not have: ${unknown.join(', ')}`);
  process.exit(1);
}

const symbols = [...new Set(names)].sort().map((name) => {
  const svg = readFileSync(new URL(`${name}.svg`, folder), 'utf8');
  const shapes = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  // The drawing attributes travel with the symbol, so a plain <use> looks right without a class.
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes.replace(/\s+/g, ' ').replaceAll(' />', '/>').trim()}</symbol>`;
});

writeFileSync(output, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`);
