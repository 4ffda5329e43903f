/**
 * The gateway's identities, one per role, in a fabric-network file system wallet.
 *
 * Only the wallet is loaded, and only when asked for: the package's entry point pulls in a whole second Fabric client
 * (0.6 s) that nothing here uses, and whose protobuf classes are not to be mixed with ours.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { roles, type Role } from '@commonpoint/chaincode/catalogue';
import type { X509Identity } from 'fabric-network';

export interface WalletIdentity {
  readonly role: Role;
  readonly mspId: string;
  /** PEM. */
  readonly certificate: Uint8Array;
  readonly privateKey: KeyObject;
}

/** All identities in the wallet whose label is a role. */
export async function loadWallet(walletPath: string): Promise<ReadonlyMap<Role, WalletIdentity>> {
  const { Wallets } = await import('fabric-network/lib/impl/wallet/wallets.js');
  const wallet = await Wallets.newFileSystemWallet(walletPath);
  const identities = new Map<Role, WalletIdentity>();
  for (const label of await wallet.list()) {
    const role = roles.find((known) => known === label);
    const identity = (await wallet.get(label)) as X509Identity | undefined;
    if (!role || !identity) continue;
    identities.set(role, {
      role,
      mspId: identity.mspId,
      certificate: Buffer.from(identity.credentials.certificate),
      privateKey: createPrivateKey(identity.credentials.privateKey),
    });
  }
  if (identities.size === 0) throw new Error(`No identity labelled with a role in the wallet ${walletPath}`);
  return identities;
}
