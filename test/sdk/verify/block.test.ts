/** Blocks that real Fabric made, SmartBFT and Raft, verified from their bytes; and with a byte of any part of them changed. */
import {
  checkClients,
  checkCommit,
  checkConfiguration,
  checkEndorsers,
  checkOrderers,
} from '../../../sdk/verify/src/block/block-checks.js';
import { configurationIn, verifyBlock, verifyConfigurations } from '../../../sdk/verify/src/block/index.js';
import { readBlock } from '../../../sdk/verify/src/block/read-block.js';
import { altered, goldenChain, withMetadata } from '../../support/golden-chain.js';

/** A change of a policy alone, which takes the row's value from an earlier block. */
const beyond = [12, 16];

describe.each(['points', 'every-code', 'raft-duplicate'])('blocks of real Fabric: %s', (folder) => {
  const { bytes, expected } = goldenChain(folder);
  const against = (number: number) => ({
    number,
    previous: bytes[number - 1],
    configuration: configurationIn(bytes[0]!),
  });

  it('pass every check, and hash to what Fabric said', async () => {
    for (const [number, block] of bytes.entries()) {
      const { hash, checks, failed } = await verifyBlock(block, against(number));
      expect({ number, failed, hash }).toEqual({ number, failed: undefined, hash: expected.blocks[number]!.hash });
      const unknown = checks.flatMap(({ name, state }) => (state === 'unknown' ? [name] : []));
      expect(unknown).toEqual(folder === 'every-code' && beyond.includes(number) ? ['commit'] : []);
    }
  });

  it('do not with any byte of them changed', async () => {
    const number = bytes.length - 1;
    const block = bytes[number]!;
    const names = new Set<string>();
    // Every byte of what stands around the transactions, and of those one now and then.
    const ends = block.length - 600;
    const step = folder === 'raft-duplicate' ? 1 : 7;
    for (let at = 0; at < block.length; at += at < 80 || at > ends ? step : 211) {
      const changed = Uint8Array.from(block);
      changed[at]! ^= 1 << (at % 8);
      const { failed } = await verifyBlock(changed, against(number));
      expect({ at, isFound: failed !== undefined }).toEqual({ at, isFound: true });
      names.add(failed!.name);
    }
    expect([...names]).toEqual(expect.arrayContaining(['readable', 'chain', 'data', 'orderers', 'commit']));
  });
});

describe('each check by itself', () => {
  const { bytes } = goldenChain('points');
  const number = 5;
  const configuration = configurationIn(bytes[0]!);
  const against = { number, previous: bytes[number - 1], configuration };
  const failing = { state: 'failed' };
  /** As if what hashes and orderers say were believed: a byte of a transaction, found by what stands around it. */
  const changedAt = (at: number): ReturnType<typeof readBlock> => {
    const changed = Uint8Array.from(bytes[number]!);
    changed[at]! ^= 1;
    return readBlock(changed);
  };
  const block = readBlock(bytes[number]!);
  const first = Buffer.from(bytes[number]!).indexOf(block.envelopes[0]!);

  it('says whose signature of a client is wrong', async () => {
    const [envelope] = block.envelopes;
    // The envelope's signature is its last field.
    expect(await checkClients(changedAt(first + envelope!.length - 1), against)).toMatchObject({
      ...failing,
      detail: expect.stringMatching(/The signature of the client of \w+ over transaction 0/) as string,
    });
    expect(await checkClients(block, against)).toMatchObject({ state: 'passed' });
  });

  it('says whose endorsement is wrong, and what was endorsed otherwise', async () => {
    const outcomes = new Set<string>();
    for (let at = first + 100; at < first + block.envelopes[0]!.length - 100; at += 37) {
      try {
        const { state, detail } = await checkEndorsers(changedAt(at), against);
        if (state === 'failed') outcomes.add(detail.replace(/\w+MSP/, 'one'));
      } catch {
        // Not to be read any more: that is found before.
      }
    }
    expect([...outcomes].join('\n')).toMatch(/The endorsement of transaction 0 in the name of one is not its own/);
    expect([...outcomes].join('\n')).toMatch(/another proposal than stands in it/);
  });

  it('says which orderer signed nothing of the kind, and when they are too few', async () => {
    const named = (folder: string) => configurationIn(goldenChain(folder).bytes[0]!);
    const stranger = { ...against, configuration: named('every-code') };
    expect(await checkOrderers(block, stranger)).toMatchObject(failing);
    const few = { ...block, orderers: block.orderers.slice(1) };
    expect(await checkOrderers(few, against)).toMatchObject({
      detail: expect.stringMatching(/of whom 3 had to/) as string,
    });
    const twice = { ...block, orderers: [block.orderers[0]!, block.orderers[0]!, block.orderers[0]!] };
    expect(await checkOrderers(twice, against)).toMatchObject(failing);
  });

  it('takes a signature with something behind it as peers do, and none that is cut short', async () => {
    const signedOtherwise = (change: (signature: Uint8Array) => readonly number[]) => ({
      ...block,
      orderers: block.orderers.map((each) => ({ ...each, signature: Uint8Array.from(change(each.signature)) })),
    });
    const behind = signedOtherwise((signature) => [...signature, 7, 200]);
    const within = signedOtherwise(([tag, length, ...numbers]) => [tag!, length! + 3, ...numbers, 2, 1, 5]);
    const short = signedOtherwise((signature) => [...signature.slice(0, -1)]);
    const empty = signedOtherwise(() => [0x30, 0]);
    expect(await checkOrderers(behind, against)).toMatchObject({ state: 'passed' });
    expect(await checkOrderers(within, against)).toMatchObject({ state: 'passed' });
    expect(await checkOrderers(short, against)).toMatchObject(failing);
    expect(await checkOrderers(empty, against)).toMatchObject(failing);
  });

  it('says when orderers name another configuration, and when peers are said to have judged otherwise', async () => {
    const later = { ...against, configuration: { ...configuration, block: 3 } };
    expect(await checkConfiguration(block, later)).toMatchObject(failing);
    const judged = readBlock(withMetadata(bytes[number]!, 2, Uint8Array.of(0, 11, 0)));
    expect(await checkCommit(judged, against)).toMatchObject(failing);
  });

  it('knows nothing where nothing is known, instead of passing it', async () => {
    const { checks, failed } = await verifyBlock(bytes[number]!, { number });
    expect(failed).toBeUndefined();
    expect(checks.filter(({ state }) => state === 'unknown').map(({ name }) => name)).toEqual([
      'chain',
      'orderers',
      'configuration',
      'clients',
      'endorsers',
      'commit',
    ]);
  });

  it('refuses a block in the place of another one, and what is no block', async () => {
    expect((await verifyBlock(bytes[4]!, against)).failed?.name).toBe('readable');
    expect((await verifyBlock(Buffer.from('no block at all'), against)).failed?.name).toBe('readable');
  });
});

it('knows which configuration is in force, from the first block on', async () => {
  const { bytes } = goldenChain('points');
  expect((await verifyConfigurations([bytes[0]!])).configuration?.block).toBe(0);
  expect(await verifyConfigurations([bytes[1]!])).toEqual({});
  const forged = altered(bytes[0]!, (block) => block.getHeader()!.setDataHash(new Uint8Array(32)));
  expect(await verifyConfigurations([forged])).toMatchObject({ failed: { name: 'data', block: 0 } });
});
