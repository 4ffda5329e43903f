/** `npm run demo`: real purchases become points in the running consortium, and some of them are spent elsewhere. */
import './require-node.js';
import { Complaint } from './complaint.js';
import { demonstrate } from './demonstration/demonstrate.js';
import { readCredentials } from './gateway-files.js';
import { readSettings } from './settings.js';

const usage = 'Usage: npm run demo [-- --rows N]   (N: only the first N purchases, as a file of their own)';

async function main(): Promise<void> {
  const rows = readRows(process.argv.slice(2));
  const { dataDir } = readSettings();
  const credentials = await readCredentials(dataDir);
  const harbor = credentials['harbor'];
  if (harbor === undefined || !(await answers(harbor.url))) {
    throw new Complaint(`No consortium runs on ${dataDir}. Start it with \`npm start\` in another terminal.`);
  }
  await demonstrate(credentials, rows);
}

function readRows(args: readonly string[]): number | undefined {
  if (args.length === 0) return undefined;
  const rows = args[0] === '--rows' && args.length === 2 ? Number(args[1]) : Number.NaN;
  if (!Number.isInteger(rows) || rows < 1) throw new Complaint(usage, 2);
  return rows;
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/livez`).then(
    (response) => response.ok,
    () => false,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Complaint ? error.message : error);
  process.exitCode = error instanceof Complaint ? error.exitCode : 1;
});
