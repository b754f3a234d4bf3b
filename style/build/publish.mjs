// Lays out the site that the server hands to browsers: node publish.mjs BUILD PUBLIC SITE.
// Code and style get names with a hash of their content, so that they may be cached for ever; hash.txt
// tells the server which ones are current, in the form that Leptos reads. It is replaced last, at once:
// a server that runs meanwhile never names a file that is not there yet.
import { createHash } from 'node:crypto';
import {
  existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const [build, publicFolder, site] = process.argv.slice(2);
const COMPRESSIBLE = new Set(['.css', '.html', '.ico', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest', '.xml']);
// A page that was opened before a new build may still ask for the old files.
const KEEP_OLD_MS = 24 * 60 * 60 * 1000;

const files = (folder) =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile());
const hash = (content) => createHash('sha256').update(content).digest('base64url').slice(0, 22);

// Every file of the site, by its path in it.
function layout() {
  const wanted = new Map();
  for (const path of files(publicFolder)) wanted.set(relative(publicFolder, path), readFileSync(path));
  for (const path of files(join(build, 'fonts'))) wanted.set(relative(build, path), readFileSync(path));
  if (existsSync(join(build, 'icons.svg'))) wanted.set('icons.svg', readFileSync(join(build, 'icons.svg')));
  for (const path of files(join(build, 'pkg', 'snippets'))) wanted.set(relative(build, path), readFileSync(path));

  const wasm = readFileSync(join(build, 'matricula.wasm'));
  const css = readFileSync(join(build, 'matricula.css'));
  const hashes = { wasm: hash(wasm), css: hash(css) };
  const js = readFileSync(join(build, 'matricula.js'), 'utf8').replaceAll('matricula_bg.wasm', `matricula.${hashes.wasm}.wasm`);
  hashes.js = hash(js);
  wanted.set(`pkg/matricula.${hashes.js}.js`, Buffer.from(js));
  wanted.set(`pkg/matricula.${hashes.wasm}.wasm`, wasm);
  wanted.set(`pkg/matricula.${hashes.css}.css`, css);
  return { wanted, hashes };
}

const same = (path, content) => existsSync(path) && readFileSync(path).equals(content);

function replace(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, content);
  renameSync(`${path}.tmp`, path);
}

async function place(path, content) {
  const compress = COMPRESSIBLE.has(extname(path));
  const complete = !compress || (existsSync(`${path}.br`) && existsSync(`${path}.gz`));
  if (complete && same(path, content)) return;
  if (compress) {
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
    replace(`${path}.br`, await promisify(brotliCompress)(content, quality));
    replace(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
  }
  replace(path, content);
}

function prune(wanted) {
  for (const path of files(site)) {
    const name = relative(site, path);
    if (name === 'hash.txt' || wanted.has(name.replace(/\.(br|gz)$/, ''))) continue;
    const hashed = name.startsWith('pkg/') && !name.endsWith('.tmp');
    if (!hashed || Date.now() - statSync(path).mtimeMs > KEEP_OLD_MS) rmSync(path);
  }
}

const { wanted, hashes } = layout();
await Promise.all([...wanted].map(([name, content]) => place(join(site, name), content)));
replace(join(site, 'hash.txt'), Object.entries(hashes).map(([kind, value]) => `${kind}: ${value}\n`).join(''));
prune(wanted);

const brotli = (name) => Math.round(statSync(join(site, `pkg/matricula.${hashes[name]}.${name}.br`)).size / 1000);
console.log(`site: ${brotli('wasm')} kB WASM, ${brotli('js')} kB JavaScript, ${brotli('css')} kB CSS, as brotli`);
