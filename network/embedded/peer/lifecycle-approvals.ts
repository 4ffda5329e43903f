/** The rows of `_lifecycle` as its functions see them, and what organisations have approved there. */
import { approvalPrefix, LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import { type ChaincodeDefinition, NAMESPACES, parameterFields } from './chaincode-definition.js';
import { compareStructure, type LifecycleReader, prefixedReader } from './lifecycle-state.js';
import type { SystemInvocation } from './system-chaincode.js';

export function stateOf({ simulator }: SystemInvocation) {
  if (!simulator) throw new Error('this function needs a channel');
  const read: LifecycleReader = (key) => simulator.getState(LIFECYCLE_NAMESPACE, key);
  const put = (key: string, value: Uint8Array) => simulator.putState(LIFECYCLE_NAMESPACE, key, value);
  return { simulator, read, put };
}

/** Of each organisation of the channel: whether it has approved exactly this definition. */
export function approvals(
  { channel }: SystemInvocation,
  read: LifecycleReader,
  name: string,
  definition: ChaincodeDefinition,
) {
  const approval = `${name}#${definition.sequence}`;
  return Promise.all(
    (channel?.config.applicationOrganizations ?? []).map(async (mspId) => {
      const own = prefixedReader(read, approvalPrefix(mspId));
      return { mspId, ...(await compareStructure(own, NAMESPACES, approval, parameterFields(definition))) };
    }),
  );
}
