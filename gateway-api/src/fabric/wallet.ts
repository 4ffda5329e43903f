/**
 * The gateway's identities, one per role, in a fabric-network file system wallet.
 *
 * Of fabric-network only the store is loaded, which knows where identities lie; what they say is read here. Its
 * `Wallet` would bring a second Fabric client along, of which nothing is used, for half of the time a gateway takes to
 * start.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mspId, roles, type Role } from '@commonpoint/catalogue';
import { FileSystemWalletStore } from 'fabric-network/lib/impl/wallet/filesystemwalletstore.js';
import { z } from 'zod';

/** What fabric-network's X.509 provider writes. */
const storedIdentity = z.object({
  type: z.literal('X.509'),
  version: z.literal(1),
  mspId,
  credentials: z.object({ certificate: z.string(), privateKey: z.string() }),
});

export interface WalletIdentity {
  readonly role: Role;
  readonly mspId: string;
  /** PEM. */
  readonly certificate: Uint8Array;
  readonly privateKey: KeyObject;
}

/** All identities in the wallet whose label is a role. */
export async function loadWallet(walletPath: string): Promise<ReadonlyMap<Role, WalletIdentity>> {
  const store = await FileSystemWalletStore.newInstance(walletPath);
  const identities = new Map<Role, WalletIdentity>();
  for (const label of await store.list()) {
    const role = roles.find((known) => known === label);
    const stored = await store.get(label);
    if (role === undefined || stored === undefined) continue;
    const identity = readIdentity(stored, `${label} in the wallet ${walletPath}`);
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

function readIdentity(stored: Buffer, name: string): z.infer<typeof storedIdentity> {
  try {
    return storedIdentity.parse(JSON.parse(stored.toString()));
  } catch (error) {
    // The parser's message could quote the key.
    throw new Error(`The identity ${name} is not an X.509 identity as fabric-network writes it`, {
      cause: (error as Error).name,
    });
  }
}
