/** An audit that goes on from a file finds the same as one that reads everything, and refuses what is no such file. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { parseRow } from '../../audit/src/row-texts.js';
import { StateFile } from '../../audit/src/state-file.js';
import { inMemory, StateNotKept, type Store } from '../../audit/src/store.js';
import { TableInFile } from '../../audit/src/table-in-file.js';
import { goldenChain } from '../support/golden-chain.js';

const { bytes } = goldenChain('points');
const { replace } = TableInFile.prototype;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-state-'));
  path = join(folder, 'state');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Applies so many of the blocks that come next, in an audit of its own. */
function auditOn(count: number) {
  const store = new StateFile(path);
  try {
    const audit = new BlockAudit({ chaincode: 'points', store });
    for (const block of bytes.slice(audit.next, audit.next + count)) audit.apply(block);
    return { end: audit.end, result: audit.finish() };
  } finally {
    store.close();
  }
}

it('comes to the same, however often it was interrupted between blocks', () => {
  const whole = new BlockAudit({ chaincode: 'points' });
  for (const block of bytes) whole.apply(block);
  auditOn(4);
  auditOn(0);
  auditOn(3);
  const { end, result } = auditOn(bytes.length);
  const expected = whole.finish();
  expect(result.findings).toEqual(expected.findings);
  expect(end).toMatchObject({
    number: whole.end!.number,
    hash: whole.end!.hash,
    transactions: whole.end!.transactions,
  });
  expect(Buffer.from(end!.commitHash)).toEqual(Buffer.from(whole.end!.commitHash));
  expect([...result.balances].sort()).toEqual([...expected.balances].sort());
  expect([...result.supply]).toEqual([...expected.supply]);
  expect([...result.clearing]).toEqual([...expected.clearing]);
  expect(result.operations).toBe(expected.operations);
});

it('is for its owner alone, with the log beside it, and leaves another file as it is', () => {
  // As most people have it, whatever ran before in this process.
  const before = process.umask(0o022);
  const store = new StateFile(path);
  process.umask(before);
  const audit = new BlockAudit({ chaincode: 'points', store });
  for (const block of bytes) audit.apply(block);
  store.write();
  for (const end of ['', '-wal', '-shm']) expect(statSync(`${path}${end}`).mode & 0o077).toBe(0);
  store.close();
  const other = join(folder, 'notes.txt');
  writeFileSync(other, 'Not a state file.');
  chmodSync(other, 0o644);
  expect(() => new StateFile(other)).toThrow();
  expect(statSync(other).mode & 0o777).toBe(0o644);
});

it('remembers what it found', () => {
  auditOn(4);
  const store = new StateFile(path);
  new BlockAudit({ chaincode: 'points', store }).apply(bytes[1]!);
  store.close();
  expect(
    auditOn(0)
      .result.findings.map(({ text }) => text)
      .join('\n'),
  ).toContain('its number is 1, not 4');
});

it('is refused where it is something else', () => {
  writeFileSync(path, 'no state file');
  expect(() => new StateFile(path)).toThrow();
});

describe('a table of it', () => {
  /** Enough for a second filter of names, and for values to be dropped from memory. */
  const COUNT = 70_000;
  const valueOf = (n: number): object => ({ amount: String(n) });

  it('has what was set and has not what was deleted, before and after it is opened again', () => {
    const store = new StateFile(path);
    const table = store.kept<object>('receipts');
    for (let n = 0; n < COUNT; n += 1) {
      table.set(`op ${n}`, valueOf(n));
      store.settle();
    }
    for (let n = 0; n < COUNT; n += 1000) table.delete(`op ${n}`);
    table.set('op 1', valueOf(-1));
    const check = (kept: typeof table): void => {
      expect(kept.size).toBe(COUNT - COUNT / 1000);
      for (let n = 0; n < COUNT; n += 500) {
        expect([n, kept.get(`op ${n}`)]).toEqual([n, n % 1000 === 0 ? undefined : valueOf(n)]);
      }
      expect(kept.get('op 1')).toEqual(valueOf(-1));
      expect(kept.has(`op ${COUNT}`)).toBe(false);
    };
    check(table);
    store.close();
    const again = new StateFile(path);
    check(again.kept<object>('receipts'));
    again.close();
  });

  it('keeps a row as it was written, whatever its spaces', () => {
    const store = new StateFile(path);
    const texts = ['{"amount": "1"}', ' {"amount":"2"}', '{"amount":"3","amount":"4"}', '[5]'];
    const table = store.kept<unknown>('receipts');
    texts.forEach((text, n) => table.set(`op ${n}`, parseRow(text)));
    store.close();
    const again = new StateFile(path);
    const found = again.kept<unknown>('receipts');
    texts.forEach((text, n) => expect(found.get(`op ${n}`)).toEqual(JSON.parse(text)));
    again.close();
  });
});

it('makes a table with its first row, and finds it again', () => {
  const tablesOf = (): number => {
    const database = new DatabaseSync(path);
    const { tables } = database.prepare(`SELECT count(*) AS tables FROM sqlite_schema WHERE type = 'table'`).get() as {
      tables: number;
    };
    database.close();
    return tables;
  };
  const store = new StateFile(path);
  const [empty, small, large] = [store.kept('empty'), store.kept('small', 'small'), store.kept('large')];
  expect([empty.size, [...empty], empty.get('a'), empty.delete('a')]).toEqual([0, [], undefined, false]);
  store.write();
  small.set('a', { of: 1 });
  large.set('b', { of: 2 });
  large.set('c', { of: 3 });
  store.write();
  large.delete('c');
  store.close();
  expect(tablesOf()).toBe(2);
  const again = new StateFile(path);
  expect([...again.kept('small', 'small')]).toEqual([['a', { of: 1 }]]);
  const found = again.kept('large');
  expect([found.size, [...found], found.get('c')]).toEqual([1, [['b', { of: 2 }]], undefined]);
  expect([...again.kept('empty', 'small')]).toEqual([]);
  again.close();
});

it('has no more values in memory than its bounds say, and reads the others again', () => {
  const bounds = { changesMax: 10, cachedMax: 20 };
  const store = new StateFile(path, 'process', bounds);
  const [names, others] = [store.kept<bigint>('names'), store.kept<{ of: number }>('others')];
  for (let n = 0; n < 500; n += 1) {
    names.set(`name ${n}`, BigInt(n));
    others.set(`other ${n % 50}`, { of: n });
    store.settle();
    if (n > 100) expect([n, names.get(`name ${n - 100}`)]).toEqual([n, BigInt(n - 100)]);
    expect(store.valuesHeld).toBeLessThanOrEqual(2 * (bounds.cachedMax + bounds.changesMax));
  }
  expect([names.get('name 3'), others.get('other 3'), names.size, others.size]).toEqual([3n, { of: 453 }, 500, 50]);
  store.close();
});

describe('for one run', () => {
  const bounds = { changesMax: 10, cachedMax: 20 };

  it('it comes to the same as in memory', () => {
    const [audit, whole] = [
      new BlockAudit({ chaincode: 'points', store: StateFile.unnamed(bounds) }),
      new BlockAudit({ chaincode: 'points' }),
    ];
    for (const block of bytes) expect(audit.apply(block)).toEqual(whole.apply(block));
    const [result, expected] = [audit.finish(), whole.finish()];
    expect({ ...result, balances: [...result.balances].sort() }).toEqual({
      ...expected,
      balances: [...expected.balances].sort(),
    });
  });

  /** In a program of its own, whose temporary files are in the test’s folder; with the lines that it printed. */
  function ran(script: string, shell = ''): string[] {
    const begins = `const fs = require('node:fs');
      const { StateFile } = require(${JSON.stringify(join(__dirname, '../../audit/dist/state-file.js'))});
      const store = StateFile.unnamed(${JSON.stringify(bounds)});
      const table = store.kept('receipts');
      const much = 'x'.repeat(10_000);`;
    const { stdout } = spawnSync(
      'bash',
      ['-c', `${shell} exec "$0" --disable-warning=ExperimentalWarning -e "$1"`, process.execPath, begins + script],
      { encoding: 'utf8', env: { ...process.env, TMPDIR: folder } },
    );
    return stdout.trim().split('\n');
  }

  const linux = process.platform === 'linux' ? it : it.skip; // /proc is Linux’s

  linux('it has a file that nobody else finds or may read, which is gone with it, and none while it is little', () => {
    const said = ran(`
      const open = () => fs.readdirSync('/proc/self/fd').map((fd) => '/proc/self/fd/' + fd)
        .filter((fd) => { try { return fs.readlinkSync(fd).startsWith(${JSON.stringify(folder)}); } catch { return false; } });
      table.set('first', { of: 1 });
      console.log(open().length);
      for (let n = 0; n < 4_000; n += 1) { table.set('op ' + n, { much }); store.settle(); }
      const { mode, nlink, size } = fs.statSync(open()[0]);
      console.log((mode & 0o777).toString(8), nlink, size > 10_000_000, fs.readdirSync(${JSON.stringify(folder)}).length);
      console.log(JSON.stringify(table.get('first')), table.get('op 3').much === much, table.size);
      store.close();
      console.log(open().length);`);
    expect(said).toEqual(['0', '600 0 true 0', '{"of":1} true 4001', '0']);
  });

  linux('that there is no room for it is said, and no finding', () => {
    // No file of this process may have more than a megabyte.
    const said = ran(
      `try { for (let n = 0; n < 5_000; n += 1) { table.set('op ' + n, { much }); store.settle(); } }
       catch (error) { console.log(error.name); }
       store.close();
       console.log('closed');`,
      'ulimit -f 1024;',
    );
    expect(said).toEqual(['StateNotKept', 'closed']);
  });
});

it('that cannot be read or written is no finding, wherever a rule asks for something', () => {
  let asked = 0;
  const store = (failsAt: number): Store => ({
    ...inMemory(),
    kept: <T>() => {
      const kept = new Map<string, T>();
      const get = kept.get.bind(kept);
      kept.get = (name) => {
        if ((asked += 1) === failsAt) throw new StateNotKept('database or disk is full');
        return get(name);
      };
      return kept;
    },
  });
  const all = (failsAt: number): void => {
    asked = 0;
    const audit = new BlockAudit({ chaincode: 'points', store: store(failsAt) });
    for (const block of bytes) audit.apply(block);
  };
  all(0);
  const often = asked;
  expect(often).toBeGreaterThan(100);
  for (let failsAt = 1; failsAt <= often; failsAt += 7) expect(() => all(failsAt)).toThrow(StateNotKept);
});

it('stays as it was where it could not be written, whatever has room later', () => {
  const before = new StateFile(path);
  const tables = [before.kept<bigint>('one'), before.kept<bigint>('other')];
  for (const table of tables) table.set('a', 1n);
  before.close();
  const store = new StateFile(path);
  for (const name of ['one', 'other']) store.kept<bigint>(name).set('a', 2n);
  const full = jest.spyOn(TableInFile.prototype, 'replace');
  full.mockImplementationOnce((...of) => {
    full.mockImplementationOnce(() => {
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    });
    return replace.apply(full.mock.contexts[0] as TableInFile, of);
  });
  expect(() => store.write()).toThrow(StateNotKept);
  full.mockRestore();
  expect(() => store.write()).toThrow(StateNotKept);
  store.close();
  const again = new StateFile(path);
  expect(['one', 'other'].map((name) => again.kept<bigint>(name).get('a'))).toEqual([1n, 1n]);
  again.close();
});
