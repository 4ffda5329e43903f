/** What may be typed after `audit`, and what is wrong with a connection file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, UsageError } from '../../audit/src/arguments.js';
import { readConnectionFile } from '../../audit/src/connection-file.js';

it('are a connection, a state to go on from, and a form of the report', () => {
  expect(readArguments(['--connection', 'c.json', '--state', 's', '--from', '7', '--json'])).toEqual({
    connectionPath: 'c.json',
    statePath: 's',
    from: 7,
    firstBlock: undefined,
    liability: undefined,
    about: undefined,
    format: 'json',
  });
  expect(readArguments([])).toMatchObject({ format: 'text' });
  expect(readArguments(['--account', 'HarborMSP:a'])).toMatchObject({
    about: { kind: 'account', accountId: 'HarborMSP:a' },
  });
  expect(readArguments(['--program', 'harbor'])).toMatchObject({ about: { kind: 'program', programId: 'harbor' } });
  expect(readArguments(['--operation', 'HarborMSP/a/b'])).toMatchObject({
    about: { kind: 'operation', mspId: 'HarborMSP', id: 'a/b' },
  });
});

it.each([
  [['--nope'], '--nope'],
  [['everything'], 'everything'],
  [['--json', '--csv'], 'not both'],
  [['--from', '3'], 'needs --state'],
  [['--state', ''], 'name of a file'],
  [['--from', 'x', '--state', 's'], 'number of a block'],
  [['--first-block', 'abc'], 'SHA-256'],
  [['--liability', 'harbor', '--state', 's'], 'does not go with --state'],
  [['--account', 'HarborMSP:a', '--state', 's'], 'does not go with --state'],
  [['--account', 'HarborMSP:a', '--program', 'harbor'], 'not several'],
  [['--operation', 'no-organisation'], 'as HarborMSP/ID'],
])('%j is refused', (typed, reason) => {
  expect(() => readArguments(typed)).toThrow(UsageError);
  expect(() => readArguments(typed)).toThrow(reason);
});

describe('a connection file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-connection-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const peer = { mspId: 'AuditorMSP', endpoint: 'peer:7051', tlsRootCertPath: 'ca.pem' };
  const right = {
    channel: 'points',
    chaincode: 'points',
    identity: { mspId: 'AuditorMSP', certPath: 'cert.pem', keyPath: 'key.pem' },
    peers: [peer],
  };
  const read = (content: unknown) => {
    const path = join(folder, 'connection.json');
    writeFileSync(path, JSON.stringify(content));
    return readConnectionFile(path);
  };

  it('has paths that are relative to it', () => {
    expect(read(right).identity.certPath).toBe(join(folder, 'cert.pem'));
    expect(read(right).peers[0].tlsRootCertPath).toBe(join(folder, 'ca.pem'));
  });

  it.each([
    ['no peer', { ...right, peers: [] }, '/peers names no peer'],
    ['an unknown field', { ...right, more: 1 }, '/more is unknown'],
    [
      'a peer without a port',
      { ...right, peers: [{ ...peer, endpoint: 'peer' }] },
      '/peers/0/endpoint must be host:port',
    ],
    ['an identity without a key', { ...right, identity: { mspId: 'A', certPath: 'c' } }, '/identity/keyPath must be'],
    ['a first block that is no hash', { ...right, firstBlock: 'x' }, '/firstBlock must be a SHA-256'],
    ['a list in its place', [], 'must be an object'],
  ])('with %s says where', (_, content, reason) => {
    expect(() => read(content)).toThrow(reason);
  });

  it('that is not there says so', () => {
    expect(() => readConnectionFile(join(folder, 'none.json'))).toThrow('none.json is not there');
  });
});
