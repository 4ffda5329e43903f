/** What an organisation's authority says of certificates that it takes back. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PRIVATE_KEY_FILE } from '../../network/identities/msp-folder.js';
import { revocationList as listOf } from '../../network/identities/revocation-list.js';

/** PEM, as Fabric reads it; signed by the authority whose certificate and key lie there, or whose key alone is another one's. */
export async function revocationList(
  caCertPath: string,
  certificates: readonly string[],
  keyPath = join(dirname(caCertPath), PRIVATE_KEY_FILE),
): Promise<Buffer> {
  const authority = { certPem: readFileSync(caCertPath, 'utf8'), keyPem: readFileSync(keyPath, 'utf8') };
  return Buffer.from(await listOf(authority, certificates));
}
