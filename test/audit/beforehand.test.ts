/** What is worked out of blocks beforehand, on another thread, changes nothing of what an audit finds, whatever stands in them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { common } from '@hyperledger/fabric-protos';
import { auditPeers } from '../../audit/src/audit-peers.js';
import { Beforehand, type BlockFacts } from '../../audit/src/beforehand.js';
import { readBlock } from '../../audit/src/block.js';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { WorkAhead } from '../../audit/src/work-ahead.js';
import { altered, goldenChain, peerWith } from '../support/golden-chain.js';
import { randomBy, type Random, spoilt } from '../support/malformed-bytes.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 12);
const SCRIPT = join(__dirname, '../../audit/dist/ahead-thread.js');
const { TRANSACTIONS_FILTER, COMMIT_HASH } = common.BlockMetadataIndex;
const { bytes: points } = goldenChain('points');
/** As many are handed over before the first one is looked at, and one more. */
const BLOCKS_AHEAD = 8;

type Facts = (beforehand: Beforehand, block: Uint8Array, number: number) => BlockFacts | undefined;
const factsWith =
  (leavesSignatures: boolean): Facts =>
  (beforehand, block, number) => {
    try {
      return beforehand.of(readBlock(block), number, leavesSignatures);
    } catch {
      return undefined;
    }
  };
const workedOut = factsWith(false);
const withoutSignatures = factsWith(true);

/** An audit of blocks, from where it stands; without facts it works all out by itself. */
function audited(blocks: readonly Uint8Array[], factsOf?: Facts, chaincode = 'points') {
  const audit = new BlockAudit({ chaincode });
  const beforehand = new Beforehand(audit.start!);
  for (const block of blocks) audit.apply(block, factsOf?.(beforehand, block, audit.next));
  const { end, start } = audit;
  return { found: audit.finish().findings, end, start };
}

it.each(['points', 'every-code', 'raft-duplicate'])('finds the same in the recorded chain %s', (name) => {
  const { bytes, expected } = goldenChain(name);
  const { chaincode } = expected;
  let given = 0;
  const counted: Facts = (...of) => {
    const facts = workedOut(...of);
    given += Number(facts?.commit !== undefined);
    return facts;
  };
  expect(audited(bytes, counted, chaincode)).toEqual(audited(bytes, undefined, chaincode));
  // One of them has a policy of a value that is in no block.
  if (name === 'every-code') expect(given).toBeGreaterThan(5);
  else expect(given).toBe(bytes.length - 1);
});

it('goes on from where an earlier audit ended', () => {
  const [whole, later] = [new BlockAudit({ chaincode: 'points' }), new BlockAudit({ chaincode: 'points' })];
  let beforehand: Beforehand | undefined;
  for (const [number, block] of points.entries()) {
    whole.apply(block);
    if (number === 5) beforehand = new Beforehand(later.start!);
    const facts = beforehand?.of(readBlock(block), number);
    expect([number, facts?.commit?.before]).toEqual([number, number < 5 ? undefined : later.end!.commitHash]);
    later.apply(block, facts);
  }
  expect([later.end, later.finish()]).toEqual([whole.end, whole.finish()]);
});

describe('is what an audit goes by', () => {
  const changed =
    (change: (facts: BlockFacts) => Partial<BlockFacts>): Facts =>
    (...of) => {
      const facts = workedOut(...of);
      return facts && { ...facts, ...change(facts) };
    };
  const aboutOf = (facts: Facts): string[] => [...new Set(audited(points, facts).found.map(({ about }) => about))];
  const none = new Uint8Array(32);
  const nobody = [false, false, false, false, false, false];

  it.each<[string, string, (facts: BlockFacts) => Partial<BlockFacts>]>([
    ['the hash of its data', 'block', () => ({ dataHash: none })],
    ['who ordered it', 'orderers', () => ({ orderers: nobody })],
    [
      'who signed and endorsed it',
      'signatures',
      ({ transactions }) => ({
        transactions: transactions.map((each) => each && { ...each, creator: nobody, endorsements: nobody }),
      }),
    ],
    ['its commit hash', 'commit-hash', ({ commit }) => ({ commit: commit && { ...commit, after: none } })],
  ])('%s', (_what, about, change) => {
    expect(audited(points).found.map((each) => each.about)).not.toContain(about);
    expect(aboutOf(changed(change))).toContain(about);
  });

  it('but not by what was looked at with another configuration, or after another block', () => {
    const wrong = { dataHash: none, orderers: nobody, transactions: [] };
    expect(
      audited(
        points,
        changed(() => ({ ...wrong, configuration: 'another' })),
      ).found,
    ).toEqual(audited(points).found);
    const other = changed(({ commit }) => ({ commit: commit && { ...commit, before: none, after: none } }));
    expect(audited(points, other).found).toEqual(audited(points).found);
  });
});

/** A chain of which one block is spoilt, or one envelope of it, and those behind it are as they were. */
function withSpoilt(random: Random): Uint8Array[] {
  const place = random(points.length);
  const blocks: Uint8Array[] = [...points];
  const block = blocks[place]!;
  const spoil = [
    () => spoilt(block, random),
    () =>
      altered(block, (next) => {
        const envelopes = next.getData()!.getDataList_asU8();
        const index = random(envelopes.length);
        envelopes[index] = spoilt(envelopes[index]!, random);
        next.getData()!.setDataList(envelopes);
      }),
    () =>
      altered(block, (next) => {
        const list = next.getMetadata()!.getMetadataList_asU8();
        const which = [TRANSACTIONS_FILTER, COMMIT_HASH, 0][random(3)]!;
        list[which] = spoilt(list[which]!, random);
        next.getMetadata()!.setMetadataList(list);
      }),
    () => blocks[random(points.length)]!,
  ];
  blocks[place] = spoil[random(spoil.length)]!();
  return blocks;
}

it(`finds the same in ${rounds} chains with a malformed block, SEED=${seed}`, () => {
  for (let round = 0; round < rounds; round += 1) {
    const blocks = withSpoilt(randomBy(seed + round));
    const at = `SEED=${seed + round} ROUNDS=1`;
    const expected = { at, ...audited(blocks) };
    expect({ at, ...audited(blocks, workedOut) }).toEqual(expected);
    expect({ at, ...audited(blocks, withoutSignatures) }).toEqual(expected);
  }
});

describe('a thread that works ahead', () => {
  it('works out of each block what is worked out here, one after the other', async () => {
    const audit = new BlockAudit({ chaincode: 'points' });
    const [thread, here] = [new WorkAhead(audit.start!, SCRIPT), new Beforehand(audit.start!)];
    const facts = await Promise.all(points.map((block, number) => thread.of(new Uint8Array(block), number)));
    for (const [number, block] of points.entries()) {
      const own = here.of(readBlock(block), number);
      expect(facts[number]?.configuration).toBe(own.configuration);
      expect(Buffer.from(facts[number]!.dataHash)).toEqual(Buffer.from(own.dataHash));
      expect(facts[number]!.commit?.after).toEqual(own.commit && new Uint8Array(own.commit.after));
      expect(facts[number]!.transactions.map((each) => each?.endorsements)).toEqual(
        own.transactions.map((each) => each?.endorsements),
      );
    }
    expect(facts.flatMap((each) => each!.orderers)).toContain(true);
    expect(facts.flatMap((each) => each!.transactions.flatMap((of) => of?.creator ?? []))).toContain(true);
    expect(await thread.of(Uint8Array.of(0xff), points.length)).toBeUndefined();
    await thread.close();
  });

  it('that does not begin, or ends in the middle, leaves all to be worked out where it is needed', async () => {
    const { start } = new BlockAudit({ chaincode: 'points' });
    const none = new WorkAhead(start!, join(__dirname, 'no-such-script.js'));
    expect(await none.of(new Uint8Array(points[0]!), 0)).toBeUndefined();
    await none.close();
    const stopped = new WorkAhead(start!, SCRIPT);
    const asked = points.map((block, number) => stopped.of(new Uint8Array(block), number));
    await stopped.close();
    for (const facts of await Promise.all(asked))
      expect(facts === undefined || facts.dataHash.length === 32).toBe(true);
    expect(await stopped.of(new Uint8Array(points[0]!), 0)).toBeUndefined();
  });

  it('that says nothing is done without', async () => {
    const { start } = new BlockAudit({ chaincode: 'points' });
    const mute = join(mkdtempSync(join(tmpdir(), 'mute-')), 'mute.js');
    writeFileSync(mute, "require('node:worker_threads').parentPort.on('message', () => undefined);");
    const silent = new WorkAhead(start!, mute, 50);
    const [first, second] = [silent.of(new Uint8Array(points[0]!), 0), silent.of(new Uint8Array(points[1]!), 1)];
    expect([await first, await second]).toEqual([undefined, undefined]);
    await silent.close();
  });

  it('leaves a block to its owner whose memory is others’ as well', async () => {
    const { start } = new BlockAudit({ chaincode: 'points' });
    const thread = new WorkAhead(start!, SCRIPT);
    const all = new Uint8Array(points[0]!.length + 1);
    all.set(points[0]!, 1);
    expect((await thread.of(all.subarray(1), 0))?.dataHash).toHaveLength(32);
    expect(Buffer.from(all.subarray(1))).toEqual(Buffer.from(points[0]!));
    await thread.close();
  });
});

it('leaves signatures to whoever would wait for them', async () => {
  const start = new BlockAudit({ chaincode: 'points' }).start!;
  const [thread, last] = [new WorkAhead(start, SCRIPT), points.length - 1];
  const left = await Promise.all(points.map((block, number) => thread.of(new Uint8Array(block), number, true)));
  await thread.close();
  expect(left.map((each) => each!.orderers)).toEqual(points.map(() => []));
  expect(left[last]!.transactions.flatMap((each) => [...each!.creator, ...each!.endorsements])).toEqual([]);
  expect(left[last]!.commit?.after).toHaveLength(32);
  // As many as may be are read in one go: the first one has to be waited for, and the second one is done then.
  const slow = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)));
  const given = jest.spyOn(WorkAhead.prototype, 'of').mockResolvedValue(undefined).mockImplementationOnce(slow);
  const claims = { ...peerWith('HarborMSP', points), height: () => Promise.resolve(1_000) };
  const audit = new BlockAudit({ chaincode: 'points' });
  await expect(auditPeers({ audit, read: claims, graceMs: 0 })).rejects.toThrow('it ended');
  const leaves = given.mock.calls.map(([, , leavesSignatures]) => leavesSignatures);
  given.mockRestore();
  expect(leaves).toEqual(points.map((_block, number) => number === BLOCKS_AHEAD + 1));
});

it('has looked at all blocks that came before a peer failed', async () => {
  const audit = new BlockAudit({ chaincode: 'points' });
  const claims = { ...peerWith('HarborMSP', points), height: () => Promise.resolve(1_000) };
  const begun = jest.spyOn(Worker.prototype, 'postMessage');
  await expect(auditPeers({ audit, read: claims, graceMs: 0 })).rejects.toThrow(
    `the peer of HarborMSP did not give block ${points.length}: it ended`,
  );
  expect(begun).toHaveBeenCalled();
  begun.mockRestore();
  expect([audit.next, audit.found]).toEqual([points.length, audited(points).found]);
});
