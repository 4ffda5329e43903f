/** The package by which peers know a chaincode that runs as a service. */
import { createHash } from 'node:crypto';
import { constants, gzipSync } from 'node:zlib';
import type { Topology } from '../topology.js';
import { encodeTar, type TarEntry } from './tar.js';

/** What is installed on a peer, and the name by which the chaincode process announces itself. */
export interface ChaincodePackage {
  readonly bytes: Uint8Array;
  readonly label: string;
  /** `label:hash`; also the chaincode process's `--chaincode-id`. */
  readonly packageId: string;
}

/** Filled in by the peer's builder with the address it is configured with; see {@link packageChaincode}. */
export const CHAINCODE_ADDRESS_VARIABLE = 'ccaddr';

/**
 * The package of a chaincode that runs as a service: it holds no code, only where to connect. The address is a
 * variable of the peer's builder, so that the package, and with it the package id, is the same for every organisation
 * and known before anything is installed. While one code takes another one's place, two processes run: so each of those that
 * were not there from the beginning has an address of its own in its package.
 */
export function packageChaincode({ chaincode }: Pick<Topology, 'chaincode'>): ChaincodePackage {
  const { label, endpoint, hasOwnAddress = false } = chaincode;
  const address = hasOwnAddress ? `${endpoint.host}:${endpoint.port}` : `{{.${CHAINCODE_ADDRESS_VARIABLE}}}`;
  const connection = { address, dial_timeout: '10s', tls_required: false };
  const code = archive([jsonEntry('connection.json', connection)]);
  const bytes = archive([
    jsonEntry('metadata.json', { type: 'ccaas', label, path: '' }),
    { name: 'code.tar.gz', content: code },
  ]);
  return { bytes, label, packageId: `${label}:${createHash('sha256').update(bytes).digest('hex')}` };
}

function jsonEntry(name: string, value: unknown): TarEntry {
  return { name, content: Buffer.from(JSON.stringify(value)) };
}

function archive(entries: readonly TarEntry[]): Uint8Array {
  // Stored, not compressed: how well zlib compresses depends on its version and on the machine.
  const bytes = gzipSync(encodeTar(entries), { level: constants.Z_NO_COMPRESSION });
  // The header names the operating system; 255 is "unknown".
  bytes[9] = 255;
  return bytes;
}
