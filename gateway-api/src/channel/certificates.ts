/** The certificates that the gateway, its peer and the orderers use, and when each of them ends. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Certificate {
  /** A role, `peer-tls-root` or `peer-tls`, or of others `peer:HarborMSP`, `orderer-tls:HarborMSP:1`, `authority:HarborMSP`. */
  readonly name: string;
  readonly endsAt: Date;
}

export interface Certificates {
  readonly known: () => readonly Certificate[];
  /** Looks at those of peers and orderers anew. @throws Error when some cannot be seen now */
  readonly seeNodes: () => Promise<void>;
}

export const noCertificates: Certificates = { known: () => [], seeNodes: () => Promise.resolve() };

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days before the end at which it is told, the last one first. */
const NOTICES = [0, 1, 7, 30] as const;

export function certificateIn(name: string, pem: Uint8Array | string): Certificate {
  return { name, endsAt: new Date(new X509Certificate(pem).validTo) };
}

export const certificateAt = (name: string, path: string): Certificate => certificateIn(name, readFileSync(path));

/** Of which notice it is time: so many days are left at the most, 0 when it has ended; none while there is time. */
export function noticeOf({ endsAt }: Certificate, now = Date.now()): (typeof NOTICES)[number] | undefined {
  return NOTICES.find((days) => endsAt.getTime() - now <= days * DAY_MS);
}
