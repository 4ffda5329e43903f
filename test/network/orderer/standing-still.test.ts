/** An orderer of the embedded network that stands still, and what a gateway sees of it. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { FabricOrderers, type FabricOrderersOptions } from '../../../gateway-api/src/fabric/fabric-orderers.js';
import { ordererParticipation } from '../../../network/admin/join-orderers.js';
import { groupAt, membershipIn, organizationsIn, setValueIn, valueIn } from '../../../network/config/channel-values.js';
import { planIntent } from '../../../network/config/intents.js';
import { newestBlock, orderersOf } from '../../../network/config/orderers.js';
import { loadIdentity } from '../../../network/identities/load-identity.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { ConfiguredNetwork } from '../../support/configured-network.js';
import { eventually } from '../../support/eventually.js';

jest.setTimeout(60_000);
let network: ConfiguredNetwork;
let orderers: FabricOrderers;
let options: FabricOrderersOptions;
let timeoutMs = 100;
/** More addresses of an organisation, as it writes them into the configuration alone. */
let moreAddresses: Record<string, string[]> = {};

beforeAll(async () => {
  network = await ConfiguredNetwork.start('embedded');
  const [harbor] = network.topology.organizations;
  const { mspId } = harbor!;
  const folder = organizationPaths(network.dataDir, harbor!).userMspDir('operator');
  const { certPem } = loadIdentity(mspId, folder);
  const privateKey = createPrivateKey(readFileSync(join(folder, 'keystore', 'priv_sk')));
  options = {
    channel: 'points',
    configuration: async () => withMoreAddresses(await network.config()).serializeBinary(),
    identity: () => ({ role: 'operator', mspId, certificate: Buffer.from(certPem), privateKey }),
  };
  orderers = new FabricOrderers(options);
});
afterAll(async () => {
  orderers?.close();
  await network?.end();
});

function withMoreAddresses(config: common.Config): common.Config {
  for (const group of organizationsIn(groupAt(config, 'Orderer')).values()) {
    const endpoints = valueIn(group, 'Endpoints', common.OrdererAddresses)!;
    const more = moreAddresses[membershipIn(group)!.getName()] ?? [];
    endpoints.setAddressesList([...endpoints.getAddressesList(), ...more]);
    setValueIn(group, 'Endpoints', endpoints);
  }
  return config;
}

/** One more block. */
const change = async (): Promise<number[]> => {
  const before = await network.config();
  const wanted = planIntent({ kind: 'batch-timeout', timeoutMs: (timeoutMs += 1) }, before);
  const answers = await network.send(wanted);
  await eventually(
    () => network.config(),
    (now) => now.getSequence() === before.getSequence() + 1,
  );
  return answers.map(({ status }) => status ?? 0);
};
/** Of all: one that a busy machine had no time for within an ask's limit is asked again. */
const blocks = (): Promise<Record<string, number | undefined>> =>
  eventually(
    async () => Object.fromEntries((await orderers.newest()).map(({ mspId, block }) => [mspId, block])),
    (found) => Object.values(found).every((block) => block !== undefined),
  );

it('says that it is well, takes everything, and has what it had; once started again it has the rest', async () => {
  expect(await blocks()).toEqual({ HarborMSP: 0, CityParkMSP: 0, GreenMartMSP: 0, AuditorMSP: 0 });
  network.embedded!.standStill('CityParkMSP');
  const { SUCCESS } = common.Status;
  expect(await change()).toEqual([SUCCESS, SUCCESS, SUCCESS, SUCCESS]);
  expect(await blocks()).toEqual({ HarborMSP: 1, CityParkMSP: 0, GreenMartMSP: 1, AuditorMSP: 1 });
  const cityPark = network.topology.organizations[1]!;
  expect(await ordererParticipation(cityPark, 'points', network.dataDir)).toMatchObject({
    consensusRelation: 'consenter',
    status: 'active',
    height: 1,
  });
  const harbors = orderersOf(await network.config()).find(({ mspId }) => mspId === 'HarborMSP')!;
  const signatures = (await newestBlock(harbors, 'points', network.connections[0]!.identity))
    .getMetadata()!
    .getMetadataList_asU8()[common.BlockMetadataIndex.SIGNATURES]!;
  expect(common.Metadata.deserializeBinary(signatures).getSignaturesList()).toHaveLength(3);

  await network.embedded!.restartOrderer('CityParkMSP');
  await eventually(blocks, ({ CityParkMSP }) => CityParkMSP === 1);
  await change();
  expect(new Set(Object.values(await blocks()))).toEqual(new Set([2]));
});

it('two of four of them: nothing is ordered until one is started again', async () => {
  network.embedded!.standStill('CityParkMSP');
  network.embedded!.standStill('AuditorMSP');
  const before = await network.config();
  const answers = await network.send(planIntent({ kind: 'batch-timeout', timeoutMs: 900 }, before));
  const { SUCCESS, SERVICE_UNAVAILABLE } = common.Status;
  expect(answers.map(({ status }) => status).sort()).toEqual([
    SUCCESS,
    SUCCESS,
    SERVICE_UNAVAILABLE,
    SERVICE_UNAVAILABLE,
  ]);
  expect((await network.config()).getSequence()).toBe(before.getSequence());
  await network.embedded!.restartOrderer('AuditorMSP');
  await change();
});

it('addresses that an organisation adds alone, also another one’s, are none of orderers that take part', async () => {
  const [harbor] = orderersOf(await network.config()).filter(({ mspId }) => mspId === 'HarborMSP');
  moreAddresses = { CityParkMSP: [harbor!.endpoint, '127.0.0.1:9'] };
  const others = new FabricOrderers(options);
  try {
    const seen = await others.newest();
    const taking = seen.filter(({ isConsenter }) => isConsenter).map(({ orderer }) => orderer);
    expect(taking.sort()).toEqual(['AuditorMSP:4', 'CityParkMSP:2', 'GreenMartMSP:3', 'HarborMSP:1']);
    expect(seen.filter(({ isConsenter }) => !isConsenter).map(({ mspId, orderer }) => [mspId, orderer])).toEqual([
      ['CityParkMSP', harbor!.endpoint],
      ['CityParkMSP', '127.0.0.1:9'],
    ]);
  } finally {
    others.close();
  }
});
