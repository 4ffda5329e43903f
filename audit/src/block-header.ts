/** A block's header as it is hashed and signed, and how many of its orderers have to sign it. */
import { joined } from './byte-texts.js';

export interface BlockHeader {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

/** DER SEQUENCE{INTEGER number, OCTET STRING previous hash, OCTET STRING data hash}, as Fabric has it. */
export function headerBytes({ number, previousHash, dataHash }: BlockHeader): Uint8Array {
  const octets: number[] = [];
  for (let rest = number; rest > 0 || octets.length === 0; rest = Math.floor(rest / 0x100))
    octets.unshift(rest % 0x100);
  if (octets[0]! >= 0x80) octets.unshift(0);
  return element(
    0x30,
    joined(element(0x02, Uint8Array.from(octets)), element(0x04, previousHash), element(0x04, dataHash)),
  );
}

/** One DER element; none that is right is longer than 127 bytes. */
const element = (tag: number, content: Uint8Array): Uint8Array =>
  joined(Uint8Array.of(tag, content.length & 0xff), content);

/** So many orderers that any two such groups have an honest one in common; under Raft the one that made the block. */
export function quorumOf(consensus: string, consenters: number): number {
  if (consensus !== 'BFT') return 1;
  const faulty = Math.floor((consenters - 1) / 3);
  return Math.ceil((consenters + faulty + 1) / 2);
}
