/** Habits that only a look at all files together can check. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const sources = trackedFiles(
  /^(catalogue\/src|chaincode\/src|network|audit\/src|gateway-api\/src|consortium|member-keys\/src|console\/src|sdk\/(client|command|verify)\/src)\/.*\.tsx?$/,
);

/** What is longer tells more than one story. */
const LINES_MAX = 300;

/** What is started or imported from outside: everything else must be reachable from here. */
const entryPoints = [
  'chaincode/src/index.ts',
  'catalogue/src/index.ts',
  'gateway-api/src/main.ts',
  'gateway-api/src/watch/watch-thread.ts',
  'gateway-api/src/store/move-log-thread.ts',
  'gateway-api/src/store/check-file-thread.ts',
  'member-keys/src/index.ts',
  'sdk/client/src/index.ts',
  'sdk/verify/src/index.ts',
  'sdk/verify/src/block/index.ts',
  'sdk/verify/src/main.ts',
  'sdk/verify/src/page.ts',
  'consortium/launcher/main.ts',
  'consortium/demonstration/main.ts',
  'consortium/launcher/end-with-launcher.ts',
  'consortium/launcher/audit.ts',
  'consortium/launcher/backup.ts',
  'gateway-api/src/backup/main.ts',
  'consortium/launcher/keys.ts',
  'consortium/launcher/network.ts',
  'sdk/command/src/main.ts',
  'console/src/main.tsx',
  'consortium/member/print-compose-file.ts',
  'audit/src/main.ts',
  'audit/src/ahead-thread.ts',
  'consortium/bench/main.ts',
  'consortium/bench/baseline/token.contract.ts',
  'network/embedded/main.ts',
  'network/embedded/recovery/look-thread.ts',
  'network/native/main.ts',
  ...trackedFiles(/\.(md|yml|yaml)$|Dockerfile/).flatMap(programsIn),
];

const workspacePaths: readonly (readonly [RegExp, string])[] = [
  [/^@commonpoint\/catalogue$/, 'catalogue/src/index.ts'],
  [/^@commonpoint\/client$/, 'sdk/client/src/index.ts'],
  [/^@commonpoint\/verify$/, 'sdk/verify/src/index.ts'],
  [/^@commonpoint\/verify\/block$/, 'sdk/verify/src/block/index.ts'],
  [/^@commonpoint\/chaincode$/, 'chaincode/src/index.ts'],
  [/^@commonpoint\/audit\/(.+)$/, 'audit/src/$1.ts'],
  [/^@commonpoint\/network\/(.+)$/, 'network/$1.ts'],
];

describe('sources', () => {
  it('none is dead: each is reached from a program', () => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path) || !sources.includes(path)) return;
      reached.add(path);
      for (const imported of importsOf(path)) visit(imported);
    };
    entryPoints.forEach(visit);
    const dead = sources.filter((path) => !reached.has(path) && !isSurface(path));
    expect(dead).toEqual([]);
  });

  it('are in the repository: what it ignores is made, installed or private', () => {
    const made =
      /(^|\/)(node_modules|dist|coverage|\.cache|bench-results)\/$|^data\/$|\.tsbuildinfo$|^credentials\.json$|(^|\/)\.env$/;
    const told = execFileSync('git', ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    });
    const ignored = told.split('\n').filter((path) => path !== '' && !path.startsWith('network/docker/organization/'));
    expect(ignored.filter((path) => !made.test(path))).toEqual([]);
  });

  it('have kebab-case names that say something', () => {
    const bad = [...sources, ...trackedFiles(/^(test|scripts)\/.*\.(ts|mjs|cjs)$/)].filter((path) => {
      const [name = ''] = (path.split('/').at(-1) ?? '').split('.');
      return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || /^(utils?|common|helpers?|manager|base)$/.test(name);
    });
    expect(bad).toEqual([]);
  });

  it('have no interface with a letter for a name', () => {
    expect(sources.filter((path) => /\b(interface|type) I[A-Z][a-z]/.test(read(path)))).toEqual([]);
  });

  it('bind SQL parameters by order or by name: Node 24.0, which macOS on arm64 gets, does not bind numbered ones', () => {
    expect(sources.filter((path) => /[=<>(,] ?\?[1-9]/.test(read(path)))).toEqual([]);
  });

  it('begin with a sentence, lists of a folder apart', () => {
    const silent = sources.filter((path) => !/\/index\.ts$|\.d\.ts$/.test(path));
    expect(
      silent.filter(
        (path) =>
          !read(path)
            .replace(/^#!.*\n/, '')
            .startsWith('/**'),
      ),
    ).toEqual([]);
  });

  it('are no longer than 300 lines; of tables, each for its reason', () => {
    const tables: Readonly<Record<string, string>> = {
      'audit/src/row-kinds.ts': 'what each kind of row has to look like, and who may write it',
      'catalogue/src/catalogue.ts': 'every transaction, and every kind of row',
      'console/src/texts/en.ts': 'every word on the screen',
      'console/src/texts/zh.ts': 'the same words',
      'gateway-api/src/http/member-descriptions.ts': 'a sentence for every member of requests and replies',
      'gateway-api/src/http/problems.ts': 'a line for every code that there is',
      'sdk/client/src/routes.ts': 'made of the routes, a type for each',
    };
    const long = sources.filter((path) => read(path).trimEnd().split('\n').length > LINES_MAX);
    expect(long).toEqual(Object.keys(tables));
  });

  it('leave nothing for later', () => {
    const later = new RegExp(
      `\\b(${['TO', 'FIX'].map((start) => `${start}${start === 'TO' ? 'DO' : 'ME'}`).join('|')})\\b`,
    );
    expect(sources.filter((path) => later.test(read(path)))).toEqual([]);
  });
});

describe('texts', () => {
  const texts = trackedFiles(/\.(ts|mjs|cjs|js|json|md|yml|yaml)$|Dockerfile|^\.ci\/run$/).filter(
    (path) => path !== 'package-lock.json' && path !== 'test/repository/files.test.ts',
  );

  it('name no folder of one particular machine and no host of a package registry', () => {
    const particular = /(^|[\s"'`(=])\/(work|root|home\/[a-z]+)\/|https?:\/\/registry\./;
    expect(texts.filter((path) => particular.test(read(path)))).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  it('links between pages lead somewhere', () => {
    const broken = trackedFiles(/\.md$/).flatMap((path) =>
      [...read(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => normalize(join(dirname(path), target)))
        .filter((target) => !isThere(target))
        .map((target) => `${path} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('commands in the README and the documentation exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = trackedFiles(/^(docs\/.*|[A-Z]+)\.md$/).flatMap((path) =>
      [...read(path).matchAll(/\bnpm (?:run )?(start|test|demo|bench|audit|(?<=run )[a-z:]+)/g)].map(
        ([, script = '']) => script,
      ),
    );
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('decisions are numbered without gaps, and each says what was decided and why', () => {
    const decisions = trackedFiles(/^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/);
    expect(decisions.map((path) => Number(path.slice(15, 19)))).toEqual(decisions.map((_path, index) => index + 1));
    for (const path of decisions) expect(read(path)).toMatch(/^# \d+\. .+\n[\s\S]*\*\*Decision\.\*\*/);
  });
});

/** What others import by convention, or the compiler by itself. */
function isSurface(path: string): boolean {
  return /\.d\.ts$|\/index\.ts$/.test(path) || read(path).includes('declare module');
}

/** The built programs that a file starts, as their sources. */
function programsIn(path: string): string[] {
  return [...read(path).matchAll(/\b(network|consortium)\/dist\/([\w/-]+)\.js\b/g)].map(
    ([, folder, name]) => `${folder}/${name}.ts`,
  );
}

function isThere(target: string): boolean {
  const path = target.replace(/\/$/, '');
  return trackedFiles().some((each) => each === path || each.startsWith(`${path}/`));
}

function importsOf(path: string): string[] {
  const specifiers = [...read(path).matchAll(/(?:from|import|require)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    ([, name = '']) => name,
  );
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith('.'))
      return ['.ts', '.tsx'].map((ending) => normalize(join(dirname(path), specifier.replace(/\.js$/, ending))));
    for (const [pattern, target] of workspacePaths) {
      if (pattern.test(specifier)) return [specifier.replace(pattern, target)];
    }
    return [];
  });
}
