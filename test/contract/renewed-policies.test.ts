/** Rows whose policies name a member that is gone are given others: of every kind there is, a few at a time. */
import { catalogue, type NamedRow, ownPolicyRows } from '@commonpoint/catalogue';
import { common, msp } from '@hyperledger/fabric-protos';
import { wrongPolicy } from '../../audit/src/row-policies.js';
import { input } from './terms-world.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { accept, citypark, harbor, program } from './consortium.js';
import {
  decide,
  ofAuditor,
  ofCityPark,
  ofGreenMart,
  ofHarbor,
  propose,
  remove,
  startGoverned,
  vote,
} from './governed.js';
import { propose as proposeMigration } from './migration-world.js';

const keyOf = ({ kind, parts }: NamedRow): string => ['', kind, ...parts, ''].join('\u0000');

async function dueRows(ledger: LedgerStub, pageSize = 100): Promise<NamedRow[]> {
  const due: NamedRow[] = [];
  for (const kind of ownPolicyRows) {
    let bookmark = '';
    do {
      const asked = { kind, pageSize, ...(bookmark !== '' && { bookmark }) };
      const page = await ledger.submit(ofHarbor, catalogue.listDuePolicies, asked);
      due.push(...page.rows);
      ({ bookmark } = page);
    } while (bookmark !== '');
  }
  return due;
}

const renew = (ledger: LedgerStub, rows: NamedRow[]) =>
  ledger.submit(harbor('operator'), catalogue.renewPolicies, { rows });

/** Whose peers satisfy a row's policy together. */
function satisfies(ledger: LedgerStub, row: NamedRow, signers: readonly string[]): boolean {
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(ledger.policies.get(keyOf(row))!);
  const named = envelope
    .getIdentitiesList()
    .map((principal) => msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8()).getMspIdentifier());
  const holds = (rule: common.SignaturePolicy): boolean => {
    const several = rule.getNOutOf();
    if (several === undefined) return signers.includes(named[rule.getSignedBy()] ?? '');
    return several.getRulesList().filter(holds).length >= several.getN();
  };
  return holds(envelope.getRule()!);
}

/** A ledger with a row of every kind, of GreenMart's among them, and GreenMart removed. */
async function withoutGreenMart(): Promise<LedgerStub> {
  const ledger = await startGoverned();
  const greenmart = { mspId: 'GreenMartMSP', role: 'admin' } as const;
  await ledger.submit(greenmart, catalogue.createProgram, { ...program, programId: 'greenmart' });
  for (const caller of [harbor(), citypark()]) await accept(ledger, caller, 'greenmart');
  const hash = 'ab'.repeat(32);
  const adopt = {
    kind: 'adopt-agreement',
    version: 1,
    hash,
    address: 'https://a.example',
    acceptWithinDays: 9,
  } as const;
  await decide(ledger, 'agreement', [adopt]);
  for (const caller of [ofHarbor, ofGreenMart])
    await ledger.submit(caller, catalogue.acceptAgreement, { version: 1, hash });
  const { proposalId } = await propose(ledger, ofHarbor, 'notes', { kind: 'switch-on', feature: 'notes' });
  await vote(ledger, ofHarbor, proposalId);
  await vote(ledger, ofCityPark, proposalId);
  await ledger.submit(ofGreenMart, catalogue.objectTo, { proposalId });
  const free = input({ prices: [], fees: [] });
  await ledger.submit(harbor(), catalogue.proposeTerms, { counterparty: 'GreenMartMSP', version: 1 }, free);
  // A money statement takes a cycle with debts between the two; here it is the row that counts.
  ledger.plant('statement', ['2026-10', 'GreenMartMSP', 'HarborMSP'], { cycle: '2026-10' });
  await proposeMigration(ledger);
  await decide(ledger, 'out', [remove('GreenMartMSP')]);
  return ledger;
}

test('every kind of row is due once a member is gone, and none when all are renewed', async () => {
  const ledger = await withoutGreenMart();
  const due = await dueRows(ledger, 2);
  // The epoch was written with the removal, and has its policy already.
  expect(new Set(due.map(({ kind }) => kind))).toEqual(new Set(ownPolicyRows.filter((kind) => kind !== 'epoch')));
  const left = ['HarborMSP', 'CityParkMSP'];
  const before = new Map([...ledger.rows].map(([key, { value }]) => [key, value.toString()]));
  for (let n = 0; n < due.length; n += 5) {
    const rows = due.slice(n, n + 5);
    expect(await renew(ledger, rows)).toEqual({ renewed: rows.length });
    expect(await renew(ledger, rows)).toEqual({ renewed: 0 });
  }
  expect(await dueRows(ledger)).toEqual([]);
  expect(new Map([...ledger.rows].map(([key, { value }]) => [key, value.toString()]))).toEqual(before);
  // Two of the three that are left are more than half: with one more gone, nothing is locked.
  for (const row of due) expect([row, satisfies(ledger, row, left)]).toEqual([row, true]);
  const standing = { active: ['AuditorMSP', ...left], hasLeft: (mspId: string) => mspId === 'GreenMartMSP' };
  const issuerOf = (programId: string) => (programId === 'harbor' ? 'HarborMSP' : 'GreenMartMSP');
  for (const { kind, parts } of due) {
    const policy = ledger.policies.get(keyOf({ kind, parts }));
    expect(wrongPolicy([kind, ...parts], policy, issuerOf, [], standing)).toBeUndefined();
  }
});

test('the peers that were asked before are enough to renew them', async () => {
  const ledger = await withoutGreenMart();
  const due = await dueRows(ledger);
  for (const row of due.filter((each) => ledger.policies.has(keyOf(each)))) {
    expect([row, satisfies(ledger, row, ['HarborMSP', 'CityParkMSP', 'AuditorMSP'])]).toEqual([row, true]);
  }
});

test('one that asks for other peers than the rules do is found by the audit', async () => {
  const ledger = await withoutGreenMart();
  const policy = ledger.policies.get(keyOf({ kind: 'org', parts: ['HarborMSP'] }))!;
  const standing = { active: ['AuditorMSP', 'CityParkMSP', 'HarborMSP'], hasLeft: () => false };
  expect(wrongPolicy(['org', 'HarborMSP'], policy, () => undefined, [], standing)).toBeDefined();
});

test('what there is not, and what is not a member’s to ask, is not renewed', async () => {
  const ledger = await withoutGreenMart();
  expect(await renew(ledger, [{ kind: 'vote', parts: ['nothing', 'HarborMSP'] }])).toEqual({ renewed: 0 });
  await expect(
    ledger.submit(ofGreenMart, catalogue.renewPolicies, { rows: [{ kind: 'epoch', parts: [] }] }),
  ).rejects.toThrow('GreenMartMSP is left');
  await expect(
    ledger.submit(ofAuditor, catalogue.renewPolicies, { rows: [{ kind: 'epoch', parts: [] }] }),
  ).resolves.toBeDefined();
});
