/** Checkpoints of a log as text: what is signed, byte for byte (C2SP: signed-note, tlog-checkpoint, tlog-cosignature). */

/** How a log is at one size. */
export interface TreeHead {
  /** Which log. */
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

/** Names the log of a ledger, by the hash of its first block. */
export const originOf = (firstBlock: string): string => `commonpoint/${firstBlock}`;

/** The note's body. */
export const checkpointBody = ({ origin, size, root }: TreeHead): string => `${origin}\n${size}\n${root}\n`;

/** What a cosigner signs of it, at a moment in seconds since 1970. */
export const cosignedText = (head: TreeHead, time: number): string =>
  `cosignature/v1\ntime ${time}\n${checkpointBody(head)}`;

/** The type of a cosigner's key, by which it is told from other Ed25519 keys of the same name. */
export const COSIGNER_KEY_TYPE = 0x04;

/** Of its SHA-256, the first four bytes are the key’s id. */
export function keyIdInput(name: string, publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`${name}\n`);
  const bytes = new Uint8Array(text.length + 1 + publicKey.length);
  bytes.set(text);
  bytes[text.length] = COSIGNER_KEY_TYPE;
  bytes.set(publicKey, text.length + 1);
  return bytes;
}

/** A line of a note: em dash, who signs, and in base64 the key's id, the time and the signature. */
export const signatureLine = (name: string, signature: string): string => `\u2014 ${name} ${signature}\n`;
