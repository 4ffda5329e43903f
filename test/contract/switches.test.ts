/** What members switch on by a vote: off in a consortium whose file says nothing, and on by a decision on the constitution alone. */
import { canonicalJson, catalogue, charterOtherwise, foundingCollection, type Charter } from '@commonpoint/catalogue';
import { createHash } from 'node:crypto';
import { agreedIn, foundingOf, switches } from '../../consortium/description/founding.js';
import { readDescription } from '../../consortium/description/read-description.js';
import { createTopology, defaultDescriptionPath } from '../../network/topology.js';
import { AuditAlong } from '../audit/audit-along.js';
import { defineFounding } from '../support/private-rows.js';
import { type LedgerStub, Refused } from '../support/ledger-stub.js';
import { terms as lineTerms } from './collateral-world.js';
import { citypark, greenmart, harbor, program, startConsortium } from './consortium.js';
import { decide, ofCityPark, ofGreenMart, ofHarbor, propose } from './governed.js';
import { terms as noteTerms } from './notes-world.js';

const features = ['notes', 'credit', 'collateral', 'otherAssets'] as const;
type Feature = (typeof features)[number];
const { switchedOn: _on, ...described } = readDescription(defaultDescriptionPath());
/** That of a file which switches nothing on. */
const founding = foundingOf({ ...createTopology(), ...agreedIn(described) });
const everybody = [ofHarbor, ofCityPark, ofGreenMart];
const coffee = {
  ...program,
  programId: 'greenmart-coffee',
  kind: 'voucher' as const,
  name: 'A coffee',
  unit: 'coffee',
};

const use: Record<Feature, (ledger: LedgerStub) => Promise<unknown>> = {
  notes: (ledger) => ledger.submit(harbor(), catalogue.offerNotes, noteTerms),
  credit: (ledger) => ledger.submit(citypark(), catalogue.grantCredit, { programId: 'harbor', limit: '100' }),
  collateral: (ledger) => ledger.submit(citypark(), catalogue.grantCreditLine, lineTerms),
  otherAssets: (ledger) => ledger.submit(greenmart(), catalogue.createProgram, coffee),
};
const off = { notes: 'NOTES_OFF', credit: 'CREDIT_OFF', collateral: 'COLLATERAL_OFF', otherAssets: 'ASSETS_OFF' };
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'DONE',
    (error: unknown) => (error instanceof Refused ? error.body.code : String(error)),
  );

let ledger: LedgerStub;
let audit: AuditAlong;
beforeEach(async () => {
  defineFounding(foundingCollection(createHash('sha256').update(canonicalJson(founding)).digest('hex')));
  ledger = await startConsortium();
  await ledger.submit(citypark(), catalogue.acceptProgram, { programId: 'harbor', valueMin: '1' });
  await ledger.submit(ofHarbor, catalogue.foundConsortium, founding);
  audit = new AuditAlong(ledger);
});

test('a file that says nothing switches nothing on, nor does the usual charter', () => {
  for (const charter of [charterOtherwise, founding.charter] as Charter[])
    expect(features.filter((feature) => charter[feature] === true)).toEqual([]);
  // Notes may be a deposit, or electronic money: no file but one with a charter of its own begins with them.
  expect(switches).not.toContain('notes');
});

describe.each(features)('%s', (feature) => {
  const on = { kind: 'change-constitution', charter: { ...founding.charter, [feature]: true } } as const;

  it('are off, and founding the consortium again does not switch them on, whoever submits it', async () => {
    expect(await codeOf(use[feature](ledger))).toBe(off[feature]);
    const again = { ...founding, charter: { ...founding.charter, [feature]: true } };
    for (const by of everybody)
      expect(await codeOf(ledger.submit(by, catalogue.foundConsortium, again))).toBe('FOUNDING_NOT_AGREED');
    expect(await codeOf(use[feature](ledger))).toBe(off[feature]);
  });

  it('are switched on by a decision on the constitution, and by none that is proposed, or carried by one alone', async () => {
    const { proposalId } = await propose(ledger, ofHarbor, 'alone', on);
    await ledger.submit(ofHarbor, catalogue.castVote, { proposalId, vote: 'for' });
    expect(await codeOf(ledger.submit(ofHarbor, catalogue.executeProposal, { proposalId }))).toBe('PROPOSAL_NOT_DUE');
    expect(await codeOf(use[feature](ledger))).toBe(off[feature]);
    // This one is a word among members, and changes nothing on the ledger.
    await decide(ledger, 'named', [{ kind: 'switch-on', feature: feature.toLowerCase() }]);
    expect(await codeOf(use[feature](ledger))).toBe(off[feature]);
    await decide(ledger, 'together', [on], everybody);
    expect(await codeOf(use[feature](ledger))).toBe('DONE');
    expect(audit.found()).toEqual([]);
  });

  it('are found by the audit where peers wrote them without a decision', () => {
    const found = audit.forge('HarborMSP', audit.changed('constitution', [], { [feature]: true }));
    expect(found.join()).toContain('changed the constitution without a decision');
  });
});
