/** Whose role a client has: that of the certificate that Fabric looks at, whatever text it sends beside it. */
import { clientCertificate } from '../support/client-certificate.js';
import { harbor, program, startConsortium } from './consortium.js';

/** What a client that says this certificate is its own is told when it asks for what admins may do. */
async function askedWith(certificate: string): Promise<string> {
  const ledger = await startConsortium();
  const request = JSON.stringify({ ...program, programId: 'harbor-other' });
  const { status, message } = await ledger.simulate({ ...harbor(), certificate }, 'Programs:Create', [request]);
  return status === 200 ? 'done' : (JSON.parse(message) as { code: string }).code;
}

const named = (type: string, pem: string): string => pem.replaceAll('CERTIFICATE', type);

test.each<[string, (cashier: string, admin: string) => string]>([
  ['within the first line', (cashier, admin) => `x${admin}${cashier}`],
  ['after a blank', (cashier, admin) => ` ${admin}${cashier}`],
  ['in a line further on', (cashier, admin) => `hello\n\t${admin}${cashier}`],
  ['behind a type with a dash in it', (cashier, admin) => `${named('A-B', cashier)}${admin}`],
  ['behind another type', (cashier, admin) => `${named('X509 CERTIFICATE', cashier)}${admin}`],
  ['behind it', (cashier, admin) => `${cashier}${admin}`],
])('another one’s certificate %s is refused', async (_where, written) => {
  const [cashier, admin] = await Promise.all([clientCertificate('cashier'), clientCertificate('admin')]);
  expect(await askedWith(cashier)).toBe('ROLE_NOT_ALLOWED');
  expect(await askedWith(written(`${cashier}\n`, `${admin}\n`))).toBe('REQUEST_INVALID');
});

test('headers within the block are refused, which not everybody reads', async () => {
  const admin = await clientCertificate('admin');
  expect(await askedWith(admin.replace('CERTIFICATE-----', 'CERTIFICATE-----\nName: value\n'))).toBe('REQUEST_INVALID');
});

test.each<[string, (admin: string) => string]>([
  ['alone', (admin) => admin],
  ['with the line ends of Windows', (admin) => admin.replaceAll('\n', '\r\n')],
  ['without a last line end', (admin) => admin.trimEnd()],
  ['with words before and behind it', (admin) => `Certificate:\n    Data:\n${admin}\nas of today\n`],
])('a certificate %s is read', async (_how, written) => {
  expect(await askedWith(written(await clientCertificate('admin')))).toBe('done');
});
