/**
 * fabric-shim 2.5.8 reads the client's certificate anew with every transaction, which is a twentieth of what a transaction costs
 * here; a consortium has a few dozen clients. So what was read of one is kept, by its whole text.
 */
import { createRequire } from 'node:module';

interface CertificateReader {
  fromPEM(pem: string): object;
}

/** Who may submit may send any certificate: so many are kept at a time. */
const KEPT_MAX = 200;

/** The reader that fabric-shim itself uses. */
export function shimsCertificateReader(): CertificateReader {
  const ofShim = createRequire(require.resolve('fabric-shim/lib/chaincode.js'));
  return (ofShim('@fidm/x509') as { readonly Certificate: CertificateReader }).Certificate;
}

/** From now on. What cannot be read is refused each time, as before. */
export function rememberCertificates(reader = shimsCertificateReader()): void {
  const read = reader.fromPEM.bind(reader);
  const kept = new Map<string, object>();
  reader.fromPEM = (pem) => {
    const known = kept.get(pem);
    if (known !== undefined) return known;
    const certificate = read(pem);
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(pem, certificate);
    return certificate;
  };
}
