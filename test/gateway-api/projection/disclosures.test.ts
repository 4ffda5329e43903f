/** The auditor's own gateway: what it makes of a disclosure as the ledger goes on. */
import { join } from 'node:path';
import { catalogue, figuresCollection, type FigureInput } from '@commonpoint/catalogue';
import { pseudonymsOf } from '../pseudonyms-of.js';
import { openGateway } from '../../../gateway-api/src/open-gateway.js';
import type { Caller } from '../../../gateway-api/src/caller.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { readCheckedDisclosures } from '../../../gateway-api/src/subjects/disclosures/reads.js';
import type { CheckedDisclosure } from '../../../gateway-api/src/subjects/disclosures/views.js';
import type { MemoryChannel } from '../../support/memory-channel.js';
import { caller, silent, startWorld, type World } from '../writes/gateway-world.js';

const owner = 'HarborMSP';
const period = '2026-10';
const margin: FigureInput = { name: 'margin', value: '-40500', salt: 'ab'.repeat(16) };
const by = caller('harbor');
const auditor: Caller = { organization: 'auditor', mspId: 'AuditorMSP', clientId: 'auditor', role: 'auditor' };
const wait = { waitMs: 5_000 };

let world: World;
let harbor: Gateway;
let audit: Gateway;
let auditChannel: MemoryChannel;
beforeEach(async () => {
  world = await startWorld();
  harbor = world.open('harbor').gateway;
  auditChannel = world.network.channel(auditor.mspId);
  audit = openGateway({
    mspId: auditor.mspId,
    auditors: [auditor.mspId],
    channel: auditChannel,
    databasePath: join(world.folder, 'auditor.db'),
    spoolFolder: join(world.folder, 'auditor-imports'),
    pseudonymKey: Buffer.from('auditor'),
    pseudonyms: pseudonymsOf('auditor'),
    spendingCodeKey: Buffer.from('auditor'),
    log: silent,
  });
  world.gateways.add(audit);
  const request = { id: 'f-1', owner, period };
  await harbor.transactions.write(by.role, catalogue.recordFigures, request, {
    ...wait,
    privateInput: { figures: [margin] },
  });
  const value = await harbor.peer.evaluate(catalogue.getFigures, { owner, period }, by.role);
  await harbor.transactions.write(
    by.role,
    catalogue.discloseFigures,
    { id: 'd-1', owner, auditor: auditor.mspId, source: 'state' },
    { ...wait, privateInput: { figures: value.figures } },
  );
});
afterEach(() => world.end());

/** As soon as the auditor's projection has all blocks. */
async function checked(): Promise<CheckedDisclosure> {
  const last = world.network.blocks.length - 1;
  while (audit.health.readiness().projectionBlock < last) await new Promise((resolve) => setTimeout(resolve, 10));
  const { disclosures } = (await readCheckedDisclosures(audit, { owner }, auditor.role)).value;
  expect(disclosures).toHaveLength(1);
  return disclosures[0]!;
}

test('it is what the state has', async () => {
  const first = await checked();
  expect(first).toMatchObject({ verdict: 'current', source: 'state', figure: margin });
  expect(first.ledgerHash).toBe(first.hash);
});

test('it was replaced', async () => {
  await harbor.transactions.write(
    by.role,
    catalogue.amendFigures,
    { id: 'f-2', owner, period, revision: 1 },
    { ...wait, privateInput: { figures: [{ ...margin, value: '7' }] } },
  );
  const found = await checked();
  expect(found.verdict).toBe('superseded');
  expect(found.ended!.blockNumber).toBe(world.network.blocks.length - 1);
  expect(found.ledgerHash).not.toBe(found.hash);
});

test('it was purged', async () => {
  await harbor.transactions.write(by.role, catalogue.purgeFigures, { id: 'f-2', owner, period }, wait);
  const found = await checked();
  expect(found).toMatchObject({ verdict: 'removed', ledgerHash: undefined });
  expect(found.finding).toMatch(/was removed in block/);
});

test('it has expired: the state has lost the hash, and no block says so', async () => {
  world.network.stub.privateRows.of(figuresCollection(owner)).clear();
  const found = await checked();
  expect(found).toMatchObject({ verdict: 'removed', ended: undefined, ledgerHash: undefined });
  expect(found.finding).toMatch(/has expired since/);
});

test('no verdict is given before all blocks are known: it would accuse a merchant of what another block explains', async () => {
  await checked();
  auditChannel.blocksVisible = world.network.blocks.length;
  await harbor.transactions.write(by.role, catalogue.purgeFigures, { id: 'f-2', owner, period }, wait);
  const ask = () => readCheckedDisclosures(audit, { owner }, auditor.role);
  await expect(ask()).rejects.toMatchObject({ code: 'LEDGER_TIMEOUT' });
  auditChannel.blocksVisible = undefined;
  expect((await ask()).value.disclosures).toMatchObject([
    { verdict: 'removed', ended: { txId: expect.any(String) as string } },
  ]);
});

test('a merchant’s gateway asks in vain', async () => {
  await expect(readCheckedDisclosures(harbor, {}, by.role)).rejects.toMatchObject({
    code: 'ROLE_NOT_ALLOWED',
  });
});
