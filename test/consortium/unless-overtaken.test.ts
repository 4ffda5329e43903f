/** What members submit at once, and while a definition of the chaincode is committed, overtakes each other. */
import { CommitError } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { unlessOvertaken } from '../../consortium/steward/unless-overtaken.js';

const { ENDORSEMENT_POLICY_FAILURE, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = peer.TxValidationCode;
type Code = CommitError['code'];

const failing = (codes: readonly Code[]) => {
  let calls = 0;
  const submit = async (): Promise<number> => {
    const code = codes[calls++];
    if (code !== undefined) throw new CommitError({ code, transactionId: 'tx', message: `code ${code}` });
    return calls;
  };
  return { submit, calls: () => calls };
};

it.each([MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT])('is submitted again after code %i', async (code) => {
  const { submit } = failing([code, code, code]);
  expect(await unlessOvertaken(submit, 1)).toBe(4);
});

it('is not submitted for ever', async () => {
  const { submit, calls } = failing(Array.from({ length: 20 }, () => MVCC_READ_CONFLICT));
  await expect(unlessOvertaken(submit, 1)).rejects.toThrow('code 11');
  expect(calls()).toBe(10);
});

it('is submitted once where it fails for another reason', async () => {
  const refused = failing([ENDORSEMENT_POLICY_FAILURE]);
  await expect(unlessOvertaken(refused.submit, 1)).rejects.toThrow('code 10');
  let calls = 0;
  const broken = async (): Promise<never> => {
    calls += 1;
    throw new Error('no connection');
  };
  await expect(unlessOvertaken(broken, 1)).rejects.toThrow('no connection');
  expect([refused.calls(), calls]).toEqual([1, 1]);
});
