import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownAuthorities, readServer } from '../../consortium/member/own-authorities.js';
import { createTopology } from '../../network/topology.js';
import { startFabricCaStandIn } from '../support/fabric-ca-stand-in.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-authorities-'));
  path = join(folder, 'fabric-ca.json');
  writeFileSync(join(folder, 'secret'), 'of the registrar\n');
  writeFileSync(join(folder, 'root.pem'), 'a certificate');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const complete = { url: 'https://ca:7054', registrar: 'registrar', secretFile: 'secret' };
const write = (content: unknown) => writeFileSync(path, JSON.stringify(content));

it('without a file the organisation has none of its own', () => {
  expect(ownAuthorities(undefined)).toBeUndefined();
  expect(ownAuthorities('')).toBeUndefined();
});

it('says where a server is, with files beside the settings', () => {
  write({ ca: { ...complete, caName: 'ca', tlsRootCert: 'root.pem' }, tlsca: complete });
  const registrar = { id: 'registrar', secret: 'of the registrar' };
  expect(readServer(path, 'ca')).toEqual({
    url: 'https://ca:7054',
    caName: 'ca',
    tlsRootCertPem: 'a certificate',
    registrar,
  });
  expect(readServer(path, 'tlsca')).toEqual({ url: 'https://ca:7054', registrar });
});

it.each([
  ['an authority that is missing', { ca: complete }, /fabric-ca\.json lacks tlsca\.url/],
  ['a field that is missing', { tlsca: { ...complete, registrar: undefined } }, /lacks tlsca\.registrar/],
  ['a field that is empty', { tlsca: { ...complete, secretFile: '' } }, /lacks tlsca\.secretFile/],
  ['an address without a protocol', { tlsca: { ...complete, url: 'ca:7054' } }, /has “ca:7054” for tlsca\.url/],
  ['a field that is not text', { tlsca: { ...complete, url: 7054 } }, /lacks tlsca\.url/],
  ['a field that nobody knows', { tlsca: { ...complete, tlsRootCertificate: 'root.pem' } }, /has tlsca\.tlsRootCertif/],
  ['a file that is not there', { tlsca: { ...complete, secretFile: 'other' } }, /ENOENT.*other/],
])('refuses %s', (_, content, message) => {
  write(content);
  expect(() => readServer(path, 'tlsca')).toThrow(message);
});

it('refuses what is not JSON, and names the file', () => {
  writeFileSync(path, 'ca: https://ca:7054');
  expect(() => readServer(path, 'ca')).toThrow(`${path} is not JSON`);
});

it('refuses one authority for both', async () => {
  const standIn = await startFabricCaStandIn('ca', { id: 'registrar', secret: 'of the registrar' });
  try {
    const server = { ...complete, url: standIn.url };
    write({ ca: server, tlsca: server });
    const [harbor] = createTopology().organizations;
    await expect(ownAuthorities(path)?.(harbor!)).rejects.toThrow(`${path}: ca and tlsca are one authority`);
  } finally {
    await standIn.close();
  }
});
