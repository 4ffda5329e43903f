/** Whoever plans a change of the channel reads what no steward would sign, before members vote on it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { common } from '@hyperledger/fabric-protos';
import { runStewardCommand } from '../../consortium/steward/steward-command.js';
import type { Steward } from '../../consortium/steward/steward.js';
import { planUpdate } from '../../network/config/carry-out.js';
import type { Intent } from '../../network/config/intents.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { readGenesisBlock } from '../../network/genesis/read-genesis-block.js';
import { createTopology } from '../../network/topology.js';
import { standingIdentities } from '../support/standing-identities.js';

const dataDir = mkdtempSync(join(tmpdir(), 'planned-'));
let present: common.Config;
beforeAll(async () => {
  const topology = createTopology();
  await standingIdentities(topology, dataDir);
  present = readGenesisBlock(await createGenesisBlock(topology, dataDir, { consensus: 'BFT' }))!.config;
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function planned(...intent: string[]): Promise<string[]> {
  const lines: string[] = [];
  const steward = {
    plan: (wish: Intent) => Promise.resolve(planUpdate('points', present, wish)),
    close: () => undefined,
  } as unknown as Steward;
  await runStewardCommand(['plan', ...intent], { steward: () => steward, dataDir, say: (line) => lines.push(line) });
  return lines;
}

it('says of a wait that orderers would not bear that nobody should sign it, and its hash last', async () => {
  const [changes, danger, hash] = await planned('batch-timeout', '5000');
  expect(changes).toContain('BatchTimeout');
  expect(danger).toBe(
    'nobody should sign this:\n- RequestBatchMaxInterval of SmartBFT is longer than RequestForwardTimeout',
  );
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

it('says nothing of the kind of what they bear', async () => {
  expect(await planned('batch-timeout', '300')).toHaveLength(2);
});
