/**
 * What a change of the configuration comes to, whatever versions it is made from: each element that another one takes the place of, by
 * the hash of its content. Members decide on its hash; an update is made of it when it is carried out, and made again when
 * the configuration has moved on elsewhere.
 */
import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { type ConfigElement, configElements } from './config-elements.js';

/** One element; without the rest when it goes. Members in the order of their names, as canonical JSON has them. */
export interface PlannedChange {
  /** `[Value]  /Channel/Orderer/BatchTimeout` */
  readonly element: string;
  /** Who may change it from then on. */
  readonly modPolicy?: string;
  /** Of a value or a policy: SHA-256 of its content, in hexadecimal. */
  readonly sha256?: string;
  /** Of a policy: Fabric's number of its kind. */
  readonly type?: number;
}

/** In the order of the elements' names. */
export function plannedChanges(from: common.Config, to: common.Config): PlannedChange[] {
  const before = configElements(from.getChannelGroup());
  const after = configElements(to.getChannelGroup());
  const changes: PlannedChange[] = [];
  for (const [element, each] of after) {
    const change = describe(element, each);
    const known = before.get(element);
    if (known === undefined || JSON.stringify(describe(element, known)) !== JSON.stringify(change))
      changes.push(change);
  }
  for (const element of before.keys()) if (!after.has(element)) changes.push({ element });
  return changes.toSorted((a, b) => Buffer.compare(Buffer.from(a.element), Buffer.from(b.element)));
}

/** The plan as text; its SHA-256 is what members decide on. */
export function planText(channel: string, changes: readonly PlannedChange[]): string {
  return JSON.stringify({ changes, channel });
}

/** SHA-256 of {@link planText}, in hexadecimal. */
export function planHash(channel: string, from: common.Config, to: common.Config): string {
  return sha256(Buffer.from(planText(channel, plannedChanges(from, to))));
}

function describe(element: string, { message, modPolicy }: ConfigElement): PlannedChange {
  if (message instanceof common.ConfigValue) return { element, modPolicy, sha256: sha256(message.getValue_asU8()) };
  if (message instanceof common.ConfigPolicy) {
    const policy = message.getPolicy() ?? new common.Policy();
    return { element, modPolicy, sha256: sha256(policy.getValue_asU8()), type: policy.getType() };
  }
  return { element, modPolicy };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
