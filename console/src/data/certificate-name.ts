/** Names of certificates, as the gateway gives them. */

/** What a certificate's name says it is for, and whose it is: `orderer-tls:HarborMSP:1`. */
export function readCertificateName(name: string): { readonly use: string; readonly mspId?: string } {
  const [use = name, mspId] = name.split(':');
  return { use, ...(mspId !== undefined && { mspId }) };
}
