/** The identity that signs with an MSP folder. */
import { createPrivateKey, type KeyObject, sign as signBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toLowS } from './low-s.js';

/** Who signs, and with what. */
export interface LoadedIdentity {
  readonly mspId: string;
  readonly certPem: string;
  readonly keyPem: string;
  readonly privateKey: KeyObject;
}

/** Certificate and key of the one who signs with an MSP folder. */
export function signingMspFiles(mspDir: string): { certPath: string; keyPath: string } {
  return { certPath: signingCertPath(mspDir), keyPath: onlyFile(join(mspDir, 'keystore')) };
}

/** The certificate alone, which also others have. */
export function signingCertPath(mspDir: string): string {
  return onlyFile(join(mspDir, 'signcerts'));
}

/** Loads the identity that an MSP folder (`.../users/Admin@domain/msp`) signs with. */
export function loadIdentity(mspId: string, mspDir: string): LoadedIdentity {
  const { certPath, keyPath } = signingMspFiles(mspDir);
  return loadIdentityFiles(mspId, certPath, keyPath);
}

/** Loads an identity from its certificate and its key, both PEM. */
export function loadIdentityFiles(mspId: string, certPath: string, keyPath: string): LoadedIdentity {
  const keyPem = readFileSync(keyPath, 'utf8');
  return { mspId, certPem: readFileSync(certPath, 'utf8'), keyPem, privateKey: createPrivateKey(keyPem) };
}

/** ECDSA over SHA-256 of `message`, DER, in the low-S form that Fabric asks for. */
export function sign(privateKey: KeyObject, message: Uint8Array): Uint8Array {
  return toLowS(signBytes('sha256', message, privateKey));
}

function onlyFile(directory: string): string {
  const files = readdirSync(directory);
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new Error(`Expected exactly one file in ${directory}, found ${files.length}`);
  }
  return join(directory, file);
}
