/**
 * What makes a block believable without trusting the peer that gave it: each header names the hash of the one before,
 * the data hashes to what the header says, and every valid transaction carries its client's signature and those of at
 * least two merchants, or of the members of a private collection, by certificates of the authorities that the channel's first block names.
 */
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import type { AuditedTransaction, Signed } from './block-contents.js';
import { findForeignWrite } from './private-writes.js';

/** Endorsements that the consortium asks of every transaction on the points ledger, each of another merchant. */
const ENDORSERS_MIN = 2;

export class BlockProofs {
  private previousHash: Buffer | undefined;
  private readonly roots = new Map<string, X509Certificate[]>();
  /** Certificates that were checked, with the result. */
  private readonly trusted = new Map<string, boolean>();

  /** Checks a block's place in the chain; the first one also tells whom to trust. */
  checkChain(block: common.Block): string[] {
    const header = block.getHeader();
    if (header === undefined) return ['a block has no header'];
    const number = header.getNumber();
    const findings: string[] = [];
    const envelopes = block.getData()?.getDataList_asU8() ?? [];
    const dataHash = createHash('sha256');
    for (const envelope of envelopes) dataHash.update(envelope);
    if (!dataHash.digest().equals(header.getDataHash_asU8())) findings.push(`block ${number}: the data hash is wrong`);
    if (number === 0) this.readAuthorities(envelopes[0] ?? new Uint8Array());
    else if (this.previousHash?.equals(header.getPreviousHash_asU8()) === false) {
      findings.push(`block ${number}: the previous hash is wrong`);
    }
    this.previousHash = headerHash(header);
    return findings;
  }

  /** Checks who signed a valid transaction. */
  checkSignatures({ txId, creator, endorsements, writes, privateCollections }: AuditedTransaction): string[] {
    const findings: string[] = [];
    if (!this.isGenuine(creator)) findings.push(`transaction ${txId}: the client's signature is wrong`);
    const endorsers = new Set(endorsements.filter((signed) => this.isGenuine(signed)).map(({ mspId }) => mspId));
    // An organisation's approval of a chaincode definition is endorsed by that organisation alone, and so are figures.
    const needed = writes.length === 0 ? 1 : ENDORSERS_MIN;
    if (endorsers.size < needed) {
      findings.push(`transaction ${txId}: endorsed by ${[...endorsers].join(', ') || 'nobody'}, ${needed} are needed`);
    }
    for (const collection of privateCollections) {
      const foreign = findForeignWrite(collection, endorsers);
      if (foreign !== undefined) findings.push(`transaction ${txId}: ${foreign}`);
    }
    return findings;
  }

  private isGenuine({ mspId, certPem, message, signature }: Signed): boolean {
    const name = `${mspId} ${certPem}`;
    let trusted = this.trusted.get(name);
    if (trusted === undefined) {
      const certificate = new X509Certificate(certPem);
      trusted = (this.roots.get(mspId) ?? []).some(
        (root) => certificate.checkIssued(root) && certificate.verify(root.publicKey),
      );
      this.trusted.set(name, trusted);
    }
    return trusted && verify('sha256', message, createPublicKey(certPem), signature);
  }

  private readAuthorities(envelope: Uint8Array): void {
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
    const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
    const application = config?.getChannelGroup()?.getGroupsMap().get('Application');
    application?.getGroupsMap().forEach((group: common.ConfigGroup, mspId: string) => {
      const value = group.getValuesMap().get('MSP')?.getValue_asU8() ?? new Uint8Array();
      const fabric = msp.FabricMSPConfig.deserializeBinary(msp.MSPConfig.deserializeBinary(value).getConfig_asU8());
      this.roots.set(
        mspId,
        fabric.getRootCertsList_asU8().map((pem) => new X509Certificate(pem)),
      );
    });
  }
}

/** SHA-256 of DER SEQUENCE{INTEGER number, OCTET STRING previous hash, OCTET STRING data hash}, as Fabric has it. */
function headerHash(header: common.BlockHeader): Buffer {
  const hex = header.getNumber().toString(16);
  const magnitude = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const number = (magnitude[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), magnitude]) : magnitude;
  const fields = Buffer.concat([
    element(0x02, number),
    element(0x04, header.getPreviousHash_asU8()),
    element(0x04, header.getDataHash_asU8()),
  ]);
  return createHash('sha256').update(element(0x30, fields)).digest();
}

/** One DER element; none here is longer than 127 bytes. */
function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag, content.length), content]);
}
