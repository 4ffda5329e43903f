/** What members say of proposals: all of them read it, it stands in no public row, and its hash does. */
import { hash } from 'node:crypto';
import { canonicalJson, catalogue } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { ofAuditor, ofCityPark, ofGreenMart, ofHarbor, startGoverned, suspend } from './governed.js';

const proposalId = 'HarborMSP:one';
const salt = 'ab'.repeat(16);
const request = { proposalId, actions: [suspend('GreenMartMSP')] };

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startGoverned();
});

const reasonings = (caller: StubCaller) => ledger.submit(caller, catalogue.listReasonings, { proposalId });
const row = (type: string, ...parts: string[]) =>
  ledger.table(type).find((each) => each.parts.join() === parts.join())?.value ?? {};

test('every member reads what was said of a proposal, a vote and an objection; the ledger has the hashes', async () => {
  await ledger.submit(ofHarbor, catalogue.propose, request, { reason: 'It took points and gave none.', salt });
  await ledger.submit(ofHarbor, catalogue.castVote, { proposalId, vote: 'for' });
  await ledger.submit(ofCityPark, catalogue.castVote, { proposalId, vote: 'for' }, { reason: 'Seen here too.', salt });
  await ledger.submit(ofCityPark, catalogue.objectTo, { proposalId }, { reason: 'Not before spring.', salt });
  const [proposed, voted, objected] = [
    { proposalId, mspId: 'HarborMSP', with: 'proposal', reason: 'It took points and gave none.', salt },
    { proposalId, mspId: 'CityParkMSP', with: 'vote', reason: 'Seen here too.', salt },
    { proposalId, mspId: 'CityParkMSP', with: 'objection', reason: 'Not before spring.', salt },
  ];
  for (const caller of [ofHarbor, ofCityPark, ofGreenMart, ofAuditor])
    expect(await reasonings(caller)).toEqual({ reasonings: [proposed, voted, objected] });
  const hashOf = (said: object): string => hash('sha256', canonicalJson(said));
  expect(row('proposal', proposalId)).toMatchObject({ reasonHash: hashOf(proposed) });
  expect(row('vote', proposalId, 'CityParkMSP')).toMatchObject({ reasonHash: hashOf(voted) });
  expect(row('objection', proposalId, 'CityParkMSP')).toMatchObject({ reasonHash: hashOf(objected) });
  expect(row('vote', proposalId, 'HarborMSP')).not.toHaveProperty('reasonHash');
  const everything = [...ledger.rows.values()].map(({ value }) => String(value)).join();
  expect(everything).not.toMatch(/gave none|Seen here|before spring/);
});

test('a repeat with the same words changes nothing, with others it is refused', async () => {
  const said = { reason: 'once', salt };
  const proposal = await ledger.submit(ofHarbor, catalogue.propose, request, said);
  expect(await ledger.submit(ofHarbor, catalogue.propose, request, said)).toEqual(proposal);
  for (const other of [{ reason: 'twice', salt }, undefined])
    await expect(ledger.submit(ofHarbor, catalogue.propose, request, other)).rejects.toThrow('PROPOSAL_EXISTS');
  const ballot = { proposalId, vote: 'for' } as const;
  await ledger.submit(ofHarbor, catalogue.castVote, ballot, said);
  await ledger.submit(ofHarbor, catalogue.castVote, ballot, said);
  await expect(ledger.submit(ofHarbor, catalogue.castVote, ballot)).rejects.toThrow('VOTE_EXISTS');
  expect(ledger.privateRows.values('reasonings')).toHaveLength(2);
});

test.each([
  ['an argument that has the words', { ...request, reason: 'public' }, undefined, 'PRIVATE_INPUT_MISPLACED'],
  ['no words at all', request, { reason: '', salt }, 'PRIVATE_INPUT_INVALID'],
  ['words without a salt', request, { reason: 'guess' }, 'PRIVATE_INPUT_INVALID'],
  ['too many of them', request, { reason: 'x'.repeat(2_001), salt }, 'PRIVATE_INPUT_INVALID'],
])('%s are refused', async (_what, argument, privateInput, code) => {
  const submitted = ledger.submit(ofHarbor, catalogue.propose, argument, privateInput as never);
  await expect(submitted).rejects.toMatchObject({ body: { code } });
  expect(ledger.table('proposal')).toEqual([]);
});

test('nobody but members reads them, and of an unknown proposal there are none', async () => {
  await expect(reasonings(ofHarbor)).rejects.toMatchObject({ body: { code: 'PROPOSAL_UNKNOWN' } });
  await ledger.submit(ofHarbor, catalogue.propose, request, { reason: 'for members', salt });
  const stranger = { mspId: 'StrangerMSP', role: 'delegate' } as const;
  const asked = await ledger.simulate(stranger, 'Governance:Reasonings', [JSON.stringify({ proposalId })], {
    peerOf: 'HarborMSP',
  });
  expect(asked).toMatchObject({ status: 500, message: expect.stringMatching(/does not have read access permission/) });
});
