/** The builder by which a peer connects to a chaincode that runs as a service. */
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHAINCODE_ADDRESS_VARIABLE } from '../admin/package-chaincode.js';
import type { Endpoint } from '../topology.js';
import type { FabricPrograms } from './fabric-programs.js';

/**
 * A peer hands an installed package to three small programs that know how to run it: see "External Builders and
 * Launchers" in Fabric's documentation. Fabric's archive has those for chaincode as a service; where they are missing,
 * shell scripts that do what our own package needs take their place.
 *
 * Returns the folder to name in `core.yaml`, below which the programs lie in `bin`.
 */
export async function prepareBuilder({ builderBin }: FabricPrograms, dataDir: string): Promise<string> {
  const directory = join(dataDir, 'native', 'builder');
  const bin = join(directory, 'bin');
  await rm(bin, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  if (builderBin !== undefined && existsSync(builderBin)) {
    // A link gives the folder its expected name, also where the programs lie beside `peer`.
    await symlink(builderBin, bin);
    return directory;
  }
  await mkdir(bin);
  await Promise.all(
    Object.entries(SCRIPTS).map(([name, script]) => writeFile(join(bin, name), script, { mode: 0o755 })),
  );
  return directory;
}

/** Environment of a peer from which the builder takes the chaincode's address. */
export function builderEnvironment({ host, port }: Endpoint): Record<string, string> {
  return {
    CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: JSON.stringify({ [CHAINCODE_ADDRESS_VARIABLE]: `${host}:${port}` }),
  };
}

const SCRIPTS: Readonly<Record<string, string>> = {
  // detect SOURCE METADATA
  detect: `#!/bin/sh
grep -q '"type":"ccaas"' "$2/metadata.json"
`,
  // build SOURCE METADATA OUTPUT
  build: `#!/bin/sh
set -e
address=$(printf '%s' "$CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG" | sed 's/.*"${CHAINCODE_ADDRESS_VARIABLE}":"\\([^"]*\\)".*/\\1/')
sed "s/{{\\.${CHAINCODE_ADDRESS_VARIABLE}}}/$address/" "$1/connection.json" > "$3/connection.json"
`,
  // release BUILD_OUTPUT RELEASE_OUTPUT
  release: `#!/bin/sh
set -e
mkdir -p "$2/chaincode/server"
cp "$1/connection.json" "$2/chaincode/server/connection.json"
`,
};
