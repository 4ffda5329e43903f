/**
 * What members can want of the channel's configuration, and what each makes of the present one. Pure: the same intent and the
 * same configuration give the same bytes to every organisation, so that all sign one and the same update.
 */
import { z } from 'zod';
import { common, orderer } from '@hyperledger/fabric-protos';
import { applicationOrganization, ordererOrganization } from '../genesis/channel-config.js';
import { consenterOf } from '../genesis/consensus.js';
import { introduction, materialOf } from './introduction.js';
import { groupAt, isBft, requiredGroup, setValueIn, valueIn } from './channel-values.js';
import { copyOf } from './config-elements.js';
import { addConsenter, changeConsenter, IntentRefused, removeConsenter } from './consenter-intents.js';
import { addRevocationList, changeMembership } from './membership-intents.js';

const mspId = introduction.shape.mspId;
const consenterId = z.int().min(1);
const intentOf = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

/** A closed list. */
export const intent = z.discriminatedUnion('kind', [
  /** How long the first transaction of a block may wait for more. */
  intentOf('batch-timeout', { timeoutMs: z.int().min(1).max(60_000) }),
  /** How many transactions a block has at the most. */
  intentOf('batch-size', { messagesMax: z.int().min(1).max(100_000) }),
  /** An organisation takes part with a peer; its orderer may follow. */
  intentOf('admit-organization', { introduction }),
  /** Its orderer takes part in ordering. */
  intentOf('admit-orderer', { introduction }),
  intentOf('remove-orderer', { consenterId }),
  intentOf('remove-organization', { mspId }),
  /** A new certificate of an orderer, with another key than before. */
  intentOf('renew-orderer', { consenterId, certPem: z.string(), tlsCertPem: z.string().optional() }),
  /** A list of certificates that one of the organisation's authorities takes back, beside those that there are. */
  intentOf('revoke-certificates', { mspId, list: z.base64() }),
  /** Authorities, revocation lists: Fabric's `MSPConfig`, serialised, wherever the organisation takes part. */
  intentOf('change-membership', { mspId, mspConfig: z.base64() }),
]);
export type Intent = z.infer<typeof intent>;

export { IntentRefused };

/**
 * The configuration that is wanted; it shares nothing with the present one.
 * @throws IntentRefused when it cannot be carried out on this one
 */
export function planIntent(wish: Intent, present: common.Config): common.Config {
  const wanted = copyOf(common.Config, present);
  switch (wish.kind) {
    case 'batch-timeout':
      setBatchTimeout(wanted, wish.timeoutMs);
      break;
    case 'batch-size':
      setBatchSize(wanted, wish.messagesMax);
      break;
    case 'admit-organization': {
      const material = materialOf(wish.introduction);
      addOrganization(wanted, 'Application', wish.introduction.mspId, applicationOrganization(material));
      break;
    }
    case 'admit-orderer': {
      const material = materialOf(wish.introduction);
      addOrganization(wanted, 'Orderer', wish.introduction.mspId, ordererOrganization(material));
      addConsenter(wanted, consenterOf(material));
      break;
    }
    case 'remove-orderer':
      removeConsenter(wanted, wish.consenterId);
      break;
    case 'remove-organization':
      removeOrganization(wanted, wish.mspId);
      break;
    case 'renew-orderer':
      changeConsenter(wanted, wish.consenterId, (consenter) => {
        consenter.setIdentity(Buffer.from(wish.certPem));
        if (wish.tlsCertPem === undefined) return;
        consenter.setServerTlsCert(Buffer.from(wish.tlsCertPem));
        consenter.setClientTlsCert(Buffer.from(wish.tlsCertPem));
      });
      break;
    case 'revoke-certificates':
      addRevocationList(wanted, wish.mspId, Buffer.from(wish.list, 'base64'));
      break;
    case 'change-membership':
      changeMembership(wanted, wish.mspId, Buffer.from(wish.mspConfig, 'base64'));
      break;
    default:
      throw new IntentRefused(`there is no such intent: ${JSON.stringify(wish satisfies never)}`);
  }
  return wanted;
}

function setBatchTimeout(config: common.Config, timeoutMs: number): void {
  const group = requiredGroup(config, 'Orderer');
  const timeout = valueIn(group, 'BatchTimeout', orderer.BatchTimeout) ?? new orderer.BatchTimeout();
  timeout.setTimeout(`${timeoutMs}ms`);
  setValueIn(group, 'BatchTimeout', timeout);
  if (isBft(config)) setBatchInterval(group, timeoutMs);
}

/** SmartBFT goes by an option of its own. */
function setBatchInterval(group: common.ConfigGroup, intervalMs: number): void {
  const type = valueIn(group, 'ConsensusType', orderer.ConsensusType)!;
  const options = orderer.smartbft.Options.deserializeBinary(type.getMetadata_asU8());
  options.setRequestBatchMaxInterval(`${intervalMs}ms`);
  type.setMetadata(options.serializeBinary());
  setValueIn(group, 'ConsensusType', type);
}

function setBatchSize(config: common.Config, messagesMax: number): void {
  const group = requiredGroup(config, 'Orderer');
  const size = valueIn(group, 'BatchSize', orderer.BatchSize) ?? new orderer.BatchSize();
  size.setMaxMessageCount(messagesMax);
  setValueIn(group, 'BatchSize', size);
}

function addOrganization(
  config: common.Config,
  group: 'Application' | 'Orderer',
  name: string,
  organization: common.ConfigGroup,
): void {
  const members = requiredGroup(config, group).getGroupsMap();
  if (members.has(name)) throw new IntentRefused(`${name} is in /Channel/${group} already`);
  members.set(name, organization);
}

function removeOrganization(config: common.Config, name: string): void {
  if (groupAt(config, 'Orderer', name) !== undefined) {
    throw new IntentRefused(`${name} still orders: its orderer has to be removed before`);
  }
  const members = requiredGroup(config, 'Application').getGroupsMap();
  if (!members.has(name)) throw new IntentRefused(`${name} is not in the channel`);
  members.del(name);
}
