/** Before members are asked: whether all that have a part in a change of the network can do it now. */
import { describeError } from '@commonpoint/network/admin/retry';
import { OrderersUnwell } from '@commonpoint/network/config/preflight';
import type { common } from '@hyperledger/fabric-protos';
import type { Steward } from '../steward/steward.js';
import { Complaint } from '../terminal/complaint.js';

type Asked = Pick<Steward, 'mspId' | 'definition' | 'requireWellOrderers'>;

/**
 * Each of those that stay has to approve the chaincode: one whose peer is away would keep it from everybody, and stand outside of it
 * when others had gone on. And orderers that are behind stop a change of orderers half-way.
 * @throws Complaint
 */
export async function requireWell(
  stewards: readonly Asked[],
  { present, wanted }: { readonly present: common.Config; readonly wanted: common.Config },
): Promise<void> {
  const peers = stewards.map(async (each) => {
    const why = await each.definition().then(() => undefined, describeError);
    return why === undefined ? [] : [`the peer of ${each.mspId} does not answer: ${why}`];
  });
  const orderers = stewards[0]!.requireWellOrderers(present, wanted).then(
    () => [],
    (error: unknown) => {
      if (error instanceof OrderersUnwell) return error.lacks;
      throw error;
    },
  );
  const lacks = (await Promise.all([...peers, orderers])).flat();
  if (lacks.length === 0) return;
  throw new Complaint(`Nothing is begun:\n${lacks.map((lack) => `- ${lack}`).join('\n')}`);
}
