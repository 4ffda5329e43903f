import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { packageChaincode } from '../../../network/admin/package-chaincode.js';
import { encodeTar } from '../../../network/admin/tar.js';
import { createTopology } from '../../../network/topology.js';

/** Names and contents of an archive, read by the rules of POSIX tar. */
function readTar(bytes: Uint8Array): Record<string, string> {
  const archive = Buffer.from(bytes);
  const files: Record<string, string> = {};
  for (let offset = 0; archive[offset] !== 0;) {
    const header = archive.subarray(offset, offset + 512);
    const field = (start: number, length: number) =>
      header.toString('latin1', start, start + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8);
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
    expect(Number.parseInt(field(148, 8), 8)).toBe(sum);
    expect(field(257, 6)).toBe('ustar');
    files[field(0, 100)] = archive.toString('latin1', offset + 512, offset + 512 + size);
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

test('the package id is the same on every machine and at every time', () => {
  expect(packageChaincode(createTopology()).packageId).toBe(
    'points_1.0:03d7206c4e3ba48b1d55770c538c1fb21a48398e0d89a61a6a7da7e37bee8595',
  );
});

test('the package id does not depend on where the chaincode listens', () => {
  expect(packageChaincode(createTopology({ basePort: 30000 })).packageId).toBe(
    packageChaincode(createTopology()).packageId,
  );
});

test('the package id is the label and the hash of the bytes', () => {
  const { bytes, label, packageId } = packageChaincode(createTopology());
  expect(packageId).toBe(`${label}:${createHash('sha256').update(bytes).digest('hex')}`);
});

test('the package says that the chaincode runs as a service at the address the builder knows', () => {
  const files = readTar(gunzipSync(packageChaincode(createTopology()).bytes));
  expect(Object.keys(files)).toEqual(['metadata.json', 'code.tar.gz']);
  expect(JSON.parse(files['metadata.json']!)).toEqual({ type: 'ccaas', label: 'points_1.0', path: '' });
  const code = readTar(gunzipSync(Buffer.from(files['code.tar.gz']!, 'latin1')));
  expect(JSON.parse(code['connection.json']!)).toEqual({
    address: '{{.ccaddr}}',
    dial_timeout: '10s',
    tls_required: false,
  });
});

test.each([0, 1, 511, 512, 513])('an archive of a file of %i bytes is whole blocks', (size) => {
  const bytes = encodeTar([{ name: 'file', content: Buffer.alloc(size, 'x') }]);
  expect(bytes.byteLength % 512).toBe(0);
  expect(readTar(bytes)).toEqual({ file: 'x'.repeat(size) });
});
