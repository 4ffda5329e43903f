/**
 * Two of three merchants forge points of the third one by an altered chaincode: Fabric lets new rows pass with their two
 * signatures. The third one's gateway says so within a second, and suspends its programme where it is told to.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import { planGateways, writeGatewayFiles } from '../../consortium/launcher/gateway-files.js';
import { gatewayProgram } from '../../consortium/launcher/programs.js';
import { SupervisedProcess } from '../../consortium/launcher/supervised-process.js';
import { altering, startAlteredConsortium, type AlteredConsortium } from '../support/altered-consortium.js';
import { describeUnless } from '../support/network-kind.js';
import { PeerClient } from '../support/peer-client.js';
import { eventually, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { freePorts } from '../support/start-tiny-chaincode.js';

const WITHIN_MS = 1_000;
const inContainers = 'the test starts two chaincodes of its own and gives them to real peers on native';

interface Ready {
  readonly ready: boolean;
  readonly projectionBlock: number;
  readonly watch: { readonly state: string; readonly block: number; readonly findings: number; readonly last?: object };
}

describeUnless({ docker: inContainers }, 'the gateway of the merchant whose points two others forge', () => {
  let consortium: AlteredConsortium;
  let citypark: PeerClient;
  let gateway: SupervisedProcess;
  let url: string;
  let logPath: string;
  const nothing = { restarting: () => undefined, restarted: () => undefined, lost: () => undefined };

  beforeAll(async () => {
    consortium = await startAlteredConsortium();
    const { dataDir, topology } = consortium;
    citypark = PeerClient.as(dataDir, 'CityParkMSP', 'admin');
    const gateways = planGateways(topology, dataDir, await freePorts(topology.organizations.length));
    // The organisation's own setting, which a later start leaves as it is.
    await writeGatewayFiles(topology, dataDir, gateways);
    const [{ organization, configPath, url: address }] = gateways as [(typeof gateways)[0]];
    const config = JSON.parse(readFileSync(configPath, 'utf8')) as object;
    writeFileSync(configPath, JSON.stringify({ ...config, watch: { enabled: true, suspendOnForgery: true } }));
    await writeGatewayFiles(topology, dataDir, gateways);
    url = address;
    logPath = join(dataDir, 'logs', `gateway-${organization.slug}.log`);
    gateway = new SupervisedProcess(gatewayProgram(organization, dataDir, configPath), nothing);
    await gateway.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    citypark?.close();
    await gateway?.stop();
    await consortium?.stop();
  }, START_TIMEOUT_MS);

  const readiness = async (): Promise<Ready> => (await fetch(`${url}/readyz`)).json() as Promise<Ready>;

  it('has judged everything that is honest, and found nothing', async () => {
    const { watch } = await eventually(
      readiness,
      ({ watch: { state, block }, projectionBlock }) => state === 'watching' && block === projectionBlock,
    );
    expect(watch.findings).toBe(0);
  });

  it('says within a second that a million points came out of nothing, and suspends the programme', async () => {
    const parts = ['a-forged-0001', 'harbor', '2028-11-30', 'ab'.repeat(32), '00000'];
    const lot = { objectType: 'lot', parts, row: { amount: '1000000' } };
    expect(await citypark.submit('Altered:Write', { request: lot, at: altering })).toBe(peer.TxValidationCode.VALID);
    const committedAt = performance.now();
    const told = await eventually(readiness, ({ watch }) => watch.findings > 0);
    expect(performance.now() - committedAt).toBeLessThan(WITHIN_MS);
    expect(told).toMatchObject({ ready: true, watch: { state: 'watching', last: { about: 'ledger' } } });
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^commonpoint_watch_findings [1-9]/m);
    expect(readFileSync(logPath, 'utf8')).toContain(
      'moved balance of a-forged-0001 harbor: 1000000 by rows, 0 by receipts',
    );
    await eventually(
      () => citypark.evaluate('Programs:Get', { request: { programId: 'harbor' }, at: ['CityParkMSP'] }),
      (program) => (program as { status: string }).status === 'suspended',
    );
    expect(performance.now() - committedAt).toBeLessThan(3 * WITHIN_MS);
  });
});
