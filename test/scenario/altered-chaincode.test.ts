/**
 * Two of three merchants run a chaincode that was altered: it leaves out the question who issues a programme. They are
 * enough for the chaincode's own endorsement policy, and not for the rows that carry the third one's liability.
 */
import { peer } from '@hyperledger/fabric-protos';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { altering, startAlteredConsortium, type AlteredConsortium } from '../support/altered-consortium.js';
import { describeUnless } from '../support/network-kind.js';
import { PeerClient, refusalOf } from '../support/peer-client.js';
import { eventually, START_TIMEOUT_MS } from '../support/running-consortium.js';

const { VALID, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;

const programId = 'harbor';

const inContainers = 'the test starts two chaincodes of its own and gives them to real peers on native';

describeUnless({ docker: inContainers }, 'two merchants with an altered chaincode', () => {
  let consortium: AlteredConsortium;
  let citypark: PeerClient;
  let harbor: PeerClient;

  beforeAll(async () => {
    consortium = await startAlteredConsortium();
    const { dataDir } = consortium;
    citypark = PeerClient.as(dataDir, 'CityParkMSP', 'admin');
    harbor = PeerClient.as(dataDir, 'HarborMSP', 'admin');
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    citypark?.close();
    harbor?.close();
    await consortium?.stop();
  }, START_TIMEOUT_MS);

  /** The programme and its lanes, as Harbor's peer and CityPark's have them. */
  const state = async () => {
    const of = async (client: PeerClient, at: string) => ({
      program: await client.evaluate('Programs:Get', { request: { programId }, at: [at] }),
      quota: await client.evaluate('Programs:Quota', { request: { programId }, at: [at] }),
    });
    const both = await eventually(
      () => Promise.all([of(harbor, 'HarborMSP'), of(citypark, 'CityParkMSP')]),
      ([one, other]) => JSON.stringify(one) === JSON.stringify(other),
    );
    return both[0];
  };

  const attacks: [string, string, object][] = [
    ['suspends the programme', 'Programs:SetStatus', { programId, status: 'suspended' }],
    ['raises its cap', 'Programs:ChangeCap', { programId, cap: '1100000000' }],
    ['grants its lanes more', 'Programs:AllotQuota', { programId, grants: [{ lane: 0, granted: '7' }] }],
    [
      'resets what a lane has used',
      'Altered:Write',
      { objectType: 'quota', parts: [programId, '00'], row: { granted: '1000000000', used: '0' } },
    ],
    ['deletes the programme', 'Altered:Write', { objectType: 'program', parts: [programId] }],
    [
      'takes the programme’s own policy off',
      'Altered:Write',
      { objectType: 'program', parts: [programId], forget: true },
    ],
  ];

  it.each(attacks)('endorse what %s: it is not valid, and nothing changes', async (_what, name, request) => {
    const before = await state();
    expect(await citypark.submit(name, { request, at: altering })).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await state()).toEqual(before);
  });

  it.each(attacks.slice(0, 3))('do not get the issuer’s own peer to endorse what %s', async (_what, name, request) => {
    const before = await state();
    const call = citypark.submit(name, { request, at: ['HarborMSP', 'CityParkMSP'] });
    expect(await refusalOf(call)).toMatchObject({ code: 'NOT_ISSUER' });
    expect(await state()).toEqual(before);
  });

  it('and what is no liability of the third one passes with the two: it is the rows’ policy that holds', async () => {
    const write = { objectType: 'somewhere', parts: ['else'], row: {} };
    expect(await citypark.submit('Altered:Write', { request: write, at: altering })).toBe(VALID);
  });

  it('and neither read nor write a third one’s figures: the peers know whose client asks', async () => {
    const row = { collection: 'figures-HarborMSP', objectType: 'figure', parts: ['2026-10', 'margin'] };
    for (const at of altering) {
      const read = citypark.evaluate('Altered:ReadPrivately', { request: row, at: [at] });
      expect(await refusalOf(read)).toMatchObject({ code: 'PRIVATE_DATA_NOT_ALLOWED' });
      const write = citypark.submit('Altered:Write', { request: { ...row, row: { value: '1' } }, at: [at] });
      expect(await refusalOf(write)).toMatchObject({ code: 'PRIVATE_DATA_NOT_ALLOWED' });
    }
  });

  it('and write nothing into what one of them shares with the third one', async () => {
    const terms = {
      collection: 'terms-CityParkMSP-HarborMSP',
      objectType: 'terms',
      parts: ['000001'],
      row: { prices: [] },
    };
    expect(await citypark.submit('Altered:Write', { request: terms, at: altering })).toBe(ENDORSEMENT_POLICY_FAILURE);
  });

  it('and forge points of the third one and take those of its members: the ledger lets them, and the audit names both', async () => {
    const [accountId, forgedFor] = ['HarborMSP:alice-00001', 'CityParkMSP:mallory-0001'] as const;
    const honest = ['HarborMSP', 'AuditorMSP'];
    const issuance = { kind: 'issue', id: 'earned', programId, accountId, amount: '7', lanes: [1] };
    const at = ['HarborMSP', 'CityParkMSP'];
    expect(await harbor.submit('Accounts:Open', { request: { accounts: [{ accountId }] }, at })).toBe(VALID);
    // A peer that has not yet seen the account says something else than the other one.
    await eventually(
      () => harbor.submit('Points:Post', { request: { operations: [issuance] }, at }).catch(() => undefined),
      (code) => code === VALID,
    );
    const list = { request: { accountId }, at: ['CityParkMSP'] };
    const { lots } = await eventually(
      () => citypark.evaluate('Accounts:Lots', list) as Promise<{ lots: { lotId: string }[] }>,
      (listed) => listed.lots.length === 1,
    );
    const forged = [forgedFor, programId, '2028-11-30', 'ab'.repeat(32), '00000'];
    const writes = [
      { objectType: 'lot', parts: forged, row: { amount: '1000000' } },
      { objectType: 'lot', parts: [accountId, programId, ...lots[0]!.lotId.split('.')] },
    ];
    for (const request of writes) expect(await citypark.submit('Altered:Write', { request, at: altering })).toBe(VALID);
    for (const mspId of honest) {
      const told = await eventually(
        async () => (await auditAs(mspId)).findings.join('\n'),
        (text) => text.includes(accountId),
      );
      expect(told).toContain(`balance of ${accountId} harbor: 0 by rows, 7 by receipts`);
      expect(told).toContain(`balance of ${forgedFor} harbor: 1000000 by rows, 0 by receipts`);
    }
  });

  const auditAs = (mspId: string) =>
    auditLedger({ dataDir: consortium.dataDir, mspId, role: mspId === 'AuditorMSP' ? 'auditor' : 'operator' });

  describe('and count votes as they like', () => {
    const proposalId = 'CityParkMSP:take-over';
    const actions = [
      { kind: 'adopt-agreement', version: 1, hash: 'ab'.repeat(32), address: 'https://a.example', acceptWithinDays: 0 },
    ];
    let delegate: PeerClient;

    beforeAll(async () => {
      delegate = PeerClient.as(consortium.dataDir, 'CityParkMSP', 'delegate');
      const proposing = { request: { proposalId, actions }, at: altering };
      expect(await delegate.submit('Governance:Propose', proposing)).toBe(VALID);
    });
    afterAll(() => delegate?.close());

    it('the two of them: it is not valid, as decisions ask for more than half of all organisations', async () => {
      const call = { request: { proposalId, vote: 'for' }, at: altering };
      // Until both of them have seen the proposal they say different things.
      const voting = () => delegate.submit('Governance:Vote', call).catch(() => undefined);
      expect(await eventually(voting, (code) => code !== undefined)).toBe(ENDORSEMENT_POLICY_FAILURE);
    });

    it('with a genuine one among them: what they say differs, and nothing comes of it', async () => {
      const call = { request: { proposalId, vote: 'for' }, at: [...altering, 'HarborMSP'] };
      const voting = eventually(
        () => delegate.submit('Governance:Vote', call).then(String, String),
        (said) => /ABORTED|mismatch|do not match/i.test(said),
      );
      await expect(voting).resolves.toMatch(/ABORTED|mismatch|do not match/i);
    });

    it('a vote in the name of the third one, on a key that is new: the ledger lets them, and the audit names it', async () => {
      const parts = [proposalId, 'HarborMSP'];
      const row = { proposalId, mspId: 'HarborMSP', vote: 'for', votedAt: new Date().toISOString() };
      const forged = { request: { objectType: 'vote', parts, row }, at: altering };
      expect(await citypark.submit('Altered:Write', forged)).toBe(VALID);
      await eventually(
        async () => (await auditAs('AuditorMSP')).findings.join('\n'),
        (text) => text.includes(`gave the vote ${proposalId} HarborMSP, and CityParkMSP signed it`),
      );
    });

    it('a member, the constitution and the epoch are not theirs to write', async () => {
      for (const [objectType, parts] of [
        ['org', ['HarborMSP']],
        ['constitution', []],
        ['epoch', []],
        ['proposal', [proposalId]],
      ] as const) {
        const writing = citypark.submit('Altered:Write', { request: { objectType, parts, row: {} }, at: altering });
        expect([objectType, await writing]).toEqual([objectType, ENDORSEMENT_POLICY_FAILURE]);
      }
    });
  });

  it('and the same changes pass when the issuer asks for them and its peer endorses', async () => {
    for (const [, name, request] of attacks.slice(0, 3)) {
      expect(await harbor.submit(name, { request, at: ['HarborMSP', 'CityParkMSP'] })).toBe(VALID);
      // A peer that lags would endorse an older state.
      await state();
    }
    expect(await state()).toMatchObject({
      program: { status: 'suspended', cap: '1100000000' },
      quota: { lanes: expect.arrayContaining([expect.objectContaining({ lane: 0, granted: '7' })]) as object },
    });
  });
});
