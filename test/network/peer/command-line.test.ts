import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { TestNetwork } from '../../support/embedded-network.js';

jest.setTimeout(90_000);

const run = promisify(execFile);
const folders = [process.env['FABRIC_BIN'], ...(process.env['PATH'] ?? '').split(delimiter)];
const peerProgram = folders
  .flatMap((folder) => (folder ? [join(folder, 'peer')] : []))
  .find((path) => existsSync(path));

// Not run where Fabric's own `peer` program is neither on PATH nor in FABRIC_BIN: there is nothing to compare with.
const describeIfPresent = peerProgram === undefined ? describe.skip : describe;

describeIfPresent('the ordinary peer command line on the embedded network', () => {
  let network: TestNetwork;

  beforeAll(async () => {
    network = await TestNetwork.start();
  });
  afterAll(() => network.close());

  async function peer(...args: string[]): Promise<string> {
    const organization = network.organization('HarborMSP');
    const paths = organizationPaths(network.dataDir, organization);
    const configDir = join(network.dataDir, 'peer-cli');
    await mkdir(configDir, { recursive: true });
    await writeFile(
      join(configDir, 'core.yaml'),
      'peer:\n  BCCSP:\n    Default: SW\n    SW:\n      Hash: SHA2\n      Security: 256\n',
    );
    const { stdout, stderr } = await run(peerProgram!, args, {
      env: {
        FABRIC_CFG_PATH: configDir,
        FABRIC_LOGGING_SPEC: 'ERROR',
        CORE_PEER_LOCALMSPID: organization.mspId,
        CORE_PEER_MSPCONFIGPATH: paths.adminMspDir,
        CORE_PEER_ADDRESS: `${organization.peer.host}:${organization.peer.port}`,
        CORE_PEER_TLS_ENABLED: 'true',
        CORE_PEER_TLS_ROOTCERT_FILE: paths.tlsCaCertPath,
      },
    });
    return stdout + stderr;
  }

  test('peer channel list, getinfo and fetch', async () => {
    expect(await peer('channel', 'list')).toContain('points');
    expect(await peer('channel', 'getinfo', '-c', 'points')).toMatch(/Blockchain info: \{"height":\d+/);
    const path = join(network.dataDir, 'newest.block');
    await peer('channel', 'fetch', 'newest', path, '-c', 'points');
    expect(existsSync(path)).toBe(true);
  });

  test('peer chaincode invoke with two endorsers, then query', async () => {
    const tls = (mspId: string) => organizationPaths(network.dataDir, network.organization(mspId)).tlsCaCertPath;
    const at = (mspId: string) => {
      const { host, port } = network.organization(mspId).peer;
      return ['--peerAddresses', `${host}:${port}`, '--tlsRootCertFiles', tls(mspId)];
    };
    const { host, port } = network.organization('HarborMSP').orderer;
    const common = ['-C', 'points', '-n', network.topology.chaincode.name];
    const invoked = await peer(
      ...['chaincode', 'invoke', ...common, '-c', '{"Args":["put","cli","from the command line"]}', '--waitForEvent'],
      ...['-o', `${host}:${port}`, '--tls', '--cafile', tls('HarborMSP'), ...at('HarborMSP'), ...at('CityParkMSP')],
    );
    expect(invoked).not.toContain('Error');
    expect(await peer('chaincode', 'query', ...common, '-c', '{"Args":["get","cli"]}')).toContain(
      'from the command line',
    );
  });

  test('peer lifecycle chaincode queryinstalled, queryapproved, querycommitted', async () => {
    const { label, name } = network.topology.chaincode;
    expect(await peer('lifecycle', 'chaincode', 'queryinstalled')).toContain(`Label: ${label}`);
    expect(await peer('lifecycle', 'chaincode', 'queryapproved', '-C', 'points', '-n', name)).toContain('sequence: 1');
    expect(await peer('lifecycle', 'chaincode', 'querycommitted', '-C', 'points', '-n', name)).toContain(
      'GreenMartMSP: true',
    );
  });
});
