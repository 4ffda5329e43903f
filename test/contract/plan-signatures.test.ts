/** Signatures on a change of the channel travel over the ledger: each organisation posts its own, on what members decided. */
import { catalogue, type GovernanceAction } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { citypark, harbor } from './consortium.js';
import { decide, ofAuditor, ofCityPark, ofHarbor, propose, startGoverned } from './governed.js';

const planHash = 'ab'.repeat(32);
const planned: GovernanceAction = { kind: 'channel-configuration', planHash };
let ledger: LedgerStub;
const posted = (more: object = {}) => ({
  planHash,
  proposalId: 'HarborMSP:quicker',
  intent: '{"kind":"batch-timeout","timeoutMs":300}',
  sequence: 3,
  updateHash: 'cd'.repeat(32),
  signature: Buffer.from('signed').toString('base64'),
  ...more,
});
const signatures = async () => (await ledger.submit(ofAuditor, catalogue.listPlanSignatures, { planHash })).signatures;

beforeEach(async () => {
  ledger = await startGoverned();
});

it('each organisation posts its own, an auditor too, and everybody reads all of them', async () => {
  await decide(ledger, 'quicker', [planned]);
  await ledger.submit(ofCityPark, catalogue.signPlan, posted());
  await ledger.submit(ofAuditor, catalogue.signPlan, posted());
  expect(await signatures()).toMatchObject([
    { ...posted(), mspId: 'AuditorMSP' },
    { ...posted(), mspId: 'CityParkMSP' },
  ]);
});

it('one for a later configuration takes the place of the one before, and never the other way round', async () => {
  await decide(ledger, 'quicker', [planned]);
  const first = await ledger.submit(ofHarbor, catalogue.signPlan, posted());
  expect(await ledger.submit(ofHarbor, catalogue.signPlan, posted())).toEqual(first);
  const later = posted({ sequence: 4, updateHash: 'ef'.repeat(32), signature: 'bmV3' });
  const second = await ledger.submit(ofHarbor, catalogue.signPlan, later);
  expect(second).toMatchObject(later);
  expect(await ledger.submit(ofHarbor, catalogue.signPlan, posted())).toEqual(second);
  expect(await signatures()).toEqual([second]);
});

describe('refused is', () => {
  const attempt = (more: object = {}, caller = harbor()) => ledger.submit(caller, catalogue.signPlan, posted(more));

  it('what was proposed and not executed, what has another plan, and what nobody proposed', async () => {
    await propose(ledger, ofHarbor, 'quicker', planned);
    await expect(attempt()).rejects.toThrow('PLAN_NOT_DECIDED');
    await decide(ledger, 'other', [{ kind: 'channel-configuration', planHash: 'ba'.repeat(32) }]);
    await expect(attempt({ proposalId: 'HarborMSP:other' })).rejects.toThrow('PLAN_NOT_DECIDED');
    await expect(attempt({ proposalId: 'HarborMSP:nothing' })).rejects.toThrow('PROPOSAL_UNKNOWN');
    expect(await signatures()).toEqual([]);
  });

  it('a definition of the chaincode with the same hash', async () => {
    await decide(ledger, 'quicker', [{ kind: 'chaincode-definition', planHash }]);
    await expect(attempt()).rejects.toThrow('PLAN_NOT_DECIDED');
  });

  it('what is too long, or no signature, and what a cashier says', async () => {
    await decide(ledger, 'quicker', [planned]);
    await expect(attempt({ intent: 'x'.repeat(32_769) })).rejects.toThrow('REQUEST_INVALID');
    await expect(attempt({ signature: 'no base64!' })).rejects.toThrow('REQUEST_INVALID');
    await expect(attempt({ sequence: -1 })).rejects.toThrow('REQUEST_INVALID');
    await expect(attempt({}, citypark('cashier'))).rejects.toThrow('ROLE_NOT_ALLOWED');
  });
});
