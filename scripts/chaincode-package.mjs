// The files that a peer builds the chaincode from, when it is to build and start it itself: `node scripts/chaincode-package.mjs
// FOLDER`. The catalogue lies in the folder too, since no registry has it. Build first; runs on plain Node 20.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function writeChaincodePackage(folder) {
  if (existsSync(folder)) throw new Error(`${folder} exists already; a package holds nothing else`);
  copyWorkspace('chaincode', folder, { '@commonpoint/catalogue': 'file:catalogue' });
  copyWorkspace('catalogue', join(folder, 'catalogue'), {});
}

function copyWorkspace(workspace, folder, dependencies) {
  const description = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'));
  const dist = join(root, workspace, 'dist');
  if (!existsSync(dist)) throw new Error(`${workspace} is not built: npm run build`);
  mkdirSync(folder, { recursive: true });
  Object.assign(description.dependencies, dependencies);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  // The compiler's notes differ from clone to clone.
  cpSync(dist, join(folder, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.tsbuildinfo') });
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    if (argv[2] === undefined) throw new Error('name the folder to be written');
    writeChaincodePackage(argv[2]);
  } catch (error) {
    process.stderr.write(`commonpoint: ${error.message}\n`);
    process.exitCode = 1;
  }
}
