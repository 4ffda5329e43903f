/** Things that do not belong together are refused, each with a sentence; what only is old catches up. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDatabase } from '../../gateway-api/src/store/database-lock.js';
import { available, issue, openAccount, post, startWorld, type World } from './writes/gateway-world.js';
import { eventually } from '../support/eventually.js';

const worlds: World[] = [];
async function world(): Promise<World> {
  const made = await startWorld();
  worlds.push(made);
  return made;
}
afterEach(async () => {
  for (const each of worlds.splice(0)) await each.end();
});

const caughtUp = async (gateway: ReturnType<World['open']>['gateway'], { network }: World): Promise<void> => {
  await eventually(
    () => Promise.resolve(gateway.projection.lastBlock()),
    (block) => block === network.blocks.length - 1,
    { intervalMs: 5 },
  );
};

/** A closed gateway's file, with one account and 50 points on it. */
async function usedFile(): Promise<World> {
  const made = await world();
  const { gateway } = made.open('harbor');
  const accountId = await openAccount(gateway, 'harbor', 'm-1');
  await post(gateway, 'harbor', issue('op-1', accountId, 50));
  await caughtUp(gateway, made);
  await gateway.close(200);
  return made;
}

describe('a gateway.db of another ledger', () => {
  it('is refused, whether the other ledger is as long, shorter or longer', async () => {
    const used = await usedFile();
    const length = used.network.blocks.length;
    for (const more of [-2, 0, 7]) {
      const other = await world();
      other.network.appendEmptyBlocks(length + more - other.network.blocks.length);
      expect(other.network.blocks).toHaveLength(length + more);
      const databasePath = join(used.folder, 'harbor.db');
      const { gateway } = other.open('harbor', { databasePath });
      await expect(gateway.ledgerConfirmed).rejects.toThrow(
        /^\/.*harbor\.db was read from another ledger than the one that the peer has \(block 0 is another\): .*\.$/,
      );
      expect(gateway.projection.lastBlock()).toBe(length - 1);
      await gateway.close(0);
    }
    // And the file is as good as before for its own.
    const { gateway } = used.open('harbor');
    await expect(gateway.ledgerConfirmed).resolves.toBeUndefined();
  });

  it('is refused where only its last block is another', async () => {
    const used = await world();
    const { gateway } = used.open('harbor');
    await caughtUp(gateway, used);
    await gateway.close(200);
    const fork = used.network.copy();
    used.network.appendEmptyBlocks(1);
    const again = used.open('harbor').gateway;
    await caughtUp(again, used);
    await again.close(200);
    const forked = await world();
    forked.network.blocks.splice(0, Infinity, ...fork.blocks);
    forked.network.appendForged([], 'another transaction');
    const { gateway: refused } = forked.open('harbor', { databasePath: join(used.folder, 'harbor.db') });
    await expect(refused.ledgerConfirmed).rejects.toThrow(/\(block 4 is another\)/);
  });

  it('sends nothing of what it had under way to that ledger', async () => {
    const used = await world();
    const { gateway, channel } = used.open('harbor');
    const accountId = await openAccount(gateway, 'harbor', 'm-1');
    used.network.cutting = false;
    void post(gateway, 'harbor', issue('op-1', accountId, 50)).catch(() => undefined);
    await eventually(
      () => Promise.resolve(channel.submitted.length),
      (count) => count > 1,
      { intervalMs: 5 },
    );
    await gateway.close(0);
    const other = await world();
    const { gateway: refused, channel: elsewhere } = other.open('harbor', {
      databasePath: join(used.folder, 'harbor.db'),
    });
    await expect(refused.ledgerConfirmed).rejects.toThrow(/another ledger/);
    await refused.close(50);
    expect(elsewhere.submitted).toEqual([]);
    expect(elsewhere.endorsed).toEqual([]);
  });
});

it('an older gateway.db catches up, and what was done since is done once', async () => {
  const used = await usedFile();
  const path = join(used.folder, 'harbor.db');
  copyFileSync(path, `${path}.backup`);
  const { gateway } = used.open('harbor');
  const accountId = gateway.secrets.accountIdOf('m-1');
  await post(gateway, 'harbor', issue('op-2', accountId, 7));
  await gateway.close(200);
  for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  copyFileSync(`${path}.backup`, path);
  const { gateway: restored } = used.open('harbor');
  const [again] = await post(restored, 'harbor', issue('op-2', accountId, 7));
  expect(again).toMatchObject({ state: 'committed', existed: true });
  await caughtUp(restored, used);
  expect(await available(restored, accountId)).toBe('57');
});

it.each([
  ['another pseudonym.key', { pseudonymKey: Buffer.from('harbos') }],
  ['another spending-code.key', { spendingCodeKey: Buffer.from('codes of harbos') }],
  ['another organisation than GreenMartMSP', { mspId: 'GreenMartMSP' }],
])('a gateway.db that was made with %s is refused', async (what, parts) => {
  const used = await usedFile();
  expect(() => used.open('harbor', parts)).toThrow(new RegExp(`harbor\\.db was made with ${what}[^.]*: put back`));
  const { gateway } = used.open('harbor');
  await expect(gateway.ledgerConfirmed).resolves.toBeUndefined();
});

it('a second process on one gateway.db is refused while the first one runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint lock ü"'));
  const path = join(folder, 'gateway.db');
  const first = lockDatabase(path);
  expect(() => lockDatabase(path, 10)).toThrow(`${path} is in use by another gateway process: stop that one first.`);
  first.release();
  lockDatabase(path, 10).release();
  rmSync(folder, { recursive: true });
});
