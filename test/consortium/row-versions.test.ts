/** A code takes over only where everybody reads what it writes, and where it reads what there is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteRowsWritten, openDataFolder, rowsOnLedger } from '../../consortium/launcher/data-folder.js';
import {
  namedRows,
  rowsInVersion,
  rowsOfCode,
  rowsOfGateway,
  whyNotRead,
  whyNotTaken,
} from '../../consortium/launcher/row-versions.js';
import { createTopology } from '../../network/topology.js';

const [eight, nine] = [
  { oldest: 8, newest: 8 },
  { oldest: 8, newest: 9 },
];
const [before, soaking, present] = [
  { ...eight, written: 8 },
  { ...nine, written: 8 },
  { ...nine, written: 9 },
];
const gateway = (name: string, rows: typeof eight) => ({ name, rows });

describe('whether a code may take over', () => {
  it.each([
    ['the same rows, whoever reads them', before, eight, [gateway('a', eight)]],
    ['reading both and writing the older ones', soaking, eight, [gateway('a', eight)]],
    ['back from there to the code before', before, eight, [gateway('a', nine)]],
    ['newer rows when all read them', present, eight, [gateway('a', nine), gateway('b', nine)]],
    ['the same newer rows again', present, nine, []],
  ])('%s', (_what, next, ledger, readers) => expect(whyNotTaken(next, ledger, readers)).toBeUndefined());

  it.each([
    [
      'newer rows while one does not read them',
      present,
      eight,
      [gateway('a', nine), gateway('b', eight)],
      /9, and b reads/,
    ],
    ['back from newer rows', before, nine, [], /no way back/],
    ['older rows again', soaking, nine, [], /no way back/],
    ['a code that does not read the oldest', { oldest: 9, newest: 10, written: 9 }, nine, [], /has some of version 8/],
  ])('not %s', (_what, next, ledger, readers, why) => expect(whyNotTaken(next, ledger, readers)).toMatch(why));
});

it('a definition’s version names newer rows, and those of before as it did before', () => {
  const digest = 'ab'.repeat(32);
  const versionOf = (rows: typeof before) =>
    createTopology({ chaincode: { digest, number: 1, ...namedRows(rows) } }).chaincode.version;
  expect(versionOf(before)).toBe(`1.0+${'ab'.repeat(16)}`);
  expect(versionOf(present)).toBe(`1.0+rows9.${'ab'.repeat(16)}`);
  expect([before, present].map(versionOf).map(rowsInVersion)).toEqual([8, 9]);
  expect(rowsInVersion('1.0')).toBe(8);
});

describe('what says it', () => {
  let folder: string;
  let server: Server | undefined;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'commonpoint-rows-'))));
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
    server = undefined;
  });

  it('is a code’s package, and one from before it was said', () => {
    expect(rowsOfCode('')).toEqual(present);
    const says = (content: object): void => writeFileSync(join(folder, 'package.json'), JSON.stringify(content));
    says({});
    expect(rowsOfCode(folder)).toEqual(before);
    says({ rows: { oldest: 8 } });
    expect(() => rowsOfCode(folder)).toThrow('does not say which rows');
  });

  it('is a gateway, and one from before it was said; of one that does not answer nothing is known', async () => {
    let body: object = { ready: true };
    server = createServer((_request, response) => response.end(JSON.stringify(body)));
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await rowsOfGateway(url)).toEqual(eight);
    body = { ready: false, rows: nine };
    expect(await rowsOfGateway(url)).toEqual(nine);
    await expect(rowsOfGateway('http://127.0.0.1:1')).rejects.toThrow('Start it first');
  });

  it('is the data folder: what newer rows were written on, programs that do not read them refuse', () => {
    const wanted = { network: 'embedded', networkBasePort: 21_000, organizations: [] } as const;
    mkdirSync(join(folder, 'channel'));
    const foundation = (rows: object): void =>
      writeFileSync(join(folder, 'foundation.json'), JSON.stringify({ ...wanted, ...rows }));
    foundation({ ledgerRows: 8 });
    openDataFolder(folder, wanted).release();
    noteRowsWritten(folder, 8);
    expect(rowsOnLedger(folder)).toEqual(eight);
    noteRowsWritten(folder, 9);
    noteRowsWritten(folder, 8);
    expect(rowsOnLedger(folder)).toEqual(nine);
    openDataFolder(folder, wanted).release();
    foundation({ ledgerRows: 10, oldestRows: 8 });
    expect(() => openDataFolder(folder, wanted)).toThrow('of a later version');
    foundation({ ledgerRows: 9, oldestRows: 7 });
    expect(() => openDataFolder(folder, wanted)).toThrow('of an earlier version');
    expect([eight, nine].map(whyNotRead)).toEqual([undefined, undefined]);
  });
});
