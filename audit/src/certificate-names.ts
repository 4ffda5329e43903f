/** Whose a certificate is and who issued it, as Fabric reads it: by the bytes of the names, and units wherever they stand in one. */
import { derElements, derTags } from './der.js';

const UNIT = '55040b';
const VERSION = 0xa0;
const UTF_16 = 0x1e;

export interface CertificateNames {
  /** Whole names, as they stand there. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** What the subject says that it is a unit of. */
  readonly units: readonly string[];
}

/** @throws Error when the bytes are no certificate */
export function certificateNames(raw: Uint8Array): CertificateNames {
  const [signed] = derElements(derElements(raw, 1)[0]!.content, 1);
  const fields = derElements(signed!.content);
  const [, , issuer, , subject] = fields[0]!.tag === VERSION ? fields.slice(1) : fields;
  const units = derElements(subject!.content)
    .flatMap(({ content }) => derElements(content))
    .map(({ content }) => derElements(content))
    .filter(([type]) => type?.tag === derTags.oid && Buffer.from(type.content).toString('hex') === UNIT)
    .flatMap(([, value]) => (value === undefined ? [] : [textOf(value)]));
  return { issuer: issuer!.raw, subject: subject!.raw, units };
}

function textOf({ tag, content }: { readonly tag: number; readonly content: Uint8Array }): string {
  if (tag !== UTF_16) return Buffer.from(content).toString('utf8');
  return Buffer.from(content.subarray(0, content.length & ~1))
    .swap16()
    .toString('utf16le');
}
