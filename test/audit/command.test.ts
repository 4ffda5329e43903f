/** How `audit` ends, and what it says: of a ledger with which nothing is wrong, of a programme that there is not, and without room. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runAudit } from '../../audit/src/command.js';
import type { AuditConnection } from '../../audit/src/connection-file.js';
import { StateFile } from '../../audit/src/state-file.js';
import { StateNotKept } from '../../audit/src/store.js';
import { goldenChain, peerWith } from '../support/golden-chain.js';

jest.mock('../../audit/src/peers.js', () => ({
  connectPeer: () => {
    const { bytes } = goldenChain('points');
    return { ...peerWith('HarborMSP', bytes), close: () => undefined };
  },
}));

/** Of the recorded chain some rows are of an early version, which are found; by another chaincode there are none. */
const connectionTo = (chaincode: string): AuditConnection => ({
  channel: 'points',
  chaincode,
  identity: { mspId: 'HarborMSP', certPath: '', keyPath: '' },
  peers: [{ mspId: 'HarborMSP', endpoint: 'peer:7051', tlsRootCertPath: '' }],
});

async function run(typed: string[], chaincode = 'none') {
  const [out, err]: [string[], string[]] = [[], []];
  const [log, error, write] = [
    jest.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text)),
    jest.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text)),
    jest.spyOn(process.stderr, 'write').mockReturnValue(true),
  ];
  const code = await runAudit(typed, () => connectionTo(chaincode));
  for (const each of [log, error, write]) each.mockRestore();
  return { code, out: out.join('\n'), err: err.join('\n') };
}

it('with 0 where nothing is wrong, and 1 where something is', async () => {
  expect(await run([])).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is wrong.') });
  const { code, out } = await run(['--liability', 'harbor'], 'points');
  expect([code, out]).toEqual([1, expect.stringContaining('harbor, issued in all: outstanding')]);
});

it.each([['--liability'], ['--program']])('with 2 where %s is a programme that there is not', async (argument) => {
  const { code, out } = await run([argument, 'nosuch']);
  expect([code, out]).toEqual([2, expect.stringContaining('There is no programme nosuch on this ledger')]);
  expect(out).not.toContain('nosuch, issued');
  const { out: json } = await run([argument, 'nosuch', '--json']);
  const { unknownProgram, liability, about } = JSON.parse(json) as Record<string, unknown>;
  expect([unknownProgram, liability, about]).toEqual(['nosuch', undefined, undefined]);
  // What is wrong is more than that.
  expect((await run([argument, 'nosuch'], 'points')).code).toBe(1);
});

it('with 3, and a sentence, where there is no room for what it has to remember', async () => {
  const full = jest.spyOn(StateFile.prototype, 'settle').mockImplementation(() => {
    throw new StateNotKept('database or disk is full');
  });
  const { code, out, err } = await run([]);
  full.mockRestore();
  expect([code, out]).toEqual([3, '']);
  expect(err).toContain('what it remembers cannot be kept: database or disk is full');
  expect(err).toContain('TMPDIR');
});

it('with 2 and what may be typed, where that cannot be done', async () => {
  const { code, err } = await run(['--state', 'state', '--liability', 'harbor']);
  expect([code, err]).toEqual([2, expect.stringContaining('Usage: audit')]);
});

describe('of a state file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-command-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('that is none, or is damaged, with 2 and what helps, and leaves it as it is', async () => {
    const path = join(folder, 'state');
    expect((await run(['--state', path])).code).toBe(0);
    const damaged = readFileSync(path).fill('x', 4096);
    for (const content of [Buffer.from('something else'), damaged]) {
      writeFileSync(path, content);
      for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
      const { code, out, err } = await run(['--state', path]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(
        /^What an earlier audit kept cannot be read: .*\nWith another file, or none, this one begins anew\.$/,
      );
      expect(readFileSync(path)).toEqual(content);
    }
  });

  it('that is damaged where nobody looks, with 2 as well', async () => {
    const path = join(folder, 'half');
    expect((await run(['--state', path])).code).toBe(0);
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE beside (number INTEGER, value TEXT); CREATE INDEX numbers ON beside (number);
      INSERT INTO beside WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2000) SELECT n, hex(randomblob(200)) FROM n`);
    database.close();
    expect((await run(['--state', path])).code).toBe(0);
    const content = readFileSync(path);
    writeFileSync(path, content.fill(0xff, content.length - 8 * 4096, content.length - 4096));
    const { code, err } = await run(['--state', path]);
    expect([code, err]).toEqual([2, expect.stringContaining('What an earlier audit kept cannot be read')]);
  });

  it.each([['--state', join(folder, 'none', 'state')], [`--state=${join(folder, 'none', 'state')}`]])(
    'that cannot be written with 3: %s',
    async (...typed) => {
      const { code, err } = await run(typed.filter((each) => each !== undefined));
      expect([code, err]).toEqual([3, expect.stringContaining('It is kept in the file of --state.')]);
    },
  );
});
