/**
 * A credit through any sequence of what can happen to it, beside a model: what is used is what is owed and promised less what was paid
 * in advance, it is never above the limit, what is given back is what was drawn, and the audit finds nothing. CREDIT_RUNS=…
 */
import fc from 'fast-check';
import { catalogue } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, capture, citypark, harbor, hold, postOne, reverse, voidHold } from './consortium.js';
import { end, grant, prepay, putBack, read, release, settle, spend, startWithCredit } from './credit-world.js';

const LIMIT = 100n;
const amounts = fc.integer({ min: 1, max: 60 });
const index = fc.nat(20);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('spend' as const), amount: amounts }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hold' as const), amount: amounts }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('capture' as const), amount: amounts, of: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('void' as const), of: index }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reverse' as const), amount: amounts, of: index }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put-back' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const), pay: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pay' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prepay' as const), amount: amounts }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('end' as const, 'grant' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('freeze' as const, 'unfreeze' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What was spent or is held, and whether it was drawn. */
interface Drawn {
  readonly id: string;
  left: bigint;
  readonly isDrawn: boolean;
  readonly cycle: string;
  readonly by: string;
}

class Model {
  used = 0n;
  returning = 0n;
  prepaid = 0n;
  isLimited = true;
  isFrozen = false;
  part = 1;
  readonly drawnIn = new Map<string, bigint>();
  readonly closed: string[] = [];
  spent: Drawn[] = [];
  held: Drawn[] = [];

  get cycle(): string {
    return this.part === 1 ? '2026-11' : `2026-11.${String(this.part).padStart(2, '0')}`;
  }

  give(amount: bigint): void {
    this.used -= amount;
    this.returning += amount;
  }

  owe(amount: bigint): void {
    this.drawnIn.set(this.cycle, (this.drawnIn.get(this.cycle) ?? 0n) + amount);
  }

  /** Whether so much can be drawn now. */
  hasRoom(amount: bigint): boolean {
    return !this.isLimited || this.used + this.returning + amount <= LIMIT;
  }
}

async function apply(ledger: LedgerStub, model: Model, n: number, action: Step): Promise<void> {
  const id = `s-${n}`;
  const amount = 'amount' in action ? BigInt(action.amount) : 0n;
  const nth = (of: Drawn[]): Drawn | undefined =>
    'of' in action && of.length > 0 ? of[action.of % of.length] : undefined;
  switch (action.kind) {
    case 'spend':
    case 'hold': {
      const expiresAt = new Date(Date.parse(ledger.now) + 86_400_000).toISOString();
      const to = { beneficiary: 'CityParkMSP', creditLanes: [0, 1, 2], expiresAt };
      const { state } =
        action.kind === 'spend'
          ? await spend(ledger, id, String(amount), { creditLanes: [0, 1, 2] })
          : await postOne(ledger, harbor(), hold(id, alice, String(amount), to));
      const isDone = !model.isFrozen && model.hasRoom(amount);
      expect([id, state]).toEqual([id, isDone ? 'POSTED' : 'REJECTED']);
      if (!isDone) return;
      const drawn = { id, left: amount, isDrawn: model.isLimited, cycle: model.cycle, by: 'HarborMSP' };
      (action.kind === 'spend' ? model.spent : model.held).push(drawn);
      if (!model.isLimited) return;
      model.used += amount;
      if (action.kind === 'spend') model.owe(amount);
      return;
    }
    case 'capture': {
      const held = nth(model.held);
      if (held === undefined) return;
      const taken = amount < held.left ? amount : held.left;
      const request = capture(id, held.id, { holdMspId: 'HarborMSP', amount: String(taken) });
      expect(await postOne(ledger, citypark(), request)).toMatchObject({ state: 'POSTED' });
      model.held = model.held.filter((each) => each !== held);
      model.spent.push({ ...held, id, left: taken, cycle: model.cycle, by: 'CityParkMSP' });
      if (!held.isDrawn) return;
      model.owe(taken);
      model.give(held.left - taken);
      return;
    }
    case 'void': {
      const held = nth(model.held);
      if (held === undefined) return;
      const request = voidHold(id, held.id, { holdMspId: 'HarborMSP' });
      expect(await postOne(ledger, citypark(), request)).toMatchObject({ state: 'POSTED' });
      model.held = model.held.filter((each) => each !== held);
      if (held.isDrawn) model.give(held.left);
      return;
    }
    case 'reverse': {
      const spent = nth(model.spent);
      if (spent === undefined) return;
      const back = amount < spent.left ? amount : spent.left;
      const request = reverse(id, spent.id, { operationMspId: spent.by, amount: String(back) });
      const { state } = await postOne(ledger, citypark(), request);
      expect([id, state]).toEqual([id, model.isFrozen ? 'REJECTED' : 'POSTED']);
      if (model.isFrozen) return;
      spent.left -= back;
      model.spent = model.spent.filter((each) => each.left > 0n);
      if (!spent.isDrawn || spent.cycle !== model.cycle) return;
      model.owe(-back);
      model.give(back);
      return;
    }
    case 'put-back':
      if (model.returning > 0n) await putBack(ledger, [1, 0, 2]);
      model.returning = 0n;
      return;
    case 'close':
    case 'pay': {
      if (action.kind === 'close') {
        await settle(ledger, [model.cycle], { pay: false });
        model.closed.push(model.cycle);
        model.part += 1;
        if (!action.pay) return;
      }
      await settle(ledger, [], { pay: true });
      for (const cycle of model.closed.splice(0)) {
        const drawn = model.drawnIn.get(cycle) ?? 0n;
        const before = model.prepaid < drawn ? model.prepaid : drawn;
        const expected = { amount: String(drawn), prepaid: String(before) };
        expect(await release(ledger, cycle)).toMatchObject(expected);
        model.prepaid -= before;
        model.give(drawn - before);
      }
      return;
    }
    case 'prepay':
      await prepay(ledger, id, String(amount));
      model.prepaid += amount;
      model.give(amount);
      return;
    case 'end':
      await end(ledger);
      model.isLimited = false;
      return;
    case 'grant':
      await grant(ledger, String(LIMIT));
      model.isLimited = true;
      return;
    case 'freeze':
    case 'unfreeze': {
      const status = action.kind === 'freeze' ? 'frozen' : 'active';
      await ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status }).catch(() => undefined);
      model.isFrozen = status === 'frozen';
      return;
    }
    default:
      return action satisfies never;
  }
}

let standing: Promise<LedgerStub> | undefined;

test('is used as much as is owed and promised, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const ledger = (await (standing ??= startWithCredit({}, String(LIMIT), 3))).copy();
      const audit = new AuditAlong(ledger);
      const model = new Model();
      for (const [n, action] of steps.entries()) {
        await apply(ledger, model, n, action);
        const { used, returning, lanes } = await read(ledger);
        expect([n, used, returning]).toEqual([n, String(model.used), String(model.returning)]);
        for (const lane of lanes) expect(BigInt(lane.used)).toBeLessThanOrEqual(BigInt(lane.granted));
        expect(audit.found()).toEqual([]);
      }
    }),
    { numRuns: Number(process.env['CREDIT_RUNS'] ?? 3) },
  );
}, 3_600_000);
