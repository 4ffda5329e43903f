/**
 * Who may ask a peer for what.
 *
 * Fabric: each resource has a policy: of the channel (`/Channel/Application/Readers`), or of the peer's own
 * organisation (`Admins`, `Members`) where no channel is involved. Reference:
 * `core/aclmgmt/{defaultaclprovider.go,resources}`, `core/policy/policy.go`. Left out: ACL overrides in the channel's
 * configuration.
 */
import type { ChannelConfig } from '../msp/channel-config.js';
import { isWithinValidity } from '../msp/identity.js';
import type { MspManager } from '../msp/msp-manager.js';
import type { SignedData } from '../wire/signed-data.js';

export const CHANNEL_READERS = '/Channel/Application/Readers';
export const CHANNEL_WRITERS = '/Channel/Application/Writers';

export type LocalPolicy = 'Admins' | 'Members';

/** The identity is not allowed to do this. */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedError';
}

/** Checks a signature and a policy of the channel. Throws AccessDeniedError. */
export async function checkChannelPolicy(config: ChannelConfig, path: string, signed: SignedData): Promise<void> {
  const member = config.msps.findMember(signed.identity);
  if (member && isWithinValidity(member, Date.now()) && (await config.policies.isSatisfied(path, [signed]))) return;
  const name = path.slice(path.lastIndexOf('/') + 1);
  throw new AccessDeniedError(
    `failed evaluating policy on signed data during check policy [${path}]: ` +
      `[implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the '${name}' ` +
      `sub-policies to be satisfied]`,
  );
}

/** Checks a signature and a role in the peer's own organisation. Throws AccessDeniedError. */
export async function checkLocalPolicy(localMsp: MspManager, policy: LocalPolicy, signed: SignedData): Promise<void> {
  const refuse = (reason: string): never => {
    throw new AccessDeniedError(
      `Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy ` +
        `with policy [${policy}]: [${reason}]`,
    );
  };
  const member = localMsp.findMember(signed.identity);
  if (!member) return refuse('The identity is not a member of this MSP');
  if (!isWithinValidity(member, Date.now())) return refuse('The identity has expired');
  if (policy === 'Admins' && !member.organization.hasRole(member, 'admin')) {
    return refuse(`The identity is not an admin under this MSP [${member.mspId}]`);
  }
  if (!(await localMsp.verify(signed))) return refuse('The signature is invalid');
}
