/**
 * Everything that is done with points at once, by a seed: issued, spent, transferred, held, exchanged into vouchers, given for a term,
 * owed on a credit between merchants, and pledged for money that is drawn, repaid, called and taken; at values that change; one to four
 * operations in a transaction, often about the same note or hold, with ids in any order. After every step the audit finds nothing; and what accounts have, in lots, holds, notes and pledges, is what came in less what went out.
 *
 * STEPS=100000 SEED=7 npm run test:unit -- test/audit/assets-model
 *
 * What is looked at in a step is bounded, however long it goes on: the lines of the last rounds, what is open, the last payments.
 */
import {
  catalogue,
  charterOtherwise,
  type CreditLine,
  type Operation,
  type RequestOf,
  type Transaction,
} from '@commonpoint/catalogue';
import { alice, bob, carol, citypark, greenmart, harbor, program } from '../contract/consortium.js';
import { terms as noteTerms } from '../contract/notes-world.js';
import { Refused, type StubCaller } from '../support/ledger-stub.js';
import { Audited } from './audited.js';

const STEPS = Number(process.env['STEPS'] ?? 80);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
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

interface Answer {
  readonly state: string;
  readonly code?: string;
  readonly receipt?: Record<string, string>;
}

const makes = ({ kind }: Operation, what: 'note' | 'hold'): boolean =>
  what === 'note' ? kind === 'buy-note' : kind === 'hold' || kind === 'pledge-note';

const lines = [
  { lineId: 'l-a', accountId: alice },
  { lineId: 'l-b', accountId: bob },
  { lineId: 'l-c', accountId: carol },
];

test(`no sequence gains a unit (${STEPS} steps, seed ${SEED})`, async () => {
  const random = randomOf(SEED);
  const pick = <T>(of: readonly T[]): T => of[random(of.length)]!;
  const audited = new Audited();
  const { ledger } = audited;
  const callers: Record<string, StubCaller> = {
    HarborMSP: harbor(),
    CityParkMSP: citypark(),
    GreenMartMSP: greenmart(),
  };
  let now = Date.parse('2026-11-23T08:00:00.000Z');
  const refused: Record<string, number> = {};
  let done = 0;
  const submit = async <T extends Transaction>(by: StubCaller, entry: T, request: RequestOf<T>): Promise<boolean> => {
    ledger.now = new Date(now + (random(1_801) - 900) * 1_000).toISOString();
    try {
      await audited.submit(by, entry, request);
      done += 1;
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused[error.body.code] = (refused[error.body.code] ?? 0) + 1;
      return false;
    }
  };
  for (const [caller, name] of [
    [harbor(), 'Harbor'],
    [citypark(), 'CityPark'],
    [greenmart(), 'GreenMart'],
  ] as const)
    await audited.submit(caller, catalogue.registerOrganization, { name });
  const on = { notes: true, credit: true, collateral: true, otherAssets: true };
  const constitution = { ...charterOtherwise, version: 1, since: '2026-11-01T00:00:00.000Z', ...on };
  ledger.plant('constitution', [], constitution);
  audited.replay.apply('vote', [{ key: ['constitution'], value: constitution }]);
  const conditions = { ...program, cap: '100000000', expiryMonths: 24, lanes: 1 };
  await audited.submit(harbor(), catalogue.createProgram, conditions);
  const coffee = {
    ...conditions,
    programId: 'greenmart-coffee',
    kind: 'voucher' as const,
    name: 'Coffee',
    unit: 'coffee',
  };
  await audited.submit(greenmart(), catalogue.createProgram, coffee);
  for (const caller of [citypark(), greenmart()])
    await audited.submit(caller, catalogue.acceptProgram, { programId: 'harbor', valueMin: '1' });
  await audited.submit(citypark(), catalogue.grantCredit, { programId: 'harbor', limit: '20000', lanes: 1 });
  await audited.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: alice }, { accountId: bob }] });
  await audited.submit(citypark(), catalogue.openAccounts, { accounts: [{ accountId: carol }] });
  const early = { afterDays: 0, sharePpm: 1_000_000 };
  const offer = { ...noteTerms, days: 60, ceiling: '10000000', lanes: 1, early };
  await audited.submit(harbor(), catalogue.offerNotes, offer);
  const rate = { sourceProgramId: 'harbor', targetProgramId: 'greenmart-coffee', version: 1 };
  const period = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2035-01-01T00:00:00.000Z' };
  const terms = { numerator: '1', denominator: '40', quota: '1000000', lanes: 1 };
  await audited.submit(greenmart(), catalogue.proposeRate, { ...rate, ...terms, ...period });
  await audited.submit(harbor(), catalogue.acceptRate, rate);

  /** What came into and went out of all accounts together, by what operations were answered. */
  const there: Record<string, bigint> = { harbor: 0n, 'greenmart-coffee': 0n };
  interface Open {
    readonly mspId: string;
    readonly id: string;
  }
  const open: Record<'hold' | 'pledge' | 'note', Open[]> = { hold: [], pledge: [], note: [] };
  const close = (of: Open[], mspId: string | undefined, id: string | undefined): void => {
    const at = of.findIndex((each) => each.id === id && each.mspId === mspId);
    if (at !== -1) of.splice(at, 1);
  };
  /** The lines of this round and of the two before, and the last payments of any. */
  let linesNow: string[] = [];
  const paid: { readonly lineId: string; readonly paymentId: string }[] = [];
  const ends = new Map<string, string>();
  let grouped = 0;
  let drawn = 0;
  let taken = 0;
  let notesPledged = 0;
  let endedPledged = 0;
  let notesTaken = 0;
  /** What waits to be sent in one transaction. */
  let pending: Operation[] = [];
  let sender = '';
  let together = 1;
  const post = async (mspId: string, operation: Operation): Promise<void> => {
    if (mspId !== sender) await flush();
    sender = mspId;
    pending.push(operation);
    if (pending.length >= together) await flush();
  };
  const flush = async (): Promise<void> => {
    const operations = pending;
    pending = [];
    together = random(2) === 0 ? 1 : 2 + random(3);
    if (operations.length === 0) return;
    ledger.now = new Date(now + (random(1_801) - 900) * 1_000).toISOString();
    const reply = await audited.submit(callers[sender]!, catalogue.postPoints, { operations });
    const { outcomes } = JSON.parse(reply) as { outcomes: Answer[] };
    if (outcomes.filter(({ state }) => state === 'POSTED').length > 1) grouped += 1;
    outcomes.forEach((outcome, at) => takeDown(sender, operations[at]!, outcome));
  };
  /** The note or hold that the transaction is about so far, every second time. */
  const lastOr = (kind: 'note' | 'hold', others: readonly Open[]): Open | undefined => {
    const found = pending.findLast(
      (each) => (kind === 'note' ? 'noteId' in each : 'holdId' in each) || makes(each, kind),
    );
    if (found === undefined || random(2) === 0) return others.length === 0 ? undefined : pick(others);
    if (makes(found, kind)) return { mspId: sender, id: found.id };
    if (kind === 'note' && 'noteId' in found) return { mspId: found.noteMspId ?? sender, id: found.noteId };
    return 'holdId' in found ? { mspId: found.holdMspId ?? sender, id: found.holdId } : undefined;
  };
  const takeDown = (mspId: string, operation: Operation, outcome: Answer): void => {
    const { state, code, receipt } = outcome;
    if (state !== 'POSTED' || receipt === undefined) return void (refused[code ?? ''] = (refused[code ?? ''] ?? 0) + 1);
    done += 1;
    const { kind, id } = operation;
    const put = (programId: string, points: bigint): void => void (there[programId] = there[programId]! + points);
    if (kind === 'issue') put(operation.programId, BigInt(receipt['amount']!));
    if (kind === 'redeem' || kind === 'capture' || kind === 'expire')
      put(receipt['programId']!, -BigInt(receipt['amount']!));
    if (kind === 'redeem-note') put('harbor', BigInt(receipt['interest'] ?? '0'));
    if (kind === 'exchange') {
      put('harbor', -BigInt(receipt['taken']!));
      put('greenmart-coffee', BigInt(receipt['received']!));
    }
    if (kind === 'hold') open[operation.lineId === undefined ? 'hold' : 'pledge'].push({ mspId, id });
    if (kind === 'pledge-note') open.pledge.push({ mspId, id });
    if (kind === 'buy-note' || (kind === 'transfer-note' && receipt['parts'] !== undefined))
      open.note.push({ mspId, id });
    if (kind === 'redeem-note') close(open.note, receipt['noteMspId'], receipt['noteId']);
    if (kind === 'capture' || kind === 'void') {
      close(open.hold, receipt['holdMspId'], receipt['holdId']);
      const isWhole = ledger.row('hold', receipt['holdMspId']!, receipt['holdId']!)?.['status'] !== 'open';
      if (isWhole) close(open.pledge, receipt['holdMspId'], receipt['holdId']);
    }
    if (kind === 'pledge-note') notesPledged += 1;
    if (kind === 'redeem-note' && receipt['holdId'] !== undefined) endedPledged += 1;
    if (kind !== 'capture' || receipt['lineId'] === undefined) return;
    taken += 1;
    if (receipt['noteId'] === undefined) return;
    notesTaken += 1;
    put('harbor', BigInt(receipt['interest'] ?? '0'));
  };
  const lineOf = (lineId: string) => ledger.row('credit-line', 'CityParkMSP', lineId) as CreditLine | undefined;
  const linesIn = (...statuses: readonly string[]) =>
    linesNow.filter((lineId) => statuses.includes(lineOf(lineId)?.status ?? ''));
  const line = { mspId: 'CityParkMSP' };
  const money = () => `${1 + random(900)}000000`;

  const step = async (n: number): Promise<unknown> => {
    const accountId = pick([alice, bob, carol]);
    const mspId = accountId.split(':')[0]!;
    // In blocks receipts stand in the order of their ids.
    const id = `${'zyxwvutsrq'[random(10)]}-${n}`;
    const amount = String(1 + random(900));
    const programId = 'harbor';
    const of = pick(lines);
    // Lines come to their ends: others take their place.
    const lineIdOf = () => `${of.lineId}-${Math.floor(n / 600)}-${random(2)}`;
    const custodian = callers[of.accountId.split(':')[0]!]!;
    switch (random(25)) {
      case 0:
      case 1:
        return post('HarborMSP', { kind: 'issue', id, programId, accountId, amount: String(500 + random(2_000)) });
      case 2:
        return post(mspId, {
          kind: 'redeem',
          id,
          programId,
          accountId,
          amount,
          acceptor: pick(['HarborMSP', 'CityParkMSP']),
        });
      case 3:
        return post(mspId, {
          kind: 'transfer',
          id,
          programId,
          fromAccountId: accountId,
          toAccountId: pick([alice, bob, carol]),
          amount,
        });
      case 4: {
        const expiresAt = new Date(now + DAY_MS * (1 + random(20))).toISOString();
        return post(mspId, {
          kind: 'hold',
          id,
          programId,
          accountId,
          amount,
          expiresAt,
          ...(random(2) === 0 && { beneficiary: 'CityParkMSP' }),
        });
      }
      case 5:
      case 6: {
        const held = [...open.hold.slice(-40), ...open.pledge.slice(-40)];
        const hold = lastOr('hold', held);
        if (hold === undefined) return;
        const by = pick([hold.mspId, 'CityParkMSP']);
        const part = random(2) === 0 ? {} : { amount: String(1 + random(300)) };
        return post(by, {
          kind: random(2) === 0 ? 'void' : 'capture',
          id,
          holdMspId: hold.mspId,
          holdId: hold.id,
          ...part,
        });
      }
      case 7:
        return post(mspId, {
          kind: 'exchange',
          id,
          programId,
          accountId,
          amount,
          targetProgramId: 'greenmart-coffee',
          rateVersion: 1,
        });
      case 8:
        return post(mspId, {
          kind: 'redeem',
          id,
          programId: 'greenmart-coffee',
          accountId,
          amount: '1',
          acceptor: 'GreenMartMSP',
        });
      case 9:
        return post(mspId, { kind: 'buy-note', id, programId, accountId, offerId: noteTerms.offerId, amount });
      case 10: {
        const notes = [...open.note.slice(0, 20), ...open.note.slice(-20)];
        const note = lastOr('note', notes);
        if (note === undefined) return;
        const about = { id, noteMspId: note.mspId, noteId: note.id };
        const early = random(2) === 0 && { early: true as const };
        return post(note.mspId, { kind: 'redeem-note', ...about, ...early });
      }
      case 22: {
        const notes = open.note.slice(-20);
        const note = lastOr('note', notes);
        if (note === undefined) return;
        const about = { id, noteMspId: note.mspId, noteId: note.id };
        if (random(3) > 0) {
          const lineId = pick(linesNow.length === 0 ? ['none'] : linesNow);
          return post(note.mspId, { kind: 'pledge-note', ...about, beneficiary: 'CityParkMSP', lineId });
        }
        const parts = { of: 2 + random(3), given: 1 };
        // One that is sold in the same transaction is not there yet.
        const whose = (ledger.row('note', note.mspId, note.id)?.['accountId'] as string | undefined) ?? accountId;
        const to = pick([whose, alice, bob]);
        return post(note.mspId, { kind: 'transfer-note', ...about, toAccountId: to, ...(to === whose && { parts }) });
      }
      case 11: {
        const until = new Date(now + DAY_MS * (5 + random(200))).toISOString().slice(0, 10);
        const lineId = lineIdOf();
        const about = { lineId, accountId: of.accountId, programId, limit: '3000000000', until };
        const more = { haircutPpm: random(3) * 250_000, marginDays: 1 + random(10), feePpm: random(3) * 100_000 };
        if (await submit(citypark(), catalogue.grantCreditLine, { ...about, ...more })) {
          ends.set(lineId, lineOf(lineId)!.pledgesEndAt);
          linesNow = [...linesNow.slice(-17), lineId];
        }
        return;
      }
      case 12:
      case 13: {
        const lineId = lineIdOf();
        const expiresAt = ends.get(lineId) ?? new Date(now + DAY_MS).toISOString();
        const pledge = {
          kind: 'hold' as const,
          id,
          programId,
          accountId: of.accountId,
          amount,
          expiresAt,
          beneficiary: 'CityParkMSP',
          lineId,
        };
        return post(of.accountId.split(':')[0]!, pledge);
      }
      case 14:
      case 15: {
        const about = { ...line, lineId: lineIdOf(), paymentId: `d-${random(n + 1)}` };
        if (random(2) === 0) {
          const { lineId, paymentId } = about;
          if (await submit(custodian, catalogue.drawOnLine, { ...about, amount: money() }))
            paid.push({ lineId, paymentId });
          return;
        }
        if (paid.length === 0) return;
        const { lineId, paymentId } = pick(paid.slice(-10));
        if (await submit(citypark(), catalogue.confirmLinePayment, { ...line, lineId, paymentId })) drawn += 1;
        return;
      }
      case 16: {
        const about = {
          ...line,
          lineId: lineIdOf(),
          paymentId: `b-${n}`,
          amount: money(),
          reference: 'x',
        };
        if (await submit(pick([custodian, citypark()]), catalogue.repayLine, about)) paid.push(about);
        return;
      }
      case 17: {
        const owing = linesIn('open', 'noticed').filter((lineId) => lineOf(lineId)?.drawn !== '0');
        return owing.length > 0 && submit(citypark(), catalogue.giveNotice, { ...line, lineId: pick(owing) });
      }
      case 18:
      case 21: {
        // Pledges of lines that were noticed, the oldest first.
        const noticed = linesIn('noticed', 'liquidated');
        const [first] = noticed.length === 0 ? [] : lineOf(pick(noticed))!.pledges;
        if (first === undefined) return;
        return post('CityParkMSP', { kind: 'capture', id, holdMspId: first.mspId, holdId: first.pledgeId });
      }
      case 19: {
        if (paid.length === 0) return;
        const { lineId, paymentId } = pick(paid.slice(-20));
        const about = { ...line, lineId, paymentId };
        const by = pick([custodian, citypark()]);
        if (random(3) === 0) return submit(by, catalogue.disputeLinePayment, { ...about, reason: 'never came' });
        return submit(by, pick([catalogue.withdrawLinePayment, catalogue.resolveLinePayment]), about);
      }
      case 20:
        if (random(8) > 0) return void (now += random(6 * DAY_MS));
        return submit(pick([custodian, citypark()]), catalogue.closeCreditLine, {
          ...line,
          lineId: lineIdOf(),
        });
      default:
        return submit(harbor(), catalogue.setClearingValue, {
          programId,
          clearingValue: String(500_000 + random(2_000_000)),
        });
    }
  };
  const sumOf = (programId: string): bigint => {
    const lots = ledger
      .table('lot')
      .filter(({ parts }) => parts[1] === programId)
      .map(({ value }) => value.amount);
    const held = ledger
      .table('open-hold')
      .filter(({ parts }) => parts[1] === programId)
      .map(({ value }) => value.amount);
    return [...lots, ...held].reduce<bigint>((sum, amount) => sum + BigInt(String(amount)), 0n);
  };

  const every = Math.max(1, Math.floor(STEPS / 1_000));
  for (let n = 0; n < STEPS; n += 1) {
    await step(n);
    audited.replay.endBlock(n);
    expect(audited.found()).toEqual([]);
    if (n % every !== 0) continue;
    for (const programId of Object.keys(there))
      expect([n, programId, sumOf(programId)]).toEqual([n, programId, there[programId]]);
    if (n % 5_000 === 0 && n > 0)
      process.stderr.write(
        `${n} steps, ${done} done, ${grouped} transactions of several, ${drawn} paid, ${taken} taken, of notes ${notesPledged} pledged, ${endedPledged} ended so, ${notesTaken} taken; ` +
          `${Math.round(process.cpuUsage().user / 1_000_000)} s of CPU\n`,
      );
  }
  const counts = [grouped, drawn, taken, notesPledged, endedPledged, notesTaken];
  if (STEPS >= 10_000) expect(counts.every((count) => count > 0)).toBe(true);
});
