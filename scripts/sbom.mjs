// `npm run sbom`: what the programs are made of, out of package-lock.json: a CycloneDX bill of materials on stdout, or with
// `--notice` the text of NOTICE. Runs on plain Node 20 without any package, and says the same wherever it runs.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const { name, version, license } = read('package.json');

/** Packages that are installed with the programs; what builds and tests them, and the Node that comes along, is not part of them. */
const parts = Object.entries(read('package-lock.json').packages)
  .filter(
    ([path, { dev, optional, devOptional, link }]) =>
      /(^|\/)node_modules\//.test(path) && !dev && !optional && !devOptional && !link,
  )
  .map(([path, entry]) => ({ ...entry, name: entry.name ?? path.split('node_modules/').at(-1) }))
  .sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1))
  .filter(
    (part, at, all) => at === 0 || `${part.name} ${part.version}` !== `${all[at - 1].name} ${all[at - 1].version}`,
  );

const purlOf = (part) => `pkg:npm/${part.name.replace('@', '%40')}@${part.version}`;

/** A licence by its SPDX identifier, or by an expression of several. */
const licenceOf = ({ license: spdx }) =>
  / (OR|AND|WITH) /.test(spdx) ? { expression: spdx } : { license: { id: spdx } };

/** npm's `sha512-…` in base64, as the bill has it. */
function hashOf({ integrity }) {
  const [, algorithm, content] = /^sha(\d+)-(.+)$/.exec(integrity ?? '') ?? [];
  return algorithm === undefined
    ? []
    : [{ alg: `SHA-${algorithm}`, content: Buffer.from(content, 'base64').toString('hex') }];
}

function billOfMaterials() {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name,
        version,
        licenses: [{ license: { id: license } }],
        purl: `pkg:npm/${name}@${version}`,
      },
    },
    components: parts.map((part) => ({
      type: 'library',
      'bom-ref': purlOf(part),
      name: part.name,
      version: part.version,
      licenses: part.license === undefined ? [] : [licenceOf(part)],
      purl: purlOf(part),
      hashes: hashOf(part),
    })),
  };
}

function notice() {
  const byLicence = grouped(parts);
  const lines = [
    'Commonpoint',
    'A loyalty-points system that competing merchants run together on Hyperledger Fabric.',
    '',
    'Licensed under the Apache License, Version 2.0; see LICENSE.',
    '',
    'Its programs are installed with these packages, each under its own licence, whose text is in the package:',
  ];
  for (const [spdx, those] of [...byLicence].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push('', spdx, ...those.map((part) => `  ${part.name} ${part.version}`));
  }
  return lines.join('\n');
}

/** By licence; Node 20 has no Map.groupBy. */
function grouped(all) {
  const groups = new Map();
  for (const part of all) {
    const spdx = part.license ?? 'see the package';
    groups.set(spdx, [...(groups.get(spdx) ?? []), part]);
  }
  return groups;
}

const [argument, ...more] = process.argv.slice(2);
if (more.length > 0 || (argument !== undefined && argument !== '--notice')) {
  process.stderr.write('Usage: npm run sbom [-- --notice]\n');
  process.exitCode = 2;
} else {
  process.stdout.write(`${argument === undefined ? JSON.stringify(billOfMaterials(), null, 2) : notice()}\n`);
}
