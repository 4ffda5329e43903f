/** What an organisation shows the others of its certificates. */
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { signingCertPath } from '../identities/load-identity.js';
import { organizationPaths } from '../identities/organization-paths.js';
import type { Organization } from '../topology.js';

/**
 * Copies what the others need of an organisation to make, or to check, the channel's first block: its two authorities'
 * certificates and its orderer's two, at the places where they stand in `fromDir`. None of it is secret. Returns the
 * paths, relative to both folders.
 */
export async function copyPublicMaterial(
  organization: Organization,
  fromDir: string,
  toDir: string,
): Promise<readonly string[]> {
  const paths = organizationPaths(fromDir, organization);
  const files = [
    paths.caCertPath,
    paths.tlsCaCertPath,
    signingCertPath(paths.ordererMspDir),
    join(paths.ordererTlsDir, 'server.crt'),
  ].map((path) => relative(fromDir, path));
  await Promise.all(
    files.map(async (file) => {
      await mkdir(dirname(join(toDir, file)), { recursive: true });
      await copyFile(join(fromDir, file), join(toDir, file));
    }),
  );
  return files;
}
