/** What is verified, and with which word what is not is refused. */
import { describeReceipt, judge, readPolicy, Unverified, verifyReceipt } from '@commonpoint/verify';
import { keyIdOf } from '../../../gateway-api/src/log-key.js';
import { balances } from './balances.js';
import { consistencies } from './consistencies.js';
import { evidences } from './evidences.js';
import { judgements, members, policyOf, proofOf, receipts } from './proofs.js';

it.each([...judgements, ...evidences.slice(0, 20), ...consistencies, ...balances])(
  '%s',
  async (_what, proof, policy, code) => {
    const verified = async () => {
      try {
        await judge(proof, readPolicy(typeof policy === 'string' ? policy : JSON.stringify(policy)));
        return undefined;
      } catch (error) {
        if (error instanceof Unverified) return error.code;
        throw error;
      }
    };
    expect(await verified()).toBe(code);
  },
);

it('says what was proved, and who signed it when', async () => {
  const proved = await verifyReceipt(proofOf(receipts, { index: 5 }), readPolicy(JSON.stringify(policyOf())));
  expect(proved).toMatchObject({ index: 5, size: 11, receipt: { id: 'o-5', amount: '7' } });
  expect(proved.signers.map(({ name, at }) => [name, at.getTime()])).toEqual(
    members.map((name) => [name, 1_795_000_000_000]),
  );
  expect(describeReceipt(proved).join(' ')).toMatch(
    /HarborMSP posted “issue” of 7 points of harbor.*entry 5 of a log of 11/,
  );
});

it('takes one that signed, as it says, at a time that no date has', async () => {
  const signing = members.map((name, index) => ({ name, ...(index === 0 && { time: Number.MAX_SAFE_INTEGER }) }));
  const proof = proofOf(receipts, { index: 5, signing });
  const [first] = (await verifyReceipt(proof, readPolicy(JSON.stringify(policyOf())))).signers;
  expect(first?.at.toISOString()).toBe('+275760-09-13T00:00:00.000Z');
});

it('knows a key by the id that notes of C2SP have', () => {
  // The second line of the example in tlog-cosignature: a key of the type 0x04 has another id than the same one of 0x01.
  const publicKey = Buffer.alloc(32, 7).toString('base64');
  expect(keyIdOf('witness.example.com/w1', publicKey)).toHaveLength(4);
  expect(keyIdOf('witness.example.com/w1', publicKey)).not.toEqual(keyIdOf('witness.example.com/w2', publicKey));
});
