/** Which endorsements a write needs: the chaincode's policy, a key's own, and both at once. */
import { peer } from '@hyperledger/fabric-protos';
import { VALIDATION_PARAMETER } from '../../../network/embedded/ledger/state-row.js';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import type { Signer } from '../../../network/embedded/msp/signer.js';
import { parseSignaturePolicy } from '../../../network/genesis/index.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture, type TransactionSpec } from './channel-fixture.js';

const { VALID, ENDORSEMENT_POLICY_FAILURE, INVALID_CHAINCODE } = peer.TxValidationCode;

let channel: ChannelFixture;
let ledger: PeerLedger;
beforeAll(async () => {
  channel = await createChannelFixture();
});
afterAll(() => channel.remove());
beforeEach(async () => {
  ledger = await channel.openLedger(channel.temporaryFolder());
});
afterEach(() => ledger.close());

type Name = Parameters<ChannelFixture['peer']>[0];
const peers = (...names: Name[]): Signer[] => names.map((name) => channel.peer(name));
const bytes = (text: string): Uint8Array => Buffer.from(text);
const write = (key: string, ...names: Name[]): TransactionSpec => ({
  does: (set) => set.write(CHAINCODE, key, bytes(key)),
  endorsers: peers(...names),
});
const keyPolicy = (key: string, policy: string, ...names: Name[]): TransactionSpec => ({
  does: (set) =>
    set.writeMetadata(CHAINCODE, key, [
      { name: VALIDATION_PARAMETER, value: parseSignaturePolicy(policy).serializeBinary() },
    ]),
  endorsers: peers(...names),
});

describe("the chaincode's policy (two of three merchants)", () => {
  const cases: { name: string; spec: () => TransactionSpec; code: number }[] = [
    { name: 'two merchants are enough', spec: () => write('a', 'harbor', 'greenmart'), code: VALID },
    { name: 'one is not', spec: () => write('a', 'harbor'), code: ENDORSEMENT_POLICY_FAILURE },
    {
      name: 'the auditor does not count',
      spec: () => write('a', 'harbor', 'auditor'),
      code: ENDORSEMENT_POLICY_FAILURE,
    },
    { name: 'nobody is not enough', spec: () => write('a'), code: ENDORSEMENT_POLICY_FAILURE },
    {
      name: 'clients cannot endorse',
      spec: () => ({ ...write('a'), endorsers: [channel.client('harbor'), channel.client('citypark')] }),
      code: ENDORSEMENT_POLICY_FAILURE,
    },
    {
      name: 'a transaction that writes nothing needs it too',
      spec: () => ({ endorsers: peers('harbor') }),
      code: ENDORSEMENT_POLICY_FAILURE,
    },
    { name: 'an unknown chaincode has none', spec: () => ({ chaincode: 'other' }), code: INVALID_CHAINCODE },
    {
      name: 'nor has an unknown namespace that is written',
      spec: () => ({ does: (set) => set.write('other', 'a', bytes('1')) }),
      code: INVALID_CHAINCODE,
    },
    {
      name: 'a namespace that is only read needs none',
      spec: () => ({ does: (set) => set.read('other', 'a', undefined) }),
      code: VALID,
    },
    {
      name: 'the lifecycle asks for a majority of the organisations',
      spec: () => ({
        chaincode: '_lifecycle',
        does: (set) => set.write('_lifecycle', 'a', bytes('1')),
        endorsers: peers('harbor', 'citypark', 'greenmart'),
      }),
      code: VALID,
    },
    {
      name: 'two of four are no majority',
      spec: () => ({
        chaincode: '_lifecycle',
        does: (set) => set.write('_lifecycle', 'a', bytes('1')),
        endorsers: peers('harbor', 'citypark'),
      }),
      code: ENDORSEMENT_POLICY_FAILURE,
    },
  ];
  it.each(cases)('$name', async ({ spec, code }) => {
    expect((await channel.commit(ledger, spec())).codes).toEqual([code]);
  });

  it('counts only signatures over this very answer', async () => {
    const stolen = channel.peer('citypark');
    const forged: Signer = { ...stolen, sign: () => stolen.sign(bytes('something else')) };
    const { codes } = await channel.commit(ledger, { ...write('a'), endorsers: [channel.peer('harbor'), forged] });
    expect(codes).toEqual([ENDORSEMENT_POLICY_FAILURE]);
  });
});

describe("a key's own policy", () => {
  beforeEach(async () => {
    const { codes } = await channel.commit(ledger, {
      does: (set) => {
        set.write(CHAINCODE, 'own', bytes('1'));
        set.write(CHAINCODE, 'free', bytes('1'));
        set.writeMetadata(CHAINCODE, 'own', [
          { name: VALIDATION_PARAMETER, value: parseSignaturePolicy("AND('HarborMSP.peer')").serializeBinary() },
        ]);
      },
    });
    expect(codes).toEqual([VALID]);
  });

  const both = (...names: Name[]): TransactionSpec => ({
    does: (set) => {
      set.write(CHAINCODE, 'own', bytes('2'));
      set.write(CHAINCODE, 'free', bytes('2'));
    },
    endorsers: peers(...names),
  });
  const cases: { name: string; block: () => TransactionSpec[]; codes: number[] }[] = [
    { name: 'replaces the policy of the chaincode', block: () => [write('own', 'harbor')], codes: [VALID] },
    {
      name: 'is not met by two others',
      block: () => [write('own', 'citypark', 'greenmart')],
      codes: [ENDORSEMENT_POLICY_FAILURE],
    },
    { name: 'does not serve other keys', block: () => [both('harbor')], codes: [ENDORSEMENT_POLICY_FAILURE] },
    {
      name: 'is asked for beside that of other keys',
      block: () => [both('citypark', 'greenmart')],
      codes: [ENDORSEMENT_POLICY_FAILURE],
    },
    { name: 'holds together with that of other keys', block: () => [both('harbor', 'greenmart')], codes: [VALID] },
    {
      name: 'is asked for when it is to change',
      block: () => [keyPolicy('own', "AND('CityParkMSP.peer')", 'citypark', 'greenmart')],
      codes: [ENDORSEMENT_POLICY_FAILURE],
    },
    {
      name: 'once changed, blocks the key for the rest of the block',
      block: () => [
        keyPolicy('own', "AND('CityParkMSP.peer')", 'harbor'),
        write('own', 'harbor'),
        write('own', 'citypark'),
      ],
      codes: [VALID, ENDORSEMENT_POLICY_FAILURE, ENDORSEMENT_POLICY_FAILURE],
    },
    {
      name: 'not changed, because that failed, blocks nothing',
      block: () => [keyPolicy('own', "AND('CityParkMSP.peer')", 'citypark'), write('own', 'harbor')],
      codes: [ENDORSEMENT_POLICY_FAILURE, VALID],
    },
  ];
  it.each(cases)('$name', async ({ block, codes }) => {
    expect((await channel.commit(ledger, ...block())).codes).toEqual(codes);
  });

  it('survives writes of the value and ends with the key', async () => {
    await channel.commit(ledger, write('own', 'harbor'));
    expect((await channel.commit(ledger, write('own', 'citypark', 'greenmart'))).codes).toEqual([
      ENDORSEMENT_POLICY_FAILURE,
    ]);
    await channel.commit(ledger, {
      does: (set) => set.write(CHAINCODE, 'own', new Uint8Array()),
      endorsers: peers('harbor'),
    });
    expect((await channel.commit(ledger, write('own', 'citypark', 'greenmart'))).codes).toEqual([VALID]);
  });

  it('takes effect in the next block', async () => {
    await channel.commit(ledger, keyPolicy('own', "AND('CityParkMSP.peer')", 'harbor'));
    expect((await channel.commit(ledger, write('own', 'harbor'), write('own', 'citypark'))).codes).toEqual([
      ENDORSEMENT_POLICY_FAILURE,
      VALID,
    ]);
  });

  it('can be removed', async () => {
    await channel.commit(ledger, {
      does: (set) => set.writeMetadata(CHAINCODE, 'own', []),
      endorsers: peers('harbor'),
    });
    expect((await channel.commit(ledger, write('own', 'citypark', 'greenmart'))).codes).toEqual([VALID]);
  });

  it('of a key that does not exist is not kept', async () => {
    await channel.commit(ledger, keyPolicy('missing', "AND('HarborMSP.peer')", 'harbor', 'citypark'));
    expect(await ledger.getState(CHAINCODE, 'missing')).toBeUndefined();
    expect((await channel.commit(ledger, write('missing', 'citypark', 'greenmart'))).codes).toEqual([VALID]);
  });
});
