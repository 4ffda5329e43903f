/** What the explorer says of blocks that real Fabric made, and how its index comes about. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Explorer } from '../../../gateway-api/src/explorer/explorer.js';
import { IndexFile } from '../../../gateway-api/src/explorer/index-file.js';
import { showConfiguration } from '../../../gateway-api/src/explorer/show-configuration.js';
import { showTransaction } from '../../../gateway-api/src/explorer/show.js';
import type { Log } from '../../../gateway-api/src/log.js';
import * as faults from '../../support/disk-faults.cjs';
import { goldenChannel } from '../../support/golden-channel.js';
import { eventually } from '../../support/eventually.js';

const folder = mkdtempSync(join(tmpdir(), 'explorer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newPath = (): string => join(folder, `${++files}.db`);
const END = Number.MAX_SAFE_INTEGER;

const opened: Explorer[] = [];
afterEach(() => faults.set(undefined));
afterEach(() => Promise.all(opened.splice(0).map((explorer) => explorer.stop())));

function open(
  golden: ReturnType<typeof goldenChannel>,
  path = newPath(),
  warnings: object[] = [],
  restMs?: number,
): Explorer {
  const quiet = (): void => undefined;
  const log: Log = { debug: quiet, info: quiet, error: quiet, warn: (fields) => void warnings.push(fields) };
  const explorer = new Explorer({
    path,
    chaincode: 'points',
    channel: golden.channel,
    lastBlock: () => golden.state.height - 1,
    log,
    ...(restMs !== undefined && { restMs }),
  });
  opened.push(explorer);
  explorer.start();
  return explorer;
}
const untilThere = (explorer: Explorer) =>
  eventually(
    async () => explorer.indexed.isCatchingUp,
    (isCatchingUp) => !isCatchingUp,
    { intervalMs: 5 },
  );

async function explored(folderName: string) {
  const golden = goldenChannel(folderName);
  const explorer = open(golden);
  await untilThere(explorer);
  return { golden, explorer };
}

interface Shown {
  readonly block: number;
  readonly verdict: string;
  readonly explanation: string;
  readonly creator: { readonly mspId: string };
  readonly called: string;
  readonly endorsers: readonly { readonly mspId: string }[];
  readonly endorsements: readonly { readonly policy: string; readonly isMet: boolean }[];
  readonly operations: readonly { readonly kind: string; readonly mspId: string }[];
  readonly writes: readonly { readonly type?: string; readonly key: string; readonly value?: unknown }[];
  readonly reads: readonly { readonly key: string }[];
  readonly conflict?: { readonly kind: string; readonly key: string; readonly by: { readonly txId: string } };
}
const shown = async (explorer: Explorer, txId: string): Promise<Shown> =>
  showTransaction(await explorer.transaction(txId)) as Shown;

describe.each(['points', 'every-code', 'raft-duplicate'])('blocks of real Fabric: %s', (name) => {
  it('are listed, and each is told with its hashes and who ordered it', async () => {
    const { golden, explorer } = await explored(name);
    const lines = await explorer.blocks(END, 100);
    expect(lines.map(({ number, hash }) => ({ number, hash }))).toEqual(
      golden.expected.blocks.map(({ hash }, number) => ({ number, hash })).reverse(),
    );
    for (const [number, expected] of golden.expected.blocks.entries()) {
      const block = await explorer.block(number);
      expect({ hash: block.hash, commitHash: block.commitHash }).toEqual({
        hash: expected.hash,
        commitHash: expected.commitHash,
      });
      expect(block.orderers.length > 0 && block.orderers.every(({ holds }) => holds)).toBe(number > 0);
      expect(Buffer.from(await explorer.bytes(number)).equals(golden.bytes[number]!)).toBe(true);
    }
  });

  it('have transactions that are found by their ids, those that took effect endorsed as the ledger asked', async () => {
    const { golden, explorer } = await explored(name);
    for (const block of golden.blocks) {
      for (const { txId, validationCode } of block.transactions) {
        if (validationCode !== 0) continue;
        const { verdict, endorsements, block: number } = await shown(explorer, txId);
        expect({ txId, verdict, number }).toEqual({ txId, verdict: 'VALID', number: block.number });
        expect(endorsements.length).toBeGreaterThan(0);
        expect(endorsements.filter(({ isMet }) => !isMet)).toEqual([]);
      }
    }
  });
});

async function refused(name: string, code: number): Promise<Shown[]> {
  const { golden, explorer } = await explored(name);
  const ids = golden.blocks.flatMap(({ transactions }) =>
    transactions.flatMap(({ txId, validationCode }) => (validationCode === code ? [txId] : [])),
  );
  return Promise.all(ids.map((txId) => shown(explorer, txId)));
}

describe('a refused transaction', () => {
  it('that lost against another one is told with the row, and with whom it lost against', async () => {
    const [first] = await refused('every-code', 11);
    expect(first).toMatchObject({ verdict: 'MVCC_READ_CONFLICT', explanation: /A row that it had read/ });
    expect(first!.conflict?.kind).toBe('written-meanwhile');
    expect(first!.reads.map(({ key }) => key)).toContain(first!.conflict!.key);
  });

  it('whose stretch of rows changed is told with the transaction that changed it', async () => {
    for (const each of await refused('every-code', 12)) expect(each.conflict?.kind).toBe('range-changed');
  });

  it('that too few endorsed shows which policy is not met', async () => {
    for (const each of await refused('every-code', 10)) {
      const isExplained = each.conflict?.kind === 'policy-changed' || each.endorsements.some(({ isMet }) => !isMet);
      expect(isExplained).toBe(true);
    }
  });
});

it('tells an id that was used twice as the transaction that took effect', async () => {
  const { golden, explorer } = await explored('raft-duplicate');
  const duplicate = golden.blocks
    .flatMap(({ transactions }) => transactions)
    .find((each) => each.validationCode === 9)!;
  expect(await shown(explorer, duplicate.txId)).toMatchObject({ verdict: 'VALID' });
});

it('tells a points transaction by its operations and rows', async () => {
  const { golden, explorer } = await explored('points');
  const redeeming = golden.blocks.flatMap(({ transactions }) =>
    transactions.filter(({ writes }) =>
      writes.some(({ key, value }) => key[0] === 'op' && /"kind":"redeem"/.test(Buffer.from(value ?? '').toString())),
    ),
  );
  const told = await shown(explorer, redeeming[0]!.txId);
  expect(told.called).toBe('Points:Post');
  expect(told.operations).toMatchObject([{ kind: 'redeem' }]);
  expect(told.writes.map(({ type }) => type)).toEqual(expect.arrayContaining(['op', 'lot', 'supply']));
});

it('has the history of every key as blocks have it', async () => {
  const { golden, explorer } = await explored('points');
  const expected = new Map<string, { block: number; txId: string; value: string | undefined }[]>();
  for (const { number, transactions } of golden.blocks) {
    for (const { txId, writes } of transactions) {
      for (const { key, value } of writes) {
        const versions = expected.get(key.join('\u0000')) ?? [];
        versions.unshift({ block: number, txId, value: value && Buffer.from(value).toString() });
        expected.set(key.join('\u0000'), versions);
      }
    }
  }
  expect(expected.size).toBeGreaterThan(10);
  for (const [key, versions] of expected) {
    const found = [];
    for (let before: number | undefined = END; before !== undefined;) {
      const page = await explorer.history(key.split('\u0000'), before, 1);
      found.push(...page.versions);
      before = page.next;
    }
    expect(
      found.map(({ block, transaction, value }) => ({
        block,
        txId: transaction.txId,
        value: value && Buffer.from(value).toString(),
      })),
    ).toEqual(versions);
  }
});

it('has the configuration of every height', async () => {
  const { explorer } = await explored('points');
  const { block, configuration } = await explorer.configurationAt(7);
  expect(block).toBe(0);
  const told = showConfiguration(configuration);
  expect(told).toMatchObject({ consensus: 'BFT', channel: 'points' });
  expect(told).toMatchObject({
    organizations: expect.arrayContaining([expect.objectContaining({ mspId: 'HarborMSP' })]),
  });
});

it('refuses what is not there with what it is', async () => {
  const { explorer } = await explored('points');
  await expect(explorer.block(999)).rejects.toMatchObject({ code: 'BLOCK_AHEAD' });
  await expect(explorer.configurationAt(999)).rejects.toMatchObject({ code: 'BLOCK_AHEAD' });
  await expect(explorer.transaction('0'.repeat(64))).rejects.toMatchObject({ code: 'TRANSACTION_UNKNOWN' });
  expect(await explorer.history(['program', 'nobody'], END, 10)).toEqual({ versions: [], next: undefined });
});

describe('the index', () => {
  it('takes the blocks that the gateway follows, and asks the peer for none of them once more', async () => {
    const golden = goldenChannel('points');
    golden.state.height = 0;
    const explorer = open(golden);
    for (const block of golden.blocks) {
      golden.state.height += 1;
      explorer.follow(block);
    }
    expect(explorer.indexed).toEqual({ indexedBlock: golden.blocks.length - 1, isCatchingUp: false });
    expect(golden.state.streams).toBe(0);
  });

  it('that was closed goes on where it was, and one that was lost is made again in the background', async () => {
    const golden = goldenChannel('points');
    golden.state.height = 6;
    const path = newPath();
    const before = open(golden, path);
    await untilThere(before);
    await opened.pop()!.stop();
    const kept = IndexFile.open(path);
    expect(kept.next).toBe(6);
    kept.close();
    golden.state.height = golden.bytes.length;
    const again = open(golden, path);
    await untilThere(again);
    expect(await again.blocks(END, 100)).toHaveLength(golden.bytes.length);
    await opened.pop()!.stop();
    rmSync(path);
    const anew = open(golden, path);
    await untilThere(anew);
    expect(await anew.blocks(END, 100)).toHaveLength(golden.bytes.length);
  });

  it('of another ledger is made anew', async () => {
    const [one, other] = [goldenChannel('points'), goldenChannel('every-code')];
    const path = newPath();
    await untilThere(open(one, path));
    await opened.pop()!.stop();
    const warnings: object[] = [];
    const explorer = open(other, path, warnings);
    await untilThere(explorer);
    expect(warnings).toMatchObject([{ why: /another ledger/ }]);
    expect((await explorer.blocks(END, 1))[0]?.hash).toBe(other.expected.blocks.at(-1)?.hash);
  });

  it('that is some blocks ahead, as after a power cut, is kept; of another ledger it is not', async () => {
    const [golden, other] = [goldenChannel('points'), goldenChannel('every-code')];
    const path = newPath();
    await untilThere(open(golden, path));
    await opened.pop()!.stop();
    golden.state.height = 4;
    const warnings: object[] = [];
    const kept = open(golden, path, warnings);
    await untilThere(kept);
    for (const block of golden.blocks.slice(4)) {
      golden.state.height += 1;
      kept.follow(block);
    }
    expect(kept.indexed).toEqual({ indexedBlock: golden.blocks.length - 1, isCatchingUp: false });
    expect(warnings).toEqual([]);
    await opened.pop()!.stop();
    other.state.height = 0;
    const altered = open(other, path, warnings);
    other.state.height = 1;
    altered.follow(other.blocks[0]!);
    expect(warnings).toMatchObject([{ why: /another ledger/ }]);
  });

  it('that a full disk does not take is made anew at leisure, not each time that some blocks were read', async () => {
    await faults.ready;
    const golden = goldenChannel('points');
    const path = newPath();
    const slowly = golden.channel.blocks.bind(golden.channel);
    golden.channel.blocks = async function* (...call) {
      for await (const block of slowly(...call)) {
        await pause(900 / golden.bytes.length);
        yield block;
      }
    };
    const warnings: object[] = [];
    open(golden, path, warnings);
    faults.set({ kind: 'full', below: path });
    await eventually(
      async () => warnings.length,
      (count) => count > 0,
      { intervalMs: 5 },
    );
    // Reading all of it and writing some took less than this before.
    await pause(2_500);
    faults.set(undefined);
    expect(warnings).toEqual([{ why: expect.stringMatching(/full/) as string }, { err: expect.any(Error) as Error }]);
  });

  it.each(['before it is made', 'once it is there'])(
    'that a full disk takes none of, %s, is made when there is room',
    async (when) => {
      await faults.ready;
      const golden = goldenChannel('points');
      const [path, all] = [newPath(), golden.bytes.length];
      const warnings: object[] = [];
      if (when === 'once it is there') {
        golden.state.height = 3;
        await untilThere(open(golden, path, warnings));
        await opened.pop()!.stop();
      } else golden.state.height = 0;
      faults.set({ kind: 'full', below: path });
      const explorer = open(golden, path, warnings, 50);
      for (const block of golden.blocks.slice(golden.state.height)) {
        golden.state.height += 1;
        explorer.follow(block);
        await pause(30);
      }
      await eventually(
        async () => warnings.length,
        (count) => count > 4,
        { intervalMs: 5 },
      );
      expect(explorer.indexed.isCatchingUp).toBe(true);
      faults.set(undefined);
      await untilThere(explorer);
      expect(explorer.indexed).toEqual({ indexedBlock: all - 1, isCatchingUp: false });
      await opened.pop()!.stop();
      const kept = IndexFile.open(path);
      expect(kept.next).toBe(all);
      kept.close();
    },
  );

  it('that is damaged is made anew by whoever asks it', async () => {
    const golden = goldenChannel('points');
    const path = newPath();
    await untilThere(open(golden, path));
    await opened.pop()!.stop();
    const file = readFileSync(path);
    // All pages but those that say which tables there are and where.
    file.fill(0xff, 3 * 4096);
    writeFileSync(path, file);
    const warnings: object[] = [];
    const explorer = open(golden, path, warnings);
    await explorer.blocks(END, 100).catch(() => undefined);
    await untilThere(explorer);
    expect((await explorer.blocks(END, 100)).map(({ hash }) => hash)).toEqual(
      golden.expected.blocks.map(({ hash }) => hash).reverse(),
    );
  });
});
