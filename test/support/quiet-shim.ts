/**
 * The shim as tests want it, to be imported before any other part of it: it says nothing, reads a certificate once, and
 * compiles a schema once. Under a peer it writes two lines for each refusal, which are what many tests are about; and for
 * each transaction it reads the certificate and writes out the schemas of all contracts anew, which is much of what a test costs.
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

interface Compiling {
  readonly contractImplementations: Record<
    string,
    { readonly dataMarshall: { readonly ajv: { compile: (schema: Schema) => unknown } } }
  >;
}
interface Schema {
  readonly properties?: { readonly prop?: object };
}

/** Of each parameter the schema is compiled once: the object that describes it is the same for every transaction. */
export function compileOnce(chaincode: Compiling): void {
  for (const { dataMarshall } of Object.values(chaincode.contractImplementations)) {
    const { ajv } = dataMarshall;
    const compile = ajv.compile.bind(ajv);
    const compiled = new WeakMap<object, unknown>();
    ajv.compile = (schema) => {
      const prop = schema.properties?.prop;
      if (prop === undefined) return compile(schema);
      if (!compiled.has(prop)) compiled.set(prop, compile(schema));
      return compiled.get(prop);
    };
  }
}
