/**
 * Fabric takes the first block of PEM that begins with a line of a client's identity; fabric-shim 2.5.8 begins wherever it finds one. So
 * a client could sign with its own certificate and have the role of any other read, in front of it. Where there is one block
 * alone, and nothing else that looks like one, both read the same.
 */
import { refuse } from '../../domain/core/refusal.js';
import { LedgerError } from './ledger-error.js';

const beside = String.raw`(?:(?!-----)[^])*`;
const block = String.raw`-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----`;
const ONE_BLOCK = new RegExp(`^${beside}${block}${beside}$`);

/** @throws LedgerError REQUEST_INVALID */
export function requireOneCertificate(idBytes: Uint8Array): void {
  if (ONE_BLOCK.test(Buffer.from(idBytes).toString('latin1'))) return;
  throw new LedgerError(refuse('REQUEST_INVALID', 'the client’s certificate has to be one block of PEM, alone'));
}
