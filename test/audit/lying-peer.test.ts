/** A peer that lies to an auditor is found: by what orderers and endorsers signed, or by the peers of others. */
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { auditPeers } from '../../audit/src/audit-peers.js';
import { readBlock } from '../../audit/src/block.js';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { sentenceOf } from '../../audit/src/findings.js';
import { blockHash } from '../../audit/src/block-proofs.js';
import { altered, goldenChain, peerWith, withMetadata } from '../support/golden-chain.js';

const { bytes, expected } = goldenChain('points');
const { SIGNATURES, TRANSACTIONS_FILTER, COMMIT_HASH } = common.BlockMetadataIndex;
const VALID = 0;

async function audited(
  read: readonly Uint8Array[],
  options: { witness?: readonly Uint8Array[]; firstBlock?: string } = {},
) {
  const audit = new BlockAudit({ chaincode: 'points', firstBlock: options.firstBlock });
  const testimonies = await auditPeers({
    audit,
    read: peerWith('HarborMSP', read),
    witnesses: options.witness === undefined ? [] : [peerWith('CityParkMSP', options.witness)],
    graceMs: 0,
  });
  const findings = audit.finish().findings.map(sentenceOf);
  return { audit, testimonies, findings, about: [...new Set(audit.found.map(({ about }) => about))] };
}

const replaced = (blocks: readonly Uint8Array[], number: number, block: Uint8Array): Uint8Array[] =>
  blocks.map((each, index) => (index === number ? block : each));

/** The last block with a valid transaction. */
const lastValid = bytes.findLastIndex((block, index) => {
  const codes = common.Block.deserializeBinary(block).getMetadata()!.getMetadataList_asU8()[TRANSACTIONS_FILTER]!;
  return index > 0 && codes.includes(VALID);
});

/** As the peer would have it if it had judged otherwise: also its own commit hashes, so that nothing in it contradicts itself. */
function judgedOtherwise(number: number, code: number): Uint8Array[] {
  const lying = replaced(bytes, number, withMetadata(bytes[number]!, TRANSACTIONS_FILTER, Uint8Array.of(code)));
  for (let index = number; index < lying.length; index += 1) {
    const audit = new BlockAudit({ chaincode: 'points' });
    for (const block of lying.slice(0, index + 1)) audit.apply(block);
    const commitHash = new common.Metadata();
    commitHash.setValue(audit.end!.commitHash);
    lying[index] = withMetadata(lying[index]!, COMMIT_HASH, commitHash.serializeBinary());
  }
  return lying;
}

/** The blocks were recorded before merchants accepted each other's programmes. */
const earlier = /CityParkMSP a creditor in points of harbor, which it does not accept/;

describe('an honest peer', () => {
  it('has no finding, and its head is what the network says', async () => {
    const { audit, testimonies, findings } = await audited(bytes, {
      witness: bytes,
      firstBlock: expected.blocks[0]!.hash,
    });
    expect(findings.filter((found) => !earlier.test(found))).toEqual([]);
    expect(testimonies).toEqual([{ mspId: 'CityParkMSP', height: bytes.length, agrees: true }]);
    expect(audit.end).toMatchObject({ number: bytes.length - 1, hash: expected.blocks.at(-1)!.hash });
  });

  it('may be ahead of a witness, or a witness that cannot be asked', async () => {
    const { testimonies, findings } = await audited(bytes, { witness: bytes.slice(0, -2) });
    expect(findings.filter((found) => !earlier.test(found))).toEqual([]);
    expect(testimonies).toEqual([{ mspId: 'CityParkMSP', height: bytes.length - 2, agrees: true }]);
    const audit = new BlockAudit({ chaincode: 'points' });
    const away = { ...peerWith('GreenMartMSP', []), height: () => Promise.reject(new Error('it is away')) };
    const asked = await auditPeers({ audit, read: peerWith('HarborMSP', bytes), witnesses: [away], graceMs: 0 });
    expect(asked).toEqual([{ mspId: 'GreenMartMSP', failure: 'it is away' }]);
    expect(audit.found.filter(({ text }) => !earlier.test(text))).toEqual([]);
  });
});

describe('a lying peer', () => {
  it('with another first block is found by the hash that was agreed on', async () => {
    const other = goldenChain('every-code').bytes;
    const { findings } = await audited(other, { firstBlock: expected.blocks[0]!.hash });
    expect(findings.join('\n')).toContain(`not ${expected.blocks[0]!.hash}: this is another channel`);
  });

  it('with a chain that it made up is found, however well its hashes fit: the orderers did not sign it', async () => {
    const made: Uint8Array[] = [bytes[0]!];
    for (const block of bytes.slice(1)) {
      const before = readBlock(made.at(-1)!).header!;
      made.push(
        altered(block, (next) => {
          const envelopes = next.getData()!.getDataList_asU8();
          next.getData()!.setDataList([...envelopes, envelopes[0]!]);
          const hash = createHash('sha256');
          for (const envelope of next.getData()!.getDataList_asU8()) hash.update(envelope);
          next.getHeader()!.setDataHash(hash.digest());
          next.getHeader()!.setPreviousHash(Buffer.from(blockHash(before), 'hex'));
        }),
      );
    }
    const { audit, about } = await audited(made);
    expect(about).toContain('orderers');
    expect(audit.found.filter(({ about: kind }) => kind === 'orderers')).toHaveLength(bytes.length - 1);
    expect(audit.found.filter(({ text }) => /(data|previous) hash/.test(text))).toEqual([]);
  });

  it('that signs blocks itself, in the orderers’ names, is found', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const number = bytes.length - 1;
    const before = common.Block.deserializeBinary(bytes[number]!).getMetadata()!.getMetadataList_asU8()[SIGNATURES]!;
    const metadata = common.Metadata.deserializeBinary(before);
    for (const signature of metadata.getSignaturesList()) {
      signature.setSignature(createSign('sha256').update('anything').sign(privateKey));
    }
    const { findings } = await audited(
      replaced(bytes, number, withMetadata(bytes[number]!, SIGNATURES, metadata.serializeBinary())),
    );
    expect(findings.join('\n')).toContain(`block ${number}: not signed by enough orderers, only by nobody`);
  });

  it('that leaves out all but two of four orderers’ signatures is found', async () => {
    const number = bytes.length - 1;
    const before = common.Block.deserializeBinary(bytes[number]!).getMetadata()!.getMetadataList_asU8()[SIGNATURES]!;
    const metadata = common.Metadata.deserializeBinary(before);
    metadata.setSignaturesList(metadata.getSignaturesList().slice(0, 2));
    const { findings } = await audited(
      replaced(bytes, number, withMetadata(bytes[number]!, SIGNATURES, metadata.serializeBinary())),
    );
    expect(findings.join('\n')).toMatch(/not signed by enough orderers, only by \w+MSP, \w+MSP$/m);
  });

  it('that changed a validation code is found by its own commit hash', async () => {
    const changed = replaced(bytes, lastValid, withMetadata(bytes[lastValid]!, TRANSACTIONS_FILTER, Uint8Array.of(11)));
    const { audit } = await audited(changed);
    expect(audit.found).toContainEqual(
      expect.objectContaining({
        about: 'commit-hash',
        block: lastValid,
        text: expect.stringContaining('by what it holds') as string,
      }),
    );
  });

  it('that changed a validation code and all commit hashes after it is found by another organisation’s peer', async () => {
    const lying = judgedOtherwise(lastValid, 11);
    const alone = await audited(lying);
    expect(alone.audit.found.filter(({ about }) => about === 'commit-hash')).toEqual([]);
    const { testimonies, findings } = await audited(lying, { witness: bytes });
    expect(testimonies).toEqual([{ mspId: 'CityParkMSP', height: bytes.length, agrees: false }]);
    expect(findings.join('\n')).toContain(`the peer of CityParkMSP judged block ${lastValid} otherwise`);
  });

  it('that keeps the last blocks back is found by another organisation’s peer', async () => {
    const { testimonies, findings } = await audited(bytes.slice(0, -3), { witness: bytes });
    expect(testimonies).toEqual([{ mspId: 'CityParkMSP', height: bytes.length, agrees: false }]);
    expect(findings.join('\n')).toContain(`has ${bytes.length} blocks, the one that was read only ${bytes.length - 3}`);
  });

  it('that keeps back what an earlier audit saw is found', async () => {
    const audit = new BlockAudit({ chaincode: 'points' });
    await auditPeers({ audit, read: peerWith('HarborMSP', bytes) });
    await auditPeers({ audit, read: peerWith('HarborMSP', bytes.slice(0, -1)) });
    expect(audit.found.map(({ text }) => text).join('\n')).toContain(`an earlier audit saw block ${bytes.length - 1}`);
  });

  it('that left a transaction out, or put another in, is found by the data hash', async () => {
    const without = altered(bytes[lastValid]!, (block) => block.getData()!.setDataList([]));
    const { findings } = await audited(replaced(bytes, lastValid, without));
    expect(findings.join('\n')).toContain(`block ${lastValid}: the data hash is wrong`);
  });

  it('that gives out a transaction as valid with fewer endorsements than the definition asks for is found', async () => {
    const forged = altered(bytes[lastValid]!, (block) => {
      block.getData()!.setDataList(block.getData()!.getDataList_asU8().map(withOneEndorsement));
    });
    const { audit } = await audited(replaced(bytes, lastValid, forged));
    const texts = audit.found.map(({ text }) => text).join('\n');
    expect(texts).toMatch(/what it wrote in points was endorsed by \w+MSP, which is not enough/);
    expect(texts).toContain("the client's signature is wrong");
  });
});

function withOneEndorsement(bytes: Uint8Array): Uint8Array {
  const envelope = common.Envelope.deserializeBinary(bytes);
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const [action] = transaction.getActionsList();
  const chaincode = peer.ChaincodeActionPayload.deserializeBinary(action!.getPayload_asU8());
  const endorsed = chaincode.getAction()!;
  endorsed.setEndorsementsList(endorsed.getEndorsementsList().slice(0, 1));
  action!.setPayload(chaincode.serializeBinary());
  payload.setData(transaction.serializeBinary());
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}
