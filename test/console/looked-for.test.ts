import { lookedFor } from '../../console/src/explorer/looked-for.js';

const id = 'ab'.repeat(32);

it.each([
  [' 42 ', '/console/explorer/blocks/42'],
  [id.toUpperCase(), `/console/explorer/transactions/${id}`],
  ['program/harbor', '/console/explorer/history?key=program%2Fharbor'],
  ['account/HarborMSP%3A3f2a', '/console/explorer/history?key=account%2FHarborMSP%253A3f2a'],
  ['constitution', '/console/explorer/history?key=constitution'],
  ['', undefined],
  ['-1', undefined],
  ['program/har bor', undefined],
])('“%s” leads to %s', (text, address) => {
  expect(lookedFor(text)).toBe(address);
});
