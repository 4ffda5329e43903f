/** Nothing is begun while one that has a part in it is away, and no two changes are begun at once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { changingAlone } from '../../consortium/launcher/data-folder.js';
import { requireWell } from '../../consortium/launcher/network-preflight.js';
import { OrderersUnwell } from '../../network/config/preflight.js';

const configs = { present: new common.Config(), wanted: new common.Config() };
type Asked = Parameters<typeof requireWell>[0][number];
const well = (mspId: string, more: Partial<Asked> = {}): Asked => ({
  mspId,
  definition: () => Promise.resolve(undefined),
  requireWellOrderers: () => Promise.resolve(),
  ...more,
});

it('is begun where all answer', async () => {
  await requireWell([well('HarborMSP'), well('CityParkMSP')], configs);
});

it('names each that is away, peers and orderers', async () => {
  const unwell = new OrderersUnwell(['consenter 3 (GreenMartMSP) signed none of the last 20 blocks']);
  const harbor = well('HarborMSP', { requireWellOrderers: () => Promise.reject(unwell) });
  const citypark = well('CityParkMSP', { definition: () => Promise.reject(new Error('no connection established')) });
  await expect(requireWell([harbor, citypark], configs)).rejects.toThrow(
    'Nothing is begun:\n- the peer of CityParkMSP does not answer: no connection established\n' +
      '- consenter 3 (GreenMartMSP) signed none of the last 20 blocks',
  );
});

describe('changes', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'network-change-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('are made one at a time, and the lock is gone however one ends', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const first = changingAlone(dataDir, () => promise);
    await expect(changingAlone(dataDir, () => Promise.resolve('second'))).rejects.toThrow(
      'Another change of this network is under way on this machine: run this again when it is over.',
    );
    resolve('first');
    expect(await first).toBe('first');
    await expect(changingAlone(dataDir, () => Promise.reject(new Error('cut off')))).rejects.toThrow('cut off');
    expect(await changingAlone(dataDir, () => Promise.resolve('third'))).toBe('third');
  });
});
