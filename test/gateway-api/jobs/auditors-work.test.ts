/** What a gateway of an auditor does by itself: it has no merchant's role, and nobody stands by who could tell it so. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../../gateway-api/src/log.js';
import { openGateway } from '../../../gateway-api/src/open-gateway.js';
import { pseudonymsOf } from '../pseudonyms-of.js';
import { silent, startWorld, type World } from '../writes/gateway-world.js';

let world: World;
let folder: string;
beforeEach(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'auditor-'));
});
afterEach(async () => {
  await world.end();
  rmSync(folder, { recursive: true });
});

test('its jobs end without an error, and ask as the role that it has', async () => {
  const errors: unknown[] = [];
  const log: Log = { ...silent, error: (...said: unknown[]) => void errors.push(said) };
  const channel = world.network.channel('AuditorMSP');
  const asked: string[] = [];
  const evaluate = channel.evaluate.bind(channel);
  channel.evaluate = (role, name, ...more) => {
    asked.push(`${role} ${name}`);
    return evaluate(role, name, ...more);
  };
  const gateway = openGateway({
    mspId: 'AuditorMSP',
    auditors: ['AuditorMSP'],
    channel,
    databasePath: join(folder, 'auditor.db'),
    spoolFolder: join(folder, 'imports'),
    pseudonymKey: Buffer.from('auditor'),
    pseudonyms: pseudonymsOf('auditor'),
    spendingCodeKey: Buffer.from('codes of the auditor'),
    jobsEveryMs: { renewPoliciesOfMembers: 20 },
    log,
  });
  world.gateways.add(gateway);
  while (!asked.some((each) => each.endsWith('Governance:Constitution'))) await pause(10);
  await pause(100);
  expect(errors).toEqual([]);
  expect(asked.filter((each) => !each.startsWith('auditor '))).toEqual([]);
});
