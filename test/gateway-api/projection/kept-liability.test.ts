/**
 * What the gateway's file keeps of programmes' liabilities, beside what the audit reckons from all receipts: after any operations, at
 * any block, over restarts and a process that ends in the middle.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importedReceipt, type ImportedRow } from '@commonpoint/catalogue';
import type { CohortReceipt } from '../../../audit/src/cohort-receipt.js';
import type { LiabilityReport } from '../../../audit/src/liability-report.js';
import { PostedReceipts } from '../../../audit/src/posted-receipts.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { rows as orderRows } from '../../../gateway-api/src/subjects/orders/tables.js';
import { rows as pointRows } from '../../../gateway-api/src/subjects/points/tables.js';
import { liabilityQueries } from '../../../gateway-api/src/subjects/programs/liability-reckoning.js';
import { randomOf } from '../../simulation/planned-accounts.js';

const programs = ['harbor', 'citypark'] as const;
const MSP = 'HarborMSP';
const accounts = ['a', 'b', 'c', 'd'].map((name) => `${MSP}:0000000${name}`);
const expiries = ['2027-12-31', '2028-01-31', '2028-11-30', '9999-12-31'];

interface Write {
  readonly key: readonly string[];
  readonly value: object;
}
type Receipt = CohortReceipt;
type Common = Omit<Receipt, 'kind'>;

/** Blocks by a seed: plausible and, as two peers may endorse what they like, not. */
class Ledger {
  readonly #receipts = new Map<string, Receipt>();
  readonly #undone: Receipt[] = [];
  readonly #kept: Receipt[] = [];
  readonly #lines: Receipt[] = [];
  #count = 0;
  #day = Date.parse('2026-11-20T10:00:00.000Z');

  constructor(private readonly below: (max: number) => number) {}

  #one<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }

  #lots = () =>
    Array.from({ length: 1 + this.below(2) }, (_, n) => ({
      lotId: `${this.#one(expiries)}.${'0'.repeat(64)}.0000${n}`,
      amount: String(1 + this.below(30)),
    }));

  /** What a block writes: by transaction, in the order of keys. */
  block(): Write[][] {
    this.#day += this.below(20) * 86_400_000;
    if (this.below(12) === 0) return [this.#lifting()];
    return Array.from({ length: 1 + this.below(3) }, () => {
      const txId = `t-${(this.#count += 1)}`;
      const txTime = new Date(this.#day).toISOString();
      if (this.below(8) === 0) return this.#imported(txId, txTime);
      const writes = Array.from({ length: 1 + this.below(5) }, () => this.#operation(txId, txTime)).flat();
      const last = new Map(writes.map((write) => [write.key.join(' '), write]));
      return [...last.keys()].sort().map((key) => last.get(key)!);
    });
  }

  #lifting(): Write[] {
    const from = new Date(this.#day - this.below(60) * 86_400_000).toISOString();
    const programId = this.below(2) === 0 ? { programId: this.#one(programs) } : {};
    const id = `RegulatorMSP:${(this.#count += 1)}`;
    const order = {
      ...{ orderId: id, basis: 'regulator', status: 'lifted', expiry: 'waits', effect: { kind: 'stop-debits' } },
      ...{ from, issuedAt: from, liftedAt: new Date(this.#day).toISOString(), reasonHash: '0'.repeat(64) },
      scope: { kind: 'account', accountId: this.#one(accounts), ...programId },
    };
    return [{ key: ['order', id], value: order }];
  }

  #imported(txId: string, txTime: string): Write[] {
    const file = `im-${String((this.#count += 1)).padStart(40, '0')}`;
    const entries = Array.from({ length: 1 + this.below(99) }, (_, line) => {
      const other = this.below(3) === 0 ? ` ${this.#one(expiries)}` : '';
      return `${line} ${this.#one(accounts)} ${1 + this.below(30)} ${line}${other}`;
    });
    const maturing = this.below(2) === 0 ? { maturesOn: '2027-03-01' } : {};
    const common = { programId: this.#one(programs), expiry: this.#one(expiries), lane: 0, txId, txTime, ...maturing };
    const row: ImportedRow = { ...common, rows: entries };
    for (const entry of entries) this.#lines.push(importedReceipt({ mspId: MSP, file }, row, entry));
    this.#undone.push(this.#lines.at(-1)!);
    return [{ key: ['imported', MSP, file, '0'], value: row }];
  }

  #operation(txId: string, txTime: string): Write[] {
    const id = `o-${String(this.below(1_000)).padStart(3, '0')}-${(this.#count += 1)}`;
    const [consumed, created] = [this.#lots(), this.#lots()];
    const amount = String(consumed.reduce((sum, lot) => sum + Number(lot.amount), 0));
    const [programId, accountId] = [this.#one(programs), this.#one(accounts)];
    const common = { id, mspId: MSP, programId, accountId, amount, txId, txTime };
    const write = (receipt: Receipt): Write[] => {
      this.#receipts.set(id, receipt);
      return [{ key: ['op', MSP, receipt.id], value: receipt }];
    };
    const undoable = (receipt: Receipt): Write[] => {
      this.#undone.push(receipt);
      return write(receipt);
    };
    const keeps = (receipt: Receipt): Write[] => {
      this.#kept.push(receipt);
      return write(receipt);
    };
    switch (this.below(13)) {
      case 0:
      case 1: {
        const maturing = this.below(2) === 0 ? { maturesOn: `${2027 + this.below(3)}-0${1 + this.below(6)}-01` } : {};
        const sum = String(created.reduce((all, lot) => all + Number(lot.amount), 3));
        return undoable({ ...common, kind: 'issue', amount: sum, created, paidOff: '3', ...maturing });
      }
      case 2:
        return undoable({ ...common, kind: 'transfer', toAccountId: this.#one(accounts), consumed, created: consumed });
      case 3:
      case 4:
        return undoable({ ...common, kind: 'redeem', consumed });
      case 5:
        return keeps({ ...common, kind: 'hold', consumed });
      case 6:
        return keeps({ ...common, kind: 'buy-note', consumed });
      case 7:
      case 8:
        return this.#end(common, undoable);
      case 9: {
        const other = programs.find((each) => each !== programId)!;
        const into = { ...common, id: `${id}-in`, programId: other, targetProgramId: other, created };
        return [
          ...write({ ...common, kind: 'exchange', targetProgramId: other, consumed }),
          { key: ['op', MSP, into.id], value: { ...into, kind: 'exchange' } },
        ];
      }
      case 10:
        return write({ ...common, kind: this.#one(['expire', 'extend', 'consolidate']), consumed, created: consumed });
      default:
        return this.#reversal(common);
    }
  }

  #end(common: Common, undoable: (receipt: Receipt) => Write[]): Write[] {
    const of = this.#kept[this.below(this.#kept.length + 1)];
    if (of === undefined) return [];
    const [consumed, created] = [this.#lots(), this.#lots()];
    const base = { ...common, programId: of.programId, accountId: of.accountId };
    if (of.kind !== 'buy-note')
      return this.below(2) === 0
        ? undoable({ ...base, kind: 'capture', holdId: of.id, consumed, created })
        : undoable({ ...base, kind: 'void', holdId: of.id, created });
    if (this.below(2) === 0) {
      const given = { ...base, kind: 'transfer-note', noteId: of.id, parts: { lots: consumed } };
      this.#kept.push({ ...given, kind: 'buy-note' });
      return [{ key: ['op', MSP, given.id], value: given }];
    }
    const earned = { interest: '4', expiry: '2028-11-30', paidOff: '1' };
    return undoable({ ...base, kind: 'redeem-note', noteId: of.id, created, ...earned });
  }

  #reversal(common: Common): Write[] {
    const isLine = this.below(3) === 0 && this.#lines.length > 0;
    const of = isLine ? this.#lines : this.#undone;
    // The same one again and again, too: more is taken back than there was.
    const recent = this.below(2) === 0 ? Math.max(0, of.length - 2) : 0;
    const found = of[recent + this.below(of.length - recent + 1)];
    if (found === undefined) return [];
    const target = this.#receipts.get(found.id) ?? found;
    const amount = String(1 + this.below(20));
    const reversed = String(Number(target.reversed ?? 0) + Number(amount));
    const after = { ...target, reversed, reversedBy: [{ mspId: MSP, operationId: common.id }] };
    this.#receipts.set(found.id, after);
    const lots = [{ lotId: `${this.#one(expiries)}.${'0'.repeat(64)}.00000`, amount }];
    const isGiven = found.kind === 'redeem' || found.kind === 'capture';
    const reversal = {
      ...{ ...common, programId: target.programId, accountId: target.accountId },
      ...{ kind: 'reverse', amount, reverses: target.id, clawback: String(this.below(3)) },
      ...(isGiven ? { created: lots } : { consumed: lots }),
      ...(found.kind === 'transfer' && { toAccountId: this.#one(accounts), consumed: lots, created: lots }),
    };
    return [
      { key: ['op', MSP, after.id], value: after },
      { key: ['op', MSP, common.id], value: reversal },
    ];
  }
}

class Gateway {
  readonly database: Database;
  readonly #apply;
  readonly liability;

  constructor(
    readonly path: string,
    private readonly heldMax?: number,
    private readonly writtenAtOnce?: number,
  ) {
    this.database = new Database(path, tables);
    this.#apply = createBlockApplier(this.database, [pointRows, orderRows], ({ key, why }) => {
      throw new Error(`${key?.join(' ')} was passed over: ${why}`);
    });
    this.liability = liabilityQueries(this.database, heldMax, writtenAtOnce);
  }

  startedAgain(): Gateway {
    this.database.close();
    return new Gateway(this.path, this.heldMax, this.writtenAtOnce);
  }

  take(number: number, transactions: readonly (readonly Write[])[]): void {
    const encoded = transactions.map((writes, index) => ({
      ...{ txId: `${number}.${index}`, index, validationCode: 0, hashedWrites: [] },
      writes: writes.map(({ key, value }) => ({ key, value: Buffer.from(JSON.stringify(value)) })),
    }));
    this.database.transaction('rebuildable', () => this.#apply({ number, hash: '', transactions: encoded }));
  }

  get alterations(): unknown {
    return this.database.sqlite.prepare('SELECT alterations FROM liability_mark').get()!['alterations'];
  }

  /** Programmes that are reckoned anew each time. */
  get unkept(): unknown[] {
    const nulls = this.database.sqlite.prepare('SELECT program_id FROM liability_sums WHERE value IS NULL');
    return nulls.all().map((row) => row['program_id']);
  }
}

/** By blocks, in memory, as `npm run audit` has them. */
class Audit {
  readonly #posted = new Map(programs.map((programId) => [programId, new PostedReceipts(programId)]));

  take(transactions: readonly (readonly Write[])[]): void {
    const writes = transactions.flat().flatMap(({ key, value }) => {
      if (key[0] !== 'imported') return [{ key, value }];
      const [, mspId, file] = key as [string, string, string];
      return (value as ImportedRow).rows.map((entry) => {
        const receipt = importedReceipt({ mspId, file }, value as ImportedRow, entry);
        return { key: ['op', mspId, receipt.id], value: receipt };
      });
    });
    for (const posted of this.#posted.values()) posted.apply(writes);
  }

  report = (programId: (typeof programs)[number], block: number): LiabilityReport =>
    this.#posted.get(programId)!.report(block);
}

/** A hundred lines of a file, of fifty accounts. */
const hundredOf = (file: number): Write => ({
  key: ['imported', MSP, `im-${String(file).padStart(40, '0')}`, '0'],
  value: {
    ...{ programId: 'harbor', expiry: '2028-11-30', lane: 0, txId: `t-${file}`, txTime: '2026-11-23T10:00:00.000Z' },
    rows: Array.from({ length: 100 }, (_, line) => `${line} ${MSP}:a-${file}-${line % 50} 5 ${line}`),
  },
});

const client = (number: number) => ({ clientId: `client-${number}`, isAwaited: () => true });

describe('what is kept', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liability-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    [1, 1, 1],
    [2, 30, 2],
    [3, undefined, undefined],
  ])('is what all receipts come to, at every block (seed %i)', async (seed, heldMax, writtenAtOnce) => {
    const below = randomOf(seed);
    const ledger = new Ledger(below);
    const audit = new Audit();
    let gateway = new Gateway(join(folder, 'gateway.db'), heldMax, writtenAtOnce);
    const reports: LiabilityReport[] = [];
    for (let block = 0; block < 80; block++) {
      const transactions = ledger.block();
      gateway.take(block, transactions);
      audit.take(transactions);
      reports.push(...programs.map((programId) => audit.report(programId, block)));
      const chance = below(6);
      if (chance === 0) gateway.liability.advance();
      if (chance === 1) gateway = gateway.startedAgain();
      if (chance > 3)
        for (const programId of programs)
          expect(await gateway.liability.report(programId)).toEqual(audit.report(programId, block));
    }
    expect(gateway.alterations).toBe(0);
    expect(gateway.unkept).toEqual([]);
    // Each report of the past, also of the very last blocks, from which on nothing happened.
    for (const report of reports.filter((_, at) => at % 5 === 0 || at > 150)) {
      const { programId, asOfBlock } = report;
      expect(await gateway.liability.report(programId, asOfBlock)).toEqual(report);
    }
    gateway.database.close();
  });

  test('is whole wherever the process ended', async () => {
    const ledger = new Ledger(randomOf(7));
    const audit = new Audit();
    const gateway = new Gateway(join(folder, 'gateway.db'), 1, 5);
    for (let block = 0; block < 60; block++) {
      const transactions = ledger.block();
      gateway.take(block, transactions);
      audit.take(transactions);
    }
    const copies: string[] = [];
    const copy = (): void => {
      const to = join(folder, `ended-${copies.length}.db`);
      copies.push(to);
      for (const end of ['', '-wal']) if (existsSync(gateway.path + end)) copyFileSync(gateway.path + end, to + end);
    };
    const { database } = gateway;
    // So that a step's pages are written before it is committed.
    database.sqlite.exec('PRAGMA cache_size = 1');
    const transaction = database.transaction.bind(database);
    jest.spyOn(database, 'transaction').mockImplementation((durability, work) =>
      transaction(durability, () => {
        const result = work();
        copy();
        return result;
      }),
    );
    while (gateway.liability.advance()) copy();
    expect(copies.length).toBeGreaterThan(10);
    for (const path of copies) {
      const again = new Gateway(path);
      for (const programId of programs)
        expect(await again.liability.report(programId)).toEqual(audit.report(programId, 59));
      again.database.close();
    }
    database.close();
  });

  test('is written in steps, however many accounts it is of', async () => {
    const gateway = new Gateway(':memory:', 2_000, 300);
    const { sqlite } = gateway.database;
    const written = (): number => sqlite.prepare('SELECT total_changes() AS n').get()!['n'] as number;
    for (let block = 0; block < 40; block++) gateway.take(block, [[hundredOf(block)]]);
    const steps: number[] = [];
    for (let [before, more] = [written(), true]; more; before = written()) {
      more = gateway.liability.advance();
      steps.push(written() - before);
    }
    // Of fifty accounts for each block, each a number and its points.
    expect(steps.reduce((sum, count) => sum + count)).toBeGreaterThan(4_000);
    expect(Math.max(...steps)).toBeLessThan(2 * 300 + 10);
    expect((await gateway.liability.report('harbor')).totals.issued).toBe('20000');
    gateway.database.close();
  });

  test('is reckoned anew also when some of what is altered waits to be written', async () => {
    const gateway = new Gateway(join(folder, 'gateway.db'), 1, 1);
    const audit = new Audit();
    const take = (block: number, month: string, kind: string, ...amounts: readonly string[]): void => {
      const writes = amounts.map((amount, n): Write => {
        const lots = [{ lotId: `2028-11-30.${'0'.repeat(64)}.00000`, amount }];
        const id = `${kind}-${n}`;
        const common = { id, mspId: MSP, kind, programId: 'harbor', accountId: accounts[n], amount, txId: month };
        const value = { ...common, ...(kind === 'issue' ? { created: lots } : { consumed: lots }) };
        return { key: ['op', MSP, id], value: { ...value, txTime: `${month}-20T10:00:00.000Z` } };
      });
      gateway.take(block, [writes]);
      audit.take([writes]);
    };
    take(0, '2026-10', 'issue', '5', '11', '17');
    // Worked through, put down, and the first one written.
    for (const _ of [1, 2, 3]) expect(gateway.liability.advance()).toBe(true);
    const waiting = gateway.database.sqlite.prepare('SELECT count(*) AS n FROM liability_waiting');
    expect(waiting.get()).toEqual({ n: 2 });
    take(1, '2026-11', 'issue', '7', '13', '19');
    take(2, '2026-12', 'redeem', '7', '13', '19');
    expect(await gateway.liability.report('harbor')).toEqual(audit.report('harbor', 2));
    expect([gateway.unkept, waiting.get()]).toEqual([[], { n: 0 }]);
    gateway.database.close();
  });

  test('is made of whole transactions, however large: one receipt may stand before another that it followed', async () => {
    const gateway = new Gateway(':memory:');
    const audit = new Audit();
    const lots = (amount: string) => [{ lotId: `2028-11-30.${'0'.repeat(64)}.00000`, amount }];
    const op = (id: string, kind: string, txTime: string, more: object): Write => ({
      key: ['op', MSP, id],
      value: { id, mspId: MSP, kind, programId: 'harbor', accountId: accounts[0], txId: txTime, txTime, ...more },
    });
    const before = '2026-11-23T10:00:00.000Z';
    const after = '2026-12-23T10:00:00.000Z';
    const numbers = Array.from({ length: 150 }, (_, n) => String(n).padStart(3, '0'));
    const blocks = [
      [[op('issued', 'issue', before, { amount: '300', created: lots('300') })]],
      [
        [
          ...numbers.map((n) =>
            op(`captured-${n}`, 'capture', after, { amount: '2', holdId: `held-${n}`, consumed: lots('2') }),
          ),
          ...numbers.map((n) => op(`held-${n}`, 'hold', after, { amount: '2', consumed: lots('2') })),
        ],
      ],
    ];
    for (const [number, block] of blocks.entries()) {
      gateway.take(number, block);
      audit.take(block);
    }
    const report = await gateway.liability.report('harbor');
    expect(report.cohorts).toMatchObject([{ month: '2026-11', redeemedByAge: [{ age: 1, points: '300' }] }]);
    expect(report).toEqual(audit.report('harbor', 1));
    gateway.database.close();
  });

  test('takes back of what has to mature no more than there was, however often', async () => {
    const gateway = new Gateway(join(folder, 'gateway.db'));
    const audit = new Audit();
    const lots = (amount: string) => [{ lotId: `2028-11-30.${'0'.repeat(64)}.00000`, amount }];
    const op = (id: string, kind: string, amount: string, more: object): Write => ({
      key: ['op', MSP, id],
      value: {
        ...{ id, mspId: MSP, kind, programId: 'harbor', accountId: accounts[0], amount },
        ...{ txId: `t-${id}`, txTime: '2026-11-23T10:00:00.000Z', ...more },
      },
    });
    const issued = (id: string, amount: string, more = {}): Write =>
      op(id, 'issue', amount, { created: lots(amount), maturesOn: '2027-02-01', ...more });
    const returned = (id: string) => op(id, 'reverse', '7', { reverses: 'one', consumed: lots('7') });
    const blocks = [
      [issued('one', '10'), issued('two', '5')],
      [issued('one', '10', { reversed: '7' }), returned('v-1')],
      [issued('one', '10', { reversed: '14' }), returned('v-2')],
    ];
    for (const [block, pending] of ['15', '8', '5'].entries()) {
      gateway.take(block, [blocks[block]!]);
      audit.take([blocks[block]!]);
      const report = await gateway.liability.report('harbor');
      expect(report.totals.pending).toBe(pending);
      expect(report).toEqual(audit.report('harbor', block));
    }
    gateway.database.close();
  });

  test('is reckoned anew when a receipt that is in it was altered, and not for ever beside what makes no sense', async () => {
    const gateway = new Gateway(join(folder, 'gateway.db'));
    const audit = new Audit();
    const common = { id: 'o-1', mspId: MSP, kind: 'issue', programId: 'harbor', accountId: accounts[0], txId: 't' };
    const issued = (amount: string, lotId = `2028-11-30.${'0'.repeat(64)}.00000`) => ({
      key: ['op', MSP, 'o-1'],
      value: { ...common, amount, created: [{ lotId, amount }], txTime: '2026-11-23T10:00:00.000Z' },
    });
    for (const [block, row] of [issued('5'), issued('7'), issued('9', 'soon')].entries()) {
      gateway.take(block, [[row]]);
      audit.take([[row]]);
      expect(await gateway.liability.report('harbor')).toEqual(audit.report('harbor', block));
      expect(gateway.alterations).toBe(block);
      expect(gateway.unkept).toEqual(block === 2 ? ['harbor'] : []);
      const other = { ...issued('4').value, id: `o-${2 + block}`, programId: 'citypark' };
      gateway.take(block, [[{ key: ['op', MSP, other.id], value: other }]]);
      expect((await gateway.liability.report('citypark')).totals.issued).toBe(String(4 * (block + 1)));
    }
    gateway.database.close();
  });

  test('is reckoned from what stands in the file where what was held of it is overtaken: altered, not to be written, written by another', async () => {
    const gateway = new Gateway(join(folder, 'gateway.db'));
    const audit = new Audit();
    const take = (block: number, id: string, amount: string): void => {
      const txTime = '2026-11-23T10:00:00.000Z';
      const created = [{ lotId: `2028-11-30.${'0'.repeat(64)}.00000`, amount }];
      const common = { mspId: MSP, kind: 'issue', programId: 'harbor', accountId: accounts[0], txId: `t-${id}` };
      const write = { key: ['op', MSP, id], value: { ...common, id, amount, created, txTime } };
      gateway.take(block, [[write]]);
      audit.take([[write]]);
    };
    take(0, 'o-1', '5');
    expect(gateway.liability.advance()).toBe(true);
    take(1, 'o-1', '7');
    expect(await gateway.liability.report('harbor')).toEqual(audit.report('harbor', 1));
    take(2, 'o-2', '11');
    expect(gateway.liability.advance()).toBe(true);
    const { database } = gateway;
    const transaction = database.transaction.bind(database);
    const full = jest.spyOn(database, 'transaction').mockImplementationOnce((durability, work) =>
      transaction(durability, () => {
        work();
        throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR' });
      }),
    );
    expect(() => gateway.liability.advance()).toThrow('full');
    full.mockRestore();
    expect(await gateway.liability.report('harbor')).toEqual(audit.report('harbor', 2));
    // Another one that works on the same file.
    const other = liabilityQueries(database);
    take(3, 'o-3', '13');
    expect(gateway.liability.advance()).toBe(true);
    take(4, 'o-4', '17');
    expect(await other.report('harbor')).toEqual(audit.report('harbor', 4));
    expect(await gateway.liability.report('harbor')).toEqual(audit.report('harbor', 4));
    take(5, 'o-5', '19');
    expect(gateway.liability.advance()).toBe(true);
    take(6, 'o-5', '23');
    // It begins anew with what was altered, and has written nothing of that yet.
    expect(other.advance()).toBe(true);
    expect(await gateway.liability.report('harbor')).toEqual(audit.report('harbor', 6));
    gateway.database.close();
  });

  test('is not what a programme owes of which a receipt says only later that it was taken back', async () => {
    const gateway = new Gateway(join(folder, 'gateway.db'));
    const audit = new Audit();
    const lots = [{ lotId: `2028-11-30.${'0'.repeat(64)}.00000`, amount: '10' }];
    const op = (id: string, kind: string, more: object): Write => ({
      key: ['op', MSP, id],
      value: {
        ...{ id, mspId: MSP, kind, programId: 'harbor', accountId: accounts[0], amount: '10' },
        ...{ txId: `t-${id}`, txTime: '2026-12-23T10:00:00.000Z', ...more },
      },
    });
    const blocks = [
      op('issued', 'issue', { created: lots, txTime: '2026-11-23T10:00:00.000Z' }),
      op('spent', 'redeem', { consumed: lots }),
      op('back', 'reverse', { reverses: 'spent', created: lots }),
      op('spent', 'redeem', { consumed: lots, reversed: '10', reversedBy: [{ mspId: MSP, operationId: 'back' }] }),
    ];
    for (const [block, write] of blocks.entries()) {
      gateway.take(block, [[write]]);
      audit.take([[write]]);
      expect(await gateway.liability.report('harbor')).toEqual(audit.report('harbor', block));
    }
    expect(gateway.unkept).toEqual(['harbor']);
    gateway.database.close();
  });

  test('is asked for by many at once and reckoned once, and others have their turn meanwhile', async () => {
    const gateway = new Gateway(':memory:');
    for (let block = 0; block < 100; block++) gateway.take(block, [[hundredOf(block)]]);
    const transaction = jest.spyOn(gateway.database, 'transaction');
    let turns = 0;
    const clock = setInterval(() => (turns += 1), 0);
    const reports = await Promise.all(Array.from({ length: 20 }, () => gateway.liability.report('harbor')));
    clearInterval(clock);
    expect(new Set(reports.map(({ totals }) => totals.issued))).toEqual(new Set(['50000']));
    // Twice half of the receipts, of 2,500 accounts: put down, and written in three steps.
    expect(transaction.mock.calls).toHaveLength(8);
    expect(turns).toBeGreaterThan(0);
    const same = await Promise.all(Array.from({ length: 20 }, () => gateway.liability.report('harbor', 50)));
    expect(new Set(same).size).toBe(1);
    const asked = Array.from({ length: 12 }, (_, block) => gateway.liability.report('harbor', block, client(block)));
    const answered = await Promise.allSettled(asked);
    expect(answered.map(({ status }) => status)).toEqual([
      ...Array<string>(10).fill('fulfilled'),
      ...['rejected', 'rejected'],
    ]);
    await expect(asked[11]).rejects.toMatchObject({ code: 'QUEUE_FULL', more: { retryAfterS: 10 } });
    expect((await gateway.liability.report('harbor', 11)).totals.issued).toBe('6000');
    gateway.database.close();
  });

  test('is reckoned of three blocks of the past for one client, and of more when others wait for these', async () => {
    const gateway = new Gateway(':memory:');
    for (let block = 0; block < 20; block++) gateway.take(block, [[hundredOf(block)]]);
    await gateway.liability.report('harbor');
    const [till, treasurer] = [client(1), client(2)];
    const ask = (asker: typeof till, block: number) => gateway.liability.report('harbor', block, asker);
    const asked = [1, 2, 3].map((block) => ask(till, block));
    const refused = { code: 'QUEUE_FULL', message: 'This client waits for 3 reports of the past already.' };
    await expect(ask(till, 4)).rejects.toMatchObject({ ...refused, more: { retryAfterS: 10 } });
    // Another one is not kept out by that, and what is under way is for whoever asks for it.
    const others = [ask(treasurer, 5), ask(till, 5), ask(treasurer, 3), ask(till, 6)];
    await expect(ask(till, 7)).rejects.toMatchObject(refused);
    await Promise.all([...asked, ...others]);
    expect((await ask(till, 7)).totals.issued).toBe('4000');
    gateway.database.close();
  });

  test('is given up when nobody waits for it any more, and takes nobody’s place', async () => {
    const gateway = new Gateway(':memory:');
    const issued = (id: string): Write => ({
      key: ['op', MSP, id],
      value: {
        ...{ id, mspId: MSP, kind: 'issue', programId: 'harbor', accountId: accounts[0], amount: '5', txId: `t-${id}` },
        txTime: '2026-11-23T10:00:00.000Z',
        created: [{ lotId: `2028-11-30.${'0'.repeat(64)}.00000`, amount: '5' }],
      },
    });
    for (let block = 0; block < 30; block++) gateway.take(block, [[issued(`op-${block}`)]]);
    const leaves = { isAwaited: (): boolean => false };
    await expect(gateway.liability.report('harbor', undefined, leaves)).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
    });
    expect((await gateway.liability.report('harbor')).totals.issued).toBe('150');
    const left = Array.from({ length: 30 }, (_, block) => gateway.liability.report('harbor', block % 20, leaves));
    const [joined, other] = [gateway.liability.report('harbor', 3), gateway.liability.report('harbor', 25)];
    expect([(await joined).totals.issued, (await other).totals.issued]).toEqual(['20', '130']);
    expect(new Set((await Promise.allSettled(left)).map((one) => one.status))).toEqual(new Set(['rejected']));
    // Whoever leaves does not take it from those who stay, nor from those who come later.
    const both = [gateway.liability.report('harbor', 4, leaves), gateway.liability.report('harbor', 4)];
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await both[1]!).totals.issued).toBe('25');
    expect((await gateway.liability.report('harbor', 4, leaves)).totals.issued).toBe('25');
    gateway.database.close();
  });

  test('knows whether many receipts wait for it', () => {
    const gateway = new Gateway(':memory:');
    for (let block = 0; block < 5; block++) gateway.take(block, [[hundredOf(block)]]);
    expect([gateway.liability.isBehind(500), gateway.liability.isBehind(501)]).toEqual([true, false]);
    while (gateway.liability.advance());
    expect(gateway.liability.isBehind(1)).toBe(false);
    gateway.database.close();
  });
});
