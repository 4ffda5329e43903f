/** An organisation's authorities in the channel's configuration: another one beside those that there are, and one of them alone. */
import { X509Certificate } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import { RevocationLists } from '../embedded/msp/revocation-lists.js';
import type { AuthorityKind } from '../identities/authority-change.js';
import { groupAt, membershipIn, valueIn } from './channel-values.js';
import { IntentRefused } from './consenter-intents.js';
import type { Intent } from './intents.js';

/** @throws IntentRefused */
export function withAuthority(config: common.Config, mspId: string, kind: AuthorityKind, certPem: string): Intent {
  return changed(config, mspId, kind, (known) => {
    const isKnown = known.some((each) => isSame(each, certPem));
    return isKnown ? [...known] : [...known, Buffer.from(certPem)];
  });
}

/** Lists that the others made go with them. @throws IntentRefused */
export function withAuthorityAlone(config: common.Config, mspId: string, kind: AuthorityKind, certPem: string): Intent {
  return changed(config, mspId, kind, (known) => known.filter((each) => isSame(each, certPem)));
}

function changed(
  config: common.Config,
  mspId: string,
  kind: AuthorityKind,
  change: (known: readonly Uint8Array[]) => Uint8Array[],
): Intent {
  const group = groupAt(config, 'Application', mspId);
  const membership = membershipIn(group);
  const outer = valueIn(group, 'MSP', msp.MSPConfig);
  if (membership === undefined || outer === undefined) throw new IntentRefused(`${mspId} is not in the channel`);
  if (kind === 'ca') {
    membership.setRootCertsList(change(membership.getRootCertsList_asU8()));
    const roots = membership.getRootCertsList_asU8().map((pem) => new X509Certificate(pem));
    const lists = membership.getRevocationListList_asU8();
    membership.setRevocationListList(lists.filter((list) => new RevocationLists([list]).countStrange(roots) === 0));
  } else {
    membership.setTlsRootCertsList(change(membership.getTlsRootCertsList_asU8()));
  }
  outer.setConfig(membership.serializeBinary());
  const mspConfig = Buffer.from(outer.serializeBinary()).toString('base64');
  return { kind: 'change-membership', mspId, mspConfig };
}

function isSame(pem: Uint8Array, other: string): boolean {
  return new X509Certificate(pem).fingerprint256 === new X509Certificate(other).fingerprint256;
}
