/**
 * Members and merchants do what they like with notes, by a seed: buy, give away whole or in parts, redeem early and late, dated
 * off by a quarter of an hour, frozen, folded, at rates that change. After every step the supply adds up and the audit finds
 * nothing; and no note, in however many parts and hands, ever earned a point more than the whole at its end would have.
 *
 * NOTES_STEPS=100000 NOTES_SEED=7 npm run test:unit -- test/audit/notes-model
 */
import { catalogue, charterOtherwise, type Operation, type Outcome } from '@commonpoint/catalogue';
import {
  alice,
  bob,
  carol,
  citypark,
  greenmart,
  harbor,
  issue,
  program,
  redeem,
  transfer,
} from '../contract/consortium.js';
import { buy, offer, switchNotes, terms } from '../contract/notes-world.js';
import { Refused, type StubCaller } from '../support/ledger-stub.js';
import { Audited } from './audited.js';

const STEPS = Number(process.env['NOTES_STEPS'] ?? 120);
const SEED = Number(process.env['NOTES_SEED'] ?? Date.now() % 1_000_000);
const DAY_MS = 86_400_000;
jest.setTimeout(120_000 + STEPS * 1_000);

function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A note as it was sold, and what all that came of it has earned. */
interface Root {
  readonly principal: bigint;
  readonly from: string;
  readonly until: string;
  readonly most: bigint;
  earned: bigint;
}

test(`no sequence gains a point (${STEPS} steps, seed ${SEED})`, async () => {
  const random = randomOf(SEED);
  const pick = <T>(of: readonly T[]): T => of[random(of.length)]!;
  const audited = new Audited();
  const { ledger } = audited;
  const callers: Record<string, StubCaller> = { HarborMSP: harbor(), CityParkMSP: citypark() };
  for (const [caller, name] of [
    [harbor(), 'Harbor'],
    [citypark(), 'CityPark'],
    [greenmart(), 'GreenMart'],
  ] as const)
    await audited.submit(caller, catalogue.registerOrganization, { name });
  const conditions = { ...program, cap: '100000000', expiryMonths: 24, capOn: 'outstanding' as const, lanes: 1 };
  await audited.submit(harbor(), catalogue.createProgram, conditions);
  await audited.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: alice }, { accountId: bob }] });
  await audited.submit(citypark(), catalogue.openAccounts, { accounts: [{ accountId: carol }] });
  switchNotes(ledger, true);
  const constitution = { ...charterOtherwise, version: 1, since: '2026-11-01T00:00:00.000Z', notes: true };
  audited.replay.apply('vote', [{ key: ['constitution'], value: constitution }]);
  const early = { afterDays: 0, sharePpm: 1_000_000 };
  await audited.submit(harbor(), catalogue.offerNotes, { ...terms, days: 60, ceiling: '10000000', lanes: 1, early });

  const rates = [{ from: '2026-11-23', ppm: terms.ppm }];
  const roots = new Map<string, Root>();
  /** Note to the one that it is a part of. */
  const rootOf = new Map<string, string>();
  const open = new Map<string, { readonly mspId: string; accountId: string }>();
  const frozen = new Set<string>();
  let now = Date.parse('2026-11-23T08:00:00.000Z');
  let redeemed = 0;
  const custodian = (accountId: string): string => accountId.split(':')[0]!;

  const post = async (mspId: string, operation: Operation): Promise<Outcome> => {
    // Whoever dates a transaction does it as far off as peers let pass, and further.
    ledger.now = new Date(now + (random(1_801) - 900) * 1_000).toISOString();
    const reply = await audited.submit(callers[mspId]!, catalogue.postPoints, { operations: [operation] });
    return (JSON.parse(reply) as { outcomes: Outcome[] }).outcomes[0]!;
  };
  const settle = async (): Promise<void> => {
    try {
      const period = new Date(now - DAY_MS * (1 + random(3))).toISOString().slice(0, 10);
      ledger.now = new Date(now).toISOString();
      await audited.submit(harbor(), catalogue.foldSupply, { programId: 'harbor', period });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  };
  const announce = async (): Promise<void> => {
    const from = new Date(now + (random(20) + 8) * DAY_MS).toISOString().slice(0, 10);
    const ppm = terms.ppmMin + random(terms.ppmMax - terms.ppmMin + 1);
    try {
      ledger.now = new Date(now).toISOString();
      await audited.submit(harbor(), catalogue.changeNoteRate, { ...offer, from, ppm });
      rates.push({ from, ppm });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  };
  const step = async (n: number): Promise<void> => {
    const accountId = pick([alice, bob, carol]);
    const mspId = custodian(accountId);
    const id = `s-${n}`;
    const note = open.size === 0 ? undefined : pick([...open.keys()]);
    switch (random(12)) {
      case 0:
        await post('HarborMSP', issue(id, accountId, String(1 + random(50_000))));
        return;
      case 1:
        await post(mspId, redeem(id, accountId, String(1 + random(1_000))));
        return;
      case 2:
        await post(mspId, transfer(id, accountId, pick([alice, bob, carol]), String(1 + random(5_000))));
        return;
      case 3:
      case 4: {
        const { state, receipt } = await post(mspId, buy(id, accountId, String(1 + random(20_000))));
        if (state !== 'POSTED' || receipt === undefined) return;
        const { amount, from = '', until = '', interestMax = '0' } = receipt;
        roots.set(id, { principal: BigInt(amount), from, until, most: BigInt(interestMax), earned: 0n });
        rootOf.set(id, id);
        open.set(id, { mspId, accountId });
        return;
      }
      case 5:
      case 6: {
        if (note === undefined) return;
        const { mspId: noteMspId, accountId: from } = open.get(note)!;
        const of = 2 + random(5);
        const parts = random(2) === 0 ? {} : { parts: { of, given: 1 + random(of - 1) } };
        const about = { noteMspId, noteId: note, toAccountId: accountId, ...parts };
        const { state, receipt } = await post(custodian(from), { kind: 'transfer-note', id, ...about });
        if (state !== 'POSTED') return;
        if (receipt?.parts === undefined) open.get(note)!.accountId = accountId;
        else open.set(id, { mspId: custodian(from), accountId });
        if (receipt?.parts !== undefined) rootOf.set(id, rootOf.get(note)!);
        return;
      }
      case 7:
      case 8: {
        if (note === undefined) return;
        const { mspId: noteMspId, accountId: of } = open.get(note)!;
        const wish = random(3) === 0 ? { early: true as const } : {};
        const by = pick([custodian(of), 'HarborMSP', 'CityParkMSP']);
        const { state, receipt } = await post(by, { kind: 'redeem-note', id, noteMspId, noteId: note, ...wish });
        if (state !== 'POSTED') return;
        open.delete(note);
        redeemed += 1;
        roots.get(rootOf.get(note)!)!.earned += BigInt(receipt?.interest ?? '0');
        return;
      }
      case 9: {
        ledger.now = new Date(now).toISOString();
        const status = frozen.has(accountId) ? 'active' : random(3) === 0 ? 'frozen' : 'active';
        if (status === 'frozen') frozen.add(accountId);
        else frozen.delete(accountId);
        await audited.submit(callers[mspId]!, catalogue.setAccountStatus, { accountId, status });
        return;
      }
      case 10:
        return random(6) === 0 ? announce() : settle();
      default:
        now += random(4) * DAY_MS + random(DAY_MS);
    }
  };

  for (let n = 0; n < STEPS; n += 1) {
    await step(n);
    audited.replay.endBlock(n);
    expect(audited.found()).toEqual([]);
  }
  const { supply } = audited.replay.finish();
  const { interest = 0n } = supply.get('harbor') ?? {};
  let earned = 0n;
  for (const [id, root] of roots) {
    let ppm = 0n;
    for (let day = root.from; day < root.until; day = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10))
      ppm += BigInt(rates.findLast(({ from }) => from <= day)!.ppm);
    const whole = (root.principal * ppm) / 365_000_000n;
    expect([id, root.earned <= whole, whole <= root.most]).toEqual([id, true, true]);
    earned += root.earned;
  }
  expect(earned).toBe(interest);
  const drawn = [...roots.values()].reduce((sum, { most }) => sum + most, 0n);
  expect(interest <= drawn).toBe(true);
  if (STEPS >= 250) expect(redeemed).toBeGreaterThan(0);
});
