/**
 * What one configuration of the channel changes of the one before, as members decide on it: by the content of each element, whatever
 * its version.
 */
import { common, msp } from './fabric-messages.js';
import { hexOf, sha256 } from './bytes.js';
import { walked, walkedShapes } from './walked-messages.js';
import { decoded, shapes } from './well-formed.js';

/** The plan as canonical JSON; of this text members decide on the SHA-256. @throws Error when an envelope cannot be read */
export function changedConfiguration(before: Uint8Array, after: Uint8Array): string {
  const now = configIn(after);
  return JSON.stringify({ changes: changesOf(configIn(before).root, now.root), channel: now.channel });
}

/** Which configuration of the channel it is. @throws Error when the envelope cannot be read */
export function sequenceOf(envelope: Uint8Array): number {
  return configIn(envelope).sequence;
}

/** The names of the elements that are others. @throws Error when an envelope cannot be read */
export function changedElements(before: Uint8Array, after: Uint8Array): string[] {
  return changesOf(configIn(before).root, configIn(after).root).map(({ element }) => element);
}

/**
 * The organisation that only took certificates of its own back, by lists beside those that there were: which is its own word, and
 * nobody's decision. @throws Error when an envelope cannot be read
 */
export function revocationBy(before: Uint8Array, after: Uint8Array): string | undefined {
  const [old, now] = [configIn(before).root, configIn(after).root];
  const memberships = changesOf(old, now).map(({ element }) => MEMBERSHIP.exec(element));
  const [mspId] = memberships.flatMap((found) => found?.[2] ?? []);
  if (mspId === undefined || memberships.some((found) => found?.[2] !== mspId)) return undefined;
  const isOneThroughout = memberships.every((found) => {
    const path = [found?.[1] ?? '', mspId];
    const [from, to] = [groupIn(old, path), groupIn(now, path)];
    const modPolicies = [from, to].map((group) => group?.getValuesMap().get('MSP')?.getModPolicy());
    return modPolicies[0] === modPolicies[1] && hasMoreListsAlone(membershipIn(from), membershipIn(to));
  });
  return isOneThroughout ? mspId : undefined;
}

const MEMBERSHIP = /^\[Value\] {2}\/Channel\/(Application|Orderer)\/([^/]+)\/MSP$/;

function hasMoreListsAlone(before: msp.FabricMSPConfig | undefined, after: msp.FabricMSPConfig | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  const [known, now] = [before, after].map((each) => each.getRevocationListList_asB64()) as [string[], string[]];
  if (known.some((list, index) => list !== now[index])) return false;
  after.setRevocationListList(before.getRevocationListList());
  return Buffer.compare(before.serializeBinary(), after.serializeBinary()) === 0;
}

function groupIn(root: common.ConfigGroup, path: readonly string[]): common.ConfigGroup | undefined {
  let group: common.ConfigGroup | undefined = root;
  for (const name of path) group = group?.getGroupsMap().get(name);
  return group;
}

function membershipIn(group: common.ConfigGroup | undefined): msp.FabricMSPConfig | undefined {
  const value = group?.getValuesMap().get('MSP')?.getValue_asU8();
  if (value === undefined) return undefined;
  const config = walked(msp.MSPConfig, value, walkedShapes.flat);
  if (config.getType() !== 0) return undefined;
  return walked(msp.FabricMSPConfig, config.getConfig_asU8(), walkedShapes.membership);
}

function changesOf(
  before: common.ConfigGroup,
  after: common.ConfigGroup,
): ({ readonly element: string } & Content['fields'])[] {
  const known = contentsOf(before);
  const next = contentsOf(after);
  const gone = [...known.keys()].filter((element) => !next.has(element)).map((element) => ({ element }));
  const other = [...next].filter(([element, content]) => known.get(element)?.text !== content.text);
  const changes = [...gone, ...other.map(([element, { fields }]) => ({ element, ...fields }))];
  return changes.toSorted((a, b) => Buffer.compare(Buffer.from(a.element), Buffer.from(b.element)));
}

interface Content {
  readonly fields: Readonly<Record<string, string | number>>;
  readonly text: string;
}

function contentsOf(root: common.ConfigGroup): Map<string, Content> {
  const contents = new Map<string, Content>();
  const put = (element: string, fields: Content['fields']): void => {
    contents.set(element, { fields, text: JSON.stringify(fields) });
  };
  const visit = (path: string, group: common.ConfigGroup): void => {
    put(`[Group]  ${path}`, { modPolicy: group.getModPolicy() });
    group.getValuesMap().forEach((value: common.ConfigValue, name: string) => {
      const hash = hexOf(sha256(value.getValue_asU8()));
      put(`[Value]  ${path}/${name}`, { modPolicy: value.getModPolicy(), sha256: hash });
    });
    group.getPoliciesMap().forEach((policy: common.ConfigPolicy, name: string) => {
      const hash = hexOf(sha256(policy.getPolicy()?.getValue_asU8() ?? new Uint8Array()));
      const type = policy.getPolicy()?.getType() ?? 0;
      put(`[Policy] ${path}/${name}`, { modPolicy: policy.getModPolicy(), sha256: hash, type });
    });
    group.getGroupsMap().forEach((child: common.ConfigGroup, name: string) => visit(`${path}/${name}`, child));
  };
  visit('/Channel', root);
  return contents;
}

interface ChannelConfig {
  readonly channel: string;
  readonly sequence: number;
  readonly root: common.ConfigGroup;
}

function configIn(envelope: Uint8Array): ChannelConfig {
  const bytes = decoded(common.Envelope, envelope, shapes.envelope).getPayload_asU8();
  const payload = decoded(common.Payload, bytes, shapes.payload);
  const header = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
  const channel = decoded(common.ChannelHeader, header, shapes.channelHeader).getChannelId();
  const config = decoded(common.ConfigEnvelope, payload.getData_asU8(), shapes.configEnvelope).getConfig();
  const root = config?.getChannelGroup() ?? new common.ConfigGroup();
  return { channel, sequence: config?.getSequence() ?? 0, root };
}
