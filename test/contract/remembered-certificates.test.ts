/** Certificates of clients are read once each, as fabric-shim reads them. */
import {
  rememberCertificates,
  shimsCertificateReader,
} from '../../chaincode/src/ledger/core/remembered-certificates.js';

const counting = () => {
  let reads = 0;
  const reader = {
    fromPEM(pem: string): object {
      reads++;
      if (pem === 'bad') throw new Error('no certificate');
      return { pem };
    },
  };
  rememberCertificates(reader);
  return { read: (pem: string) => reader.fromPEM(pem), reads: () => reads };
};

test('each is read once, and none is taken for another', () => {
  const { read, reads } = counting();
  expect([read('a'), read('b'), read('a'), read('a')]).toEqual([
    { pem: 'a' },
    { pem: 'b' },
    { pem: 'a' },
    { pem: 'a' },
  ]);
  expect(reads()).toBe(2);
});

test('what cannot be read is refused each time', () => {
  const { read } = counting();
  expect(() => read('bad')).toThrow('no certificate');
  expect(() => read('bad')).toThrow('no certificate');
});

test('however many there are, few are kept', () => {
  const { read, reads } = counting();
  for (let n = 0; n < 1000; n++) read(String(n));
  read('999');
  expect(reads()).toBe(1000);
  read('0');
  expect(reads()).toBe(1001);
});

test('it is the reader that fabric-shim uses', () => {
  // This part of fabric-shim has no default export that a test's loader would see.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { ClientIdentity } = require('fabric-shim/lib/chaincode.js');
  const reader = shimsCertificateReader();
  const fromPEM = jest.spyOn(reader, 'fromPEM').mockReturnValue({
    subject: { attributes: [] },
    issuer: { attributes: [] },
    extensions: [],
  });
  const idBytes = Buffer.from('-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n');
  const stub = { getChannelID: () => 'c', getTxID: () => 't', getCreator: () => ({ mspid: 'HarborMSP', idBytes }) };
  expect(new ClientIdentity(stub).getMSPID()).toBe('HarborMSP');
  expect(fromPEM).toHaveBeenCalledTimes(1);
  fromPEM.mockRestore();
});
