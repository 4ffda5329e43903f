// Makes one HTML file of the verifier's page and its built modules, which needs no server: `npm run verify:page`.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'sdk', 'verify', 'dist');

/**
 * The page as text. Each module becomes an address that holds it, by the name that it is imported by: what is run is what the
 * compiler made, module for module, and nothing is put together by a bundler.
 */
export function makeVerifyPage() {
  const modules = {};
  const nameOf = (path) => `verify/${relative(dist, path)}`;
  const add = (path) => {
    const name = nameOf(path);
    if (name in modules) return name;
    modules[name] = '';
    const source = readFileSync(path, 'utf8')
      .replace(/^\/\/# sourceMappingURL=.*$/m, '')
      .replace(/(\bfrom ')(\.{1,2}\/[^']+)(';)/g, (_all, from, to, end) => from + add(join(dirname(path), to)) + end);
    modules[name] = `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
    return name;
  };
  const entry = add(join(dist, 'sdk', 'verify', 'src', 'page.js'));
  const scripts =
    `<script type="importmap">${JSON.stringify({ imports: modules })}</script>\n` +
    `    <script type="module">import '${entry}';</script>`;
  return readFileSync(join(root, 'sdk', 'verify', 'page.html'), 'utf8').replace('<!-- modules -->', scripts);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const path = join(dist, 'verify.html');
  writeFileSync(path, makeVerifyPage());
  stdout.write(`${path}\n`);
}
