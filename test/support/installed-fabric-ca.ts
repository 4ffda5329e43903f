/** Fabric CA's server, where `fabric-ca-server` is in FABRIC_BIN or on PATH. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import type { FabricCaServer } from '../../network/identities/fabric-ca.js';
import { eventually } from './eventually.js';
import { findOnPath } from './programs-on-path.js';

/** Its path; undefined where it is not installed. */
export const fabricCaProgram = findOnPath(
  ['fabric-ca-server'],
  [process.env['FABRIC_BIN'] ?? '', process.env['PATH'] ?? ''].join(delimiter),
);

/** One authority over TLS, with a registrar; its files are in `folder`. */
export async function startFabricCa(
  program: string,
  name: string,
  folder: string,
): Promise<{ readonly server: FabricCaServer; readonly stop: () => Promise<void> }> {
  const port = await findFreePorts(2);
  const registrar = { id: 'registrar', secret: 'known-to-this-test-only' };
  const child = spawn(
    program,
    ['start', '--home', folder, '--boot', `${registrar.id}:${registrar.secret}`, '--ca.name', name],
    {
      stdio: 'ignore',
      env: {
        ...process.env,
        FABRIC_CA_SERVER_PORT: String(port),
        FABRIC_CA_SERVER_ADDRESS: '127.0.0.1',
        FABRIC_CA_SERVER_OPERATIONS_LISTENADDRESS: `127.0.0.1:${port + 1}`,
        FABRIC_CA_SERVER_CSR_CN: name,
        FABRIC_CA_SERVER_CSR_HOSTS: 'localhost,127.0.0.1',
        FABRIC_CA_SERVER_TLS_ENABLED: 'true',
      },
    },
  );
  const url = `https://127.0.0.1:${port}`;
  await eventually(
    () =>
      fetch(`http://127.0.0.1:${port + 1}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    (ok) => ok,
    { timeoutMs: 30_000 },
  );
  return {
    server: { url, caName: name, tlsRootCertPem: readFileSync(join(folder, 'ca-cert.pem'), 'utf8'), registrar },
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
