/**
 * One member's part in a definition of the chaincode that members decided on. All approve before anybody commits it: the peer of one that has
 * not would answer nothing. It may be cut off anywhere and run again.
 */
import type { ChaincodeDefinition } from '@commonpoint/network/admin/chaincode-definition';
import type { CommittedAt } from '@commonpoint/network/admin/lifecycle';
import type { Steward } from '../steward/steward.js';
import { awaitOthers, Waiting } from '../terminal/await-others.js';

export interface DefiningAsMember {
  /** What is to follow; undefined when it is committed. */
  readonly wanted: () => Promise<ChaincodeDefinition | undefined>;
  readonly say: (line: string) => void;
}

/** @returns the sequence in force at the own peer. @throws Complaint */
export async function defineAsMember(steward: Steward, { wanted, say }: DefiningAsMember): Promise<number> {
  let last: { readonly sequence: number; readonly committed: CommittedAt | undefined } | undefined;
  return awaitOthers(
    async () => {
      const definition = await wanted();
      if (definition === undefined) {
        const now = (await steward.definition())!;
        await steward.recordDefinition(now, last?.sequence === now.sequence ? last.committed : undefined);
        return now.sequence;
      }
      const { sequence } = definition;
      if ((await steward.approvals(definition)).get(steward.mspId) !== true) {
        await steward.approve(definition);
        say(`${steward.mspId} approves the chaincode ${definition.version}, sequence ${sequence}`);
      }
      const approvals = [...(await steward.approvals(definition))];
      const missing = approvals.flatMap(([mspId, yes]) => (yes ? [] : [mspId]));
      if (missing.length > 0) return new Waiting(`${missing.join(', ')} approved the chaincode not yet`);
      const endorsers = approvals.map(([mspId]) => mspId);
      last = { sequence, committed: await steward.commit(definition, endorsers) };
      return new Waiting('the definition is to reach the own peer');
    },
    { say },
  );
}
