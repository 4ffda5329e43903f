/** Consenters that come, go and change; what follows from them (addresses, BlockValidation) follows. */
import { common } from '@hyperledger/fabric-protos';
import { encodePolicy } from '../genesis/config-group.js';
import { bftBlockValidation } from '../genesis/consensus.js';
import { consentersIn, isBft, organizationsIn, requiredGroup, setValueIn, valueIn } from './channel-values.js';

/** The intent cannot be carried out on this configuration; the message says why. */
export class IntentRefused extends Error {}

export function addConsenter(config: common.Config, consenter: common.Consenter): void {
  setConsenters(config, [...consentersIn(config), consenter]);
}

/** Its address goes with it, and its organisation out of ordering if it has no other one. */
export function removeConsenter(config: common.Config, consenterId: number): void {
  const gone = consenterWith(config, consenterId);
  setConsenters(
    config,
    consentersIn(config).filter((each) => each.getId() !== consenterId),
  );
  const organization = requiredGroup(config, 'Orderer', gone.getMspId());
  const endpoints = valueIn(organization, 'Endpoints', common.OrdererAddresses) ?? new common.OrdererAddresses();
  const left = endpoints.getAddressesList().filter((each) => each !== `${gone.getHost()}:${gone.getPort()}`);
  endpoints.setAddressesList(left);
  if (left.length > 0) setValueIn(organization, 'Endpoints', endpoints);
  else requiredGroup(config, 'Orderer').getGroupsMap().del(gone.getMspId());
}

export function changeConsenter(
  config: common.Config,
  consenterId: number,
  change: (consenter: common.Consenter) => void,
): void {
  consenterWith(config, consenterId);
  const consenters = consentersIn(config);
  for (const each of consenters) if (each.getId() === consenterId) change(each);
  setConsenters(config, consenters);
}

function consenterWith(config: common.Config, consenterId: number): common.Consenter {
  const found = consentersIn(config).find((each) => each.getId() === consenterId);
  if (found === undefined) throw new IntentRefused(`there is no consenter ${consenterId}`);
  if (organizationsIn(requiredGroup(config, 'Orderer')).has(found.getMspId())) return found;
  throw new IntentRefused(`consenter ${consenterId} is of ${found.getMspId()}, which is not in /Channel/Orderer`);
}

function setConsenters(config: common.Config, consenters: common.Consenter[]): void {
  if (!isBft(config)) throw new IntentRefused('its orderers agree by Raft: consenters change in another way there');
  const orderers = new common.Orderers();
  orderers.setConsenterMappingList(consenters);
  const group = requiredGroup(config, 'Orderer');
  setValueIn(group, 'Orderers', orderers);
  const policy = group.getPoliciesMap().get('BlockValidation') ?? new common.ConfigPolicy();
  policy.setPolicy(encodePolicy(bftBlockValidation(consenters)));
  if (policy.getModPolicy() === '') policy.setModPolicy('Admins');
  group.getPoliciesMap().set('BlockValidation', policy);
}
