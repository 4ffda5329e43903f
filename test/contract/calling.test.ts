/** How transactions may and may not be called. */
import { canonicalJson, type ErrorBody } from '@commonpoint/catalogue';
import { LedgerStub } from '../support/ledger-stub.js';
import { harbor, program, startConsortium } from './consortium.js';

async function refusalOf(name: string, args: (string | Uint8Array)[]): Promise<ErrorBody> {
  const { status, message } = await new LedgerStub().simulate(harbor(), name, args);
  expect(status).toBe(500);
  expect(canonicalJson(JSON.parse(message))).toBe(message);
  return JSON.parse(message);
}

test.each([
  ['an unknown transaction', 'Programs:Nothing', ['{}']],
  ['a method of the library', 'Programs:createContext', ['{}']],
  ['another method of the library', 'Programs:unknownTransaction', ['{}']],
  ['a property of objects', 'Programs:constructor', ['{}']],
  ['a method in lower case', 'Programs:get', ['{"programId":"harbor"}']],
  ['no argument', 'Programs:List', []],
  ['two arguments', 'Programs:List', ['{}', '{}']],
  ['an empty argument', 'Programs:List', ['']],
  ['no JSON', 'Programs:List', ['{"pageSize":']],
  ['bytes that are no text', 'Programs:List', [Uint8Array.of(0xff, 0xfe)]],
  ['no object', 'Programs:List', ['[]']],
  ['null', 'Programs:List', ['null']],
])('%s is REQUEST_INVALID', async (_name, transaction, args) => {
  expect((await refusalOf(transaction, args)).code).toBe('REQUEST_INVALID');
});

test.each([
  'Programs:List\n',
  'Programs:List\nand more',
  'Programs:List\r',
  'Programs:List\u2028',
  ':List',
  ' :List',
  'List',
])('a name that is none, which the shim makes one of, is REQUEST_INVALID: %j', async (transaction) => {
  expect((await refusalOf(transaction, ['{}'])).detail).toBe('the contract has no such transaction');
});

type Malformed = [name: string, request: object, pointer: string];
const malformed: Malformed[] = [
  ['an unknown field', { programId: 'harbor', cap: '1', other: 1 }, '/other'],
  ['a missing field', { programId: 'harbor' }, '/cap'],
  ['an upper-case id', { programId: 'Harbor', cap: '1' }, '/programId'],
  ['an id with U+0000', { programId: 'har\u0000bor', cap: '1' }, '/programId'],
  ['an id that is a number', { programId: 7, cap: '1' }, '/programId'],
  ...['', '0', '1e3', '-1', '1.5', '0x10', ' 1', '01', '1'.repeat(19), '1'.repeat(40), '１'].map((cap): Malformed => [
    `the amount ${JSON.stringify(cap)}`,
    { programId: 'harbor', cap },
    '/cap',
  ]),
  ['an amount that is a number', { programId: 'harbor', cap: 1 }, '/cap'],
];

test.each(malformed)('%s is pointed at', async (_name, request, pointer) => {
  const { code, errors } = await refusalOf('Programs:ChangeCap', [JSON.stringify(request)]);
  expect(code).toBe('REQUEST_INVALID');
  expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
});

test.each([
  ['of an unknown kind', [{ kind: 'gift', id: 'i-1' }], '/operations/0/kind'],
  [
    'with a field of another kind',
    [{ kind: 'reverse', id: 'v-1', operationId: 'i-1', holdId: 'h-1' }],
    '/operations/0/holdId',
  ],
  [
    'too many',
    Array.from({ length: 501 }, (_, n) => ({ kind: 'reverse', id: `v-${n}`, operationId: 'i-1' })),
    '/operations',
  ],
  ['none', [], '/operations'],
])('operations %s are pointed at', async (_name, operations, pointer) => {
  const { errors } = await refusalOf('Points:Post', [JSON.stringify({ operations })]);
  expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
});

test('a clock that is thousands of years ahead is REQUEST_INVALID', async () => {
  const ledger = await startConsortium();
  ledger.now = '9000-01-01T00:00:00.000Z';
  const { status, message } = await ledger.simulate(harbor(), 'Programs:Create', [JSON.stringify(program)]);
  expect(status).toBe(500);
  expect(JSON.parse(message)).toMatchObject({ code: 'REQUEST_INVALID' });
});

test('a request that is refused writes nothing', async () => {
  const ledger = await startConsortium();
  const { status, writes } = await ledger.simulate(harbor(), 'Programs:ChangeCap', [
    '{"programId":"harbor","cap":"1"}',
  ]);
  expect(status).toBe(500);
  expect(writes.size).toBe(0);
});
