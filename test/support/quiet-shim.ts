/**
 * The shim as tests want it, to be imported before any other part of it: it says nothing, and reads a certificate once. Under a
 * peer it writes two lines for each refusal, which are what many tests are about, and reads the certificate for each transaction.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- these parts of fabric-shim have no types */
const logger = require('fabric-shim/lib/logger.js');
const { Certificate } = require('@fidm/x509');
/* eslint-enable @typescript-eslint/no-require-imports */

const nothing = (): void => undefined;
logger.getLogger = () => ({ debug: nothing, info: nothing, warn: nothing, error: nothing, level: 'error' });

const certificates = new Map<string, unknown>();
const fromPem = Certificate.fromPEM.bind(Certificate) as (pem: string) => unknown;
Certificate.fromPEM = (pem: string) => {
  if (!certificates.has(pem)) certificates.set(pem, fromPem(pem));
  return certificates.get(pem);
};
