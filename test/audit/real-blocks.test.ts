/** Blocks that real Fabric made, SmartBFT and Raft: the audit believes all of them, by signatures, policies and hashes. */
import { BlockAudit } from '../../audit/src/block-audit.js';
import { goldenChain } from '../support/golden-chain.js';

/** They were recorded before merchants accepted each other's programmes. */
const earlier = /CityParkMSP a creditor in points of harbor, which it does not accept/;

describe.each(['points', 'raft-duplicate', 'every-code'])('blocks of real Fabric: %s', (folder) => {
  const { bytes, expected } = goldenChain(folder);
  const audit = new BlockAudit({ chaincode: folder === 'points' ? expected.chaincode : 'none' });
  const found = bytes.flatMap((block) => audit.apply(block));

  it('are signed by orderers and endorsed as their own configuration and definition ask', () => {
    // The chaincode of every-code changes policies of keys alone; the points chaincode writes rows with their policies.
    const unknown = { about: 'commit-hash', text: expect.stringMatching(/the policy of \w+ changed/) as string };
    expect(found.filter(({ text }) => !earlier.test(text))).toEqual(
      folder === 'every-code'
        ? [
            { block: 12, ...unknown },
            { block: 16, ...unknown },
          ]
        : [],
    );
  });

  it('hash, with all validation codes and writes, to what the peer said', () => {
    expect(audit.end?.hash).toBe(expected.blocks.at(-1)?.hash);
    expect(Buffer.from(audit.end?.commitHash ?? []).toString('hex')).toBe(expected.blocks.at(-1)?.commitHash);
    expect(audit.next).toBe(expected.blocks.length);
  });
});
