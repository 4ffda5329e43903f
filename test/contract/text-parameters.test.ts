/** What the shim does with parameters before a contract sees them. */
import '../support/quiet-shim.js';
import { serializers } from '../../chaincode/src/index.js';

// This part of fabric-shim has no default export that a test's loader would see.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const DataMarshall = require('fabric-shim/lib/contract-spi/datamarshall.js');

const marshall = (schema: object, args: string[]) => {
  const marshaller = new DataMarshall('text', serializers.serializers, {});
  const compile = jest.spyOn(marshaller.ajv, 'compile');
  const fn = { name: 'Post', parameters: [{ name: 'request', schema }] };
  const read = (): unknown =>
    marshaller.handleParameters(
      fn,
      args.map((arg) => Buffer.from(arg)),
      '',
    );
  return { read, compile };
};

test('text is passed on as it is, and no schema is compiled for it', () => {
  const { read, compile } = marshall({ type: 'string', contentMediaType: 'application/json' }, ['{"päivä":1}']);
  expect(read()).toEqual(['{"päivä":1}']);
  expect(compile).not.toHaveBeenCalled();
});

test('more parameters than there are, and those that are not text, are judged by the shim', () => {
  expect(marshall({ type: 'string' }, ['{}', '{}']).read).toThrow('Expected 1 parameters, but 2 have been supplied');
  expect(marshall({ type: 'number' }, ['{}']).read).toThrow('Unable to validate parameter');
});
