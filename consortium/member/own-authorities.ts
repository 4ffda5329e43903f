/**
 * The organisation's own Fabric CA, if FABRIC_CA names a file that says where it is:
 *
 *     { "ca":    { "url": "https://ca:7054", "tlsRootCert": "ca.pem", "registrar": "registrar", "secretFile": "secret" },
 *       "tlsca": { ... } }
 *
 * `caName` where a server has several authorities; paths are relative to the file. docs/deployment.md tells how.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { AuthoritiesOf } from '@commonpoint/network/identities/create-identities';
import { connectFabricCa, type FabricCaServer } from '@commonpoint/network/identities/fabric-ca';

const FIELDS = ['url', 'caName', 'tlsRootCert', 'registrar', 'secretFile'] as const;
type ServerEntry = Partial<Record<(typeof FIELDS)[number], string>>;

/** Undefined leaves it to authorities that are made here. @throws Error that names the file and what is wrong in it */
export function ownAuthorities(settingsPath: string | undefined): AuthoritiesOf | undefined {
  if (settingsPath === undefined || settingsPath === '') return undefined;
  return async () => {
    // Both are read before either is asked: nothing is left under way when the file is wrong.
    const servers = [readServer(settingsPath, 'ca'), readServer(settingsPath, 'tlsca')] as const;
    const [ca, tlsCa] = await Promise.all([connectFabricCa(servers[0]), connectFabricCa(servers[1])]);
    // A node is registered at both under one name, but not as the same: one registration would undo the other.
    if (ca.certPem === tlsCa.certPem)
      throw new Error(`${settingsPath}: ca and tlsca are one authority; two are needed`);
    return { ca, tlsCa };
  };
}

/** One of the two servers. @throws Error that names the file and what is wrong in it */
export function readServer(settingsPath: string, name: 'ca' | 'tlsca'): FabricCaServer {
  const entry = readSettings(settingsPath)[name];
  const required = (field: 'url' | 'registrar' | 'secretFile'): string => {
    const value = entry?.[field];
    if (typeof value !== 'string' || value === '') throw new Error(`${settingsPath} lacks ${name}.${field}`);
    return value;
  };
  const unknown = Object.keys(entry ?? {}).find((field) => !FIELDS.some((known) => known === field));
  if (unknown !== undefined) throw new Error(`${settingsPath} has ${name}.${unknown}; known are ${FIELDS.join(', ')}`);
  const url = required('url');
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Error(`${settingsPath} has “${url}” for ${name}.url; it is like https://host:7054`);
  }
  const read = (path: string) => readFileSync(resolve(dirname(settingsPath), path), 'utf8');
  return {
    url,
    caName: entry?.caName,
    tlsRootCertPem: entry?.tlsRootCert === undefined ? undefined : read(entry.tlsRootCert),
    registrar: { id: required('registrar'), secret: read(required('secretFile')).trim() },
  };
}

function readSettings(path: string): Readonly<Record<string, ServerEntry | undefined>> {
  const text = readFileSync(path, 'utf8');
  try {
    return (JSON.parse(text) ?? {}) as Record<string, ServerEntry>;
  } catch (cause) {
    throw new Error(`${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
