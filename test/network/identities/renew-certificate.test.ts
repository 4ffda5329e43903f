/** Certificates that are renewed with the key they have. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { ATTRIBUTES_OID, createCertificateAuthority } from '../../../network/identities/certificate-authority.js';
import { isLowS } from '../../../network/identities/low-s.js';
import { renewCertificate } from '../../../network/identities/renew-certificate.js';
import * as x509 from '@peculiar/x509';

it('has the same key, holder, unit, role and names; another number and time; and is its authority’s', async () => {
  const authority = await createCertificateAuthority('ca.harbor', 'Harbor');
  const user = await authority.issueSigning({
    commonName: 'PointsOperator',
    unit: 'client',
    attributes: { role: 'operator' },
  });
  const node = await authority.issueTls({ commonName: 'peer0', hosts: ['peer0', '127.0.0.1'] });
  for (const issued of [user, node]) {
    const [before, now] = [issued.certPem, await renewCertificate(issued.certPem, authority)].map(
      (pem) => new X509Certificate(pem),
    ) as [X509Certificate, X509Certificate];
    expect(now.checkPrivateKey(createPrivateKey(issued.keyPem))).toBe(true);
    expect(now.verify(new X509Certificate(authority.certPem).publicKey)).toBe(true);
    expect([now.subject, now.issuer, now.subjectAltName]).toEqual([
      before.subject,
      before.issuer,
      before.subjectAltName,
    ]);
    expect(now.serialNumber).not.toBe(before.serialNumber);
    const [was, is] = [before, now].map((each) => new x509.X509Certificate(each.raw)) as [
      x509.X509Certificate,
      x509.X509Certificate,
    ];
    expect(is.extensions.map(({ rawData }) => Buffer.from(rawData))).toEqual(
      was.extensions.map(({ rawData }) => Buffer.from(rawData)),
    );
    // A high one would be rewritten by peers, which then know its holder by other bytes.
    expect(isLowS(new Uint8Array(is.signature))).toBe(true);
  }
  const attributes = new x509.X509Certificate(await renewCertificate(user.certPem, authority)).getExtension(
    ATTRIBUTES_OID,
  );
  expect(Buffer.from(attributes!.value).toString()).toContain('operator');
});

it('another authority does not renew it', async () => {
  const [authority, other] = await Promise.all(
    ['ca.harbor', 'ca.other'].map((name) => createCertificateAuthority(name, 'Harbor')),
  );
  const { certPem } = await authority!.issueSigning({ commonName: 'x', unit: 'client' });
  await expect(renewCertificate(certPem, other!)).rejects.toThrow('was not issued by');
});
