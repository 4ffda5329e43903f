/**
 * A merchant with two peers: what it alone holds survives the loss of the one that endorsed it, and its gateway goes on with the
 * other one.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { defaultDescriptionPath } from '../../network/topology.js';
import { eventually } from '../support/eventually.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';

const TIMEOUT_MS = 300_000;
const kind = networkKind === 'native' ? 'native' : 'embedded';
const firstPeer = 'peer0.harbor.commonpoint.example';
const figures = [{ name: 'margin', value: '-41000' }];

describeUnless({ docker: 'disks are Docker’s there' }, 'a merchant with two peers', () => {
  let consortium: LaunchedConsortium;
  let folder: string;
  let harbor: GatewayClient;

  const start = async (): Promise<void> => {
    await consortium.start();
    const { url, keys } = consortium.credentials['harbor']!;
    harbor = new GatewayClient(url, keys.admin, 1);
  };
  const disk = () =>
    join(consortium.dataDir, kind === 'native' ? `native/${firstPeer}/state` : 'embedded/peers/harbor');
  const publish = (period: string) => harbor.post('/v1/figures', { period, figures });
  const read = (period: string): Promise<{ figures: readonly { value: string }[] }> =>
    harbor.get(`/v1/figures/${period}`);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'two-peers-'));
    const path = join(folder, 'consortium.json');
    const description = JSON.parse(readFileSync(defaultDescriptionPath(), 'utf8')) as { organizations: object[] };
    const [first, ...others] = description.organizations;
    writeFileSync(path, JSON.stringify({ ...description, organizations: [{ ...first, peers: 2 }, ...others] }));
    consortium = await LaunchedConsortium.create(kind, path);
    await start();
  }, TIMEOUT_MS);
  afterAll(async () => {
    await harbor?.close();
    await consortium?.remove();
    rmSync(folder, { recursive: true, force: true });
  }, TIMEOUT_MS);

  it(
    'is stopped right after its figures are acknowledged, and the disk of the peer that endorsed them is gone: it has them',
    async () => {
      expect(await publish('2026-09')).toMatchObject({ state: 'committed' });
      await harbor.close();
      await consortium.kill();
      rmSync(disk(), { recursive: true });
      await start();
      expect(
        await eventually(
          () => read('2026-09'),
          () => true,
        ),
      ).toMatchObject({ figures: [{ value: '-41000' }] });
    },
    TIMEOUT_MS,
  );

  (kind === 'native' ? it : it.skip)(
    'goes on while the endorsing peer is away for good: not one write fails, and what it published is read',
    async () => {
      const { accountId } = await harbor.post('/v1/accounts', { memberRef: randomUUID() });
      expect(await publish('2026-10')).toMatchObject({ state: 'committed' });
      await consortium.holdDown(firstPeer);
      rmSync(disk(), { recursive: true });
      for (let count = 0; count < 10; count++) {
        const issued = await harbor.post('/v1/issuances', { programId: 'harbor', accountId, amount: '1' });
        expect(['committed', 'submitted', 'unknown']).toContain(issued.state);
      }
      expect(await read('2026-10')).toMatchObject({ figures: [{ value: '-41000' }] });
      // The other peer makes it whole again at the next start, from then on both have everything.
      await consortium.release(firstPeer);
      await consortium.stop();
      await start();
      expect(
        await eventually(
          () => read('2026-10'),
          () => true,
        ),
      ).toMatchObject({ figures: [{ value: '-41000' }] });
    },
    TIMEOUT_MS,
  );
});
