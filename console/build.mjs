// Makes the console's files, `dist/site`, of `src`: `node console/build.mjs`, after the compiler has checked it. Quick when there
// is nothing to do. Every file lies there as it is and compressed in both ways, so that a gateway has nothing to do but to send it.
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const site = join(here, 'dist', 'site');
const inputs = [
  join(here, 'src'),
  join(here, 'build.mjs'),
  join(here, 'package.json'),
  join(here, '..', 'sdk', 'client', 'dist'),
  join(here, '..', 'sdk', 'verify', 'dist'),
];

/** When the newest of these files was changed. */
function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isBuilt() {
  const page = join(site, 'index.html');
  return existsSync(page) && statSync(page).mtimeMs >= Math.max(...inputs.map(newest));
}

/** Two texts; none has it in it. */
const BETWEEN = '|';

/**
 * Other languages have their texts in the order of the English ones, which a test holds: they travel without the names, which the
 * first script has already.
 */
const textsByOrder = {
  name: 'texts-by-order',
  setup({ onLoad }) {
    onLoad({ filter: /texts[/\\]zh\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: 'esm', write: false });
      const { zh } = await import(
        `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
      );
      if (Object.values(zh).some((text) => text.includes(BETWEEN))) throw new Error(`a text has a ${BETWEEN}`);
      const contents = [
        `import { en } from './en.js';`,
        `const texts = ${JSON.stringify(Object.values(zh).join(BETWEEN))}.split('${BETWEEN}');`,
        `export const zh = Object.fromEntries(Object.keys(en).map((name, at) => [name, texts[at]]));`,
      ].join('\n');
      return { contents, loader: 'js' };
    });
  },
};

async function buildSite() {
  const partial = `${site}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const { metafile } = await build({
    entryPoints: [join(here, 'src', 'main.tsx'), join(here, 'src', 'styles', 'console.css')],
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    outdir: partial,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    metafile: true,
    plugins: [textsByOrder],
    charset: 'utf8',
    absWorkingDir: here,
    logLevel: 'warning',
  });
  const made = Object.entries(metafile.outputs);
  const outputOf = (source) => basename(made.find(([, { entryPoint }]) => entryPoint?.endsWith(source))[0]);
  // What the first screen is made of is asked for with the page, not one file after the other.
  const first = new Set();
  const add = (path) => {
    if (first.has(path)) return;
    first.add(path);
    for (const { path: next, kind } of metafile.outputs[path].imports) if (kind === 'import-statement') add(next);
  };
  for (const [path, { entryPoint }] of made)
    if (/src\/(main|overview\/overview)\.tsx$/.test(entryPoint ?? '')) add(path);
  const preloads = [...first]
    .map((path) => basename(path))
    .filter((name) => name !== outputOf('main.tsx'))
    .map((name) => `<link rel="modulepreload" href="/console/${name}" />`);
  const page = readFileSync(join(here, 'src', 'index.html'), 'utf8')
    .replace('{script}', outputOf('main.tsx'))
    .replace('{style}', outputOf('console.css'))
    .replace('<!-- preloads -->', preloads.join('\n    '));
  writeFileSync(join(partial, 'index.html'), page);
  writeFileSync(join(partial, 'icon.svg'), readFileSync(join(here, 'src', 'icon.svg')));
  for (const name of readdirSync(partial)) {
    const content = readFileSync(join(partial, name));
    // Scripts come out smaller with tables that are begun anew more often.
    writeFileSync(join(partial, `${name}.gz`), gzipSync(content, { level: 9, memLevel: 7 }));
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(join(partial, `${name}.br`), brotliCompressSync(content, { params }));
  }
  rmSync(site, { recursive: true, force: true });
  renameSync(partial, site);
}

if (!isBuilt()) await buildSite();
