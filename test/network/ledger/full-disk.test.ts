/** Ledgers on a disk that is full or fails: nothing that was taken is lost, and the same process goes on when there is room. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlockFile } from '../../../network/embedded/ledger/block-file.js';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import * as faults from '../../support/disk-faults.cjs';
import { CHAINCODE, type ChannelFixture, createChannelFixture } from './channel-fixture.js';

const COUNT = Number(process.env['FAULTS'] ?? 20);
let channel: ChannelFixture;
beforeAll(async () => {
  channel = await createChannelFixture();
  await faults.ready;
});
afterEach(() => faults.set(undefined));
afterAll(() => {
  channel.remove();
  if (!('folder' in small)) return;
  execFileSync('umount', [small.folder]);
  rmSync(small.folder, { recursive: true });
});

it.each(['full', 'sync-fails'] as const)('a block file is whole after %s, whatever was appended then', async (kind) => {
  const path = join(channel.temporaryFolder(), 'blocks');
  const file = await BlockFile.open(path);
  const taken: Buffer[] = [];
  for (let round = 0; round < COUNT; round++) {
    // What fails is longer than what follows: its end would stand behind it.
    const [failing, following] = [Buffer.alloc(500, 255), Buffer.from(`block ${round}`)];
    faults.set({ kind, below: path });
    await expect(file.append(failing)).rejects.toThrow();
    faults.set(undefined);
    await file.append(following);
    taken.push(following);
  }
  await file.close();
  const again = await BlockFile.open(path);
  const found: Buffer[] = [];
  for await (const { bytes } of again.recover(0)) found.push(Buffer.from(bytes));
  await again.close();
  expect(found).toEqual(taken);
});

it('where blocks lie need not be written: they are found all the same, before and after the file is opened again', async () => {
  const path = join(channel.temporaryFolder(), 'blocks');
  const file = await BlockFile.open(path);
  await file.survey('end');
  const blocks = Array.from({ length: 150 }, (_, at) => Buffer.alloc(20 + at, at));
  for (const [at, bytes] of blocks.entries()) {
    if (at === 80) faults.set({ kind: 'full', below: `${path}.places` });
    await file.append(bytes);
  }
  for (const [at, bytes] of blocks.entries()) expect(Buffer.from(await file.block(at)).equals(bytes)).toBe(true);
  await file.close();
  faults.set(undefined);
  const again = await BlockFile.open(path);
  expect(await again.survey('end')).toMatchObject({ count: 150, isDamaged: false });
  for (const [at, bytes] of blocks.entries()) expect(Buffer.from(await again.block(at)).equals(bytes)).toBe(true);
  await again.close();
});

const valueOf = async (ledger: PeerLedger): Promise<string> =>
  Buffer.from((await ledger.getState(CHAINCODE, 'a'))?.value ?? []).toString();

it('a peer’s ledger goes on in the same process after its block file could not be written', async () => {
  const folder = channel.temporaryFolder();
  const ledger = await channel.openLedger(folder);
  const told: number[] = [];
  ledger.onCommit(({ number }) => told.push(number));
  for (let round = 1; round <= COUNT; round++) {
    const { envelope } = channel.transaction({
      does: (set) => set.write(CHAINCODE, 'a', Buffer.from(`${round}`)),
    });
    const block = channel.nextBlock(ledger, [envelope]);
    faults.set({ kind: round % 2 === 0 ? 'full' : 'sync-fails', below: folder });
    await expect(ledger.commit(block)).rejects.toThrow();
    await expect(ledger.commit(block)).rejects.toThrow();
    faults.set(undefined);
    await ledger.commit(block);
    expect(await valueOf(ledger)).toBe(`${round}`);
  }
  expect(told).toEqual(Array.from({ length: COUNT }, (_, at) => at + 1));
  await ledger.close();
});

const small = smallDisk();
const itOnSmallDisk = 'folder' in small ? it : it.skip;
itOnSmallDisk(
  `a peer’s ledger goes on when there is room again${'folder' in small ? '' : ` (${small.reason})`}`,
  async () => {
    if (!('folder' in small)) return;
    const ledger = await channel.openLedger(join(small.folder, 'ledger'));
    const write = (value: string): Uint8Array =>
      channel.nextBlock(ledger, [
        channel.transaction({
          does: (set) => {
            set.write(CHAINCODE, 'a', Buffer.from(value));
            // As many as take the databases more room than is left beside the block.
            for (let row = 0; row < 400; row++) set.write(CHAINCODE, `row ${row}`, Buffer.from('of a few letters'));
          },
        }).envelope,
      ]);
    await ledger.commit(write('before'));
    // Leaves room for the block, and none for the databases: they fail after the block stands in the file.
    const ballast = join(small.folder, 'ballast');
    fill(ballast, 24 * 1024);
    const block = write('meanwhile');
    const failures: unknown[] = [];
    for (let attempt = 0; attempt < 3; attempt++)
      await ledger.commit(block).catch((error: unknown) => failures.push(error));
    expect(failures.length).toBeGreaterThan(0);
    rmSync(ballast);
    await ledger.commit(block);
    expect((await valueOf(ledger)).trim()).toBe('meanwhile');
    const height = ledger.height;
    await ledger.close();
    const again = await channel.openLedger(join(small.folder, 'ledger'));
    expect(again.height).toBe(height);
    await again.close();
  },
);

/** A file system of 2 MiB, where one may be mounted. */
function smallDisk(): { readonly folder: string } | { readonly reason: string } {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-small-'));
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return { folder };
  } catch {
    return { reason: 'no file system may be mounted here' };
  }
}

/** Takes all room but so much. */
function fill(path: string, leftBytes: number): void {
  let size = 2 * 1024 * 1024;
  for (;;) {
    try {
      writeFileSync(path, Buffer.alloc(size));
      break;
    } catch {
      size -= 4_096;
      if (size <= 0) throw new Error('there was no room at all');
    }
  }
  writeFileSync(path, Buffer.alloc(Math.max(0, statSync(path).size - leftBytes)));
}
