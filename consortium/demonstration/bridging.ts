/** A legacy programme that goes on beside the new one: a table of SQLite, and points that cross to and from it. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Credentials } from '../launcher/gateway-files.js';
import { repositoryRoot } from '../launcher/repository.js';
import { Complaint } from '../terminal/complaint.js';
import { say, whole } from '../terminal/print.js';
import type { Merchant, Merchants } from './merchants.js';

const CARDS = 20;
const STAMPS = 100;
const IN = 60;
const OUT = 25;
const KILLED_AFTER_MS = 700;

/** Of cards of its own each time; caps, outbox and the bridge's key are those of the week before. */
export async function bridgeStamps(merchants: Merchants, credentials: Credentials, dataDir: string): Promise<void> {
  const { harbor } = merchants;
  const key = credentials['harbor']?.keys.bridge;
  if (key === undefined)
    throw new Complaint('Harbor has no key for a bridge: its data folder is of an earlier version.');
  const caps = { perDay: '100000', inAll: '1000000' };
  await harbor.board.post(
    '/v1/programs/{programId}/bridges/{bridgeId}',
    { legacyName: 'Harbor Stamps', in: caps, out: caps, status: 'open' },
    { params: bridge },
  );
  const folder = join(dataDir, 'bridge');
  const file = writeConfiguration(folder, harbor, credentials['harbor']!.url, key);
  await run('prepare', file);
  const legacy = new DatabaseSync(join(folder, 'legacy.db'));
  try {
    legacy.exec(
      'CREATE TABLE IF NOT EXISTS card (number TEXT PRIMARY KEY, stamps INTEGER NOT NULL CHECK (stamps >= 0))',
    );
    const cards = await openCards(legacy, harbor);
    const ask = legacy.prepare('INSERT INTO commonpoint_outbox (direction, member, points) VALUES (?, ?, ?)');
    for (const card of cards) ask.run('in', card, IN);
    await run('run', file, KILLED_AFTER_MS);
    await run('run', file);
    for (const card of cards) ask.run('out', card, OUT);
    await run('run', file);
    const now = legacy.prepare('SELECT sum(stamps) AS stamps FROM card WHERE number = ?');
    const stamps = cards.reduce((sum, card) => sum + Number(now.get(card)?.['stamps']), 0);
    if (stamps !== CARDS * (STAMPS - IN + OUT)) throw new Complaint(`The cards have ${stamps} stamps left.`);
    say(
      `${CARDS} cards of Harbor’s old programme had ${whole(CARDS * STAMPS)} stamps; ${whole(CARDS * IN)} became points, and ${whole(CARDS * OUT)} points stamps.`,
    );
  } finally {
    legacy.close();
  }
  const { wrong } = JSON.parse(await run('report', file)) as { wrong: string[] };
  if (wrong.length > 0) throw new Complaint(`The bridge’s sides do not agree: ${wrong.join('; ')}`);
  say('The bridge was killed in between. Row by row its outbox, the stamps and the ledger agree.');
}

const bridge = { programId: 'harbor', bridgeId: 'stamps' };

function writeConfiguration(folder: string, { programId }: Merchant, url: string, key: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'bridge.json');
  writeFileSync(join(folder, 'bridge.key'), key, { mode: 0o600 });
  const configuration = {
    ...bridge,
    programId,
    gateway: { url, apiKeyFile: 'bridge.key' },
    legacy: {
      kind: 'sqlite',
      path: 'legacy.db',
      debit: 'UPDATE card SET stamps = stamps - :points WHERE number = :member AND stamps >= :points',
      credit: 'UPDATE card SET stamps = stamps + :points WHERE number = :member',
    },
    sealKeyFile: 'seal.key',
    logLevel: 'error',
  };
  writeFileSync(file, `${JSON.stringify(configuration, null, 2)}\n`, { mode: 0o600 });
  return file;
}

async function openCards(legacy: DatabaseSync, { till }: Merchant): Promise<string[]> {
  const week = randomUUID();
  const cards = Array.from({ length: CARDS }, (_, n) => `stamp card ${n} of ${week}`);
  for (const memberRef of cards) {
    await till.post('/v1/accounts', { memberRef, enrol: true });
    legacy.prepare('INSERT INTO card VALUES (?, ?)').run(memberRef, STAMPS);
  }
  return cards;
}

/** As its users run it. @throws Complaint when it fails; not when it is killed */
async function run(command: 'prepare' | 'run' | 'report', file: string, killAfterMs?: number): Promise<string> {
  const main = join(repositoryRoot, 'bridge', 'dist', 'main.js');
  if (!existsSync(main)) throw new Complaint(`${main} is not built.`);
  const more = { prepare: [], run: ['--once'], report: ['--json'] }[command];
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    main,
    command,
    '--config',
    file,
    ...more,
  ]);
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  let [said, complained] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complained += data.toString()));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on('error', reject).on('close', (...end) => resolve(end));
  });
  clearTimeout(timer);
  if (code !== 0 && signal === null && command !== 'report')
    throw new Complaint(`The bridge ends with ${code}: ${complained}${said}`);
  return said;
}
