/** Where webhooks may lead: no way of writing an address, and no name, leads inside. */
import { createServer } from 'node:https';
import {
  AddressNotAllowed,
  isRange,
  ReachableAddresses,
} from '../../../gateway-api/src/webhooks/reachable-addresses.js';
import { WebhookConnection } from '../../../gateway-api/src/webhooks/send-once.js';
import { selfSigned } from '../../support/self-signed.js';
import { Receiver } from './receiver.js';

const strict = new ReachableAddresses();
const allows = (addresses: ReachableAddresses, url: string): boolean => {
  try {
    addresses.require(new URL(url));
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(AddressNotAllowed);
    return false;
  }
};

describe('addresses that are written out', () => {
  it.each([
    ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '0', '0.0.0.0', '127.0.0.1.'],
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '0xa9fea9fe', '100.64.0.1'],
    ...['100.100.100.200', '168.63.129.16', '192.0.0.192', '198.18.0.1', '224.0.0.1', '255.255.255.255', '240.0.0.1'],
    ...['[::1]', '[::]', '[::127.0.0.1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:0a00:0001]'],
    ...[
      '[64:ff9b::7f00:1]',
      '[64:ff9b::10.0.0.1]',
      '[64:ff9b:1::1]',
      '[2002:7f00:1::]',
      '[2002:a00:1::1]',
      '[fe80::1]',
    ],
    ...['[fc00::1]', '[fd00:ec2::254]', '[fec0::1]', '[ff02::1]', '[100::1]', '[2001:db8::1]', '[2001:0:7f00:1::]'],
    ...['１２７.０.０.１', '127。0。0。1'],
  ])('https://%s/ is refused', (host) => {
    expect(allows(strict, `https://${host}/`)).toBe(false);
  });

  it.each(['93.184.215.14', '1.1.1.1', '[2606:4700:4700::1111]', '172.32.0.1', '100.128.0.1', '11.0.0.1'])(
    'https://%s/ is public',
    (host) => {
      expect(allows(strict, `https://${host}/`)).toBe(true);
    },
  );

  const open = new ReachableAddresses(['10.20.0.0/16', '::1', '127.0.0.0/8']);
  it.each([
    ['https://10.20.3.4/', true],
    ['https://[::ffff:10.20.3.4]/', true],
    ['https://10.21.0.1/', false],
    ['http://127.0.0.1/', true],
    ['http://[::1]/', true],
    // Without TLS the own machine alone, whatever else is allowed.
    ['http://10.20.3.4/', false],
    ['http://93.184.215.14/', false],
  ])('%s with some allowed: %s', (url, allowed) => {
    expect(allows(open, url)).toBe(allowed);
  });

  it('names without TLS are refused, where nothing of the own machine is allowed', () => {
    expect([allows(strict, 'http://till.example/'), allows(open, 'http://till.example/')]).toEqual([false, true]);
  });

  it.each(['10.0.0.0/8', '::1', 'fd00::/8', '1.2.3.4'])('%s is a range', (text) => expect(isRange(text)).toBe(true));
  it.each(['', '10', '10.0.0.0/33', 'fd00::/129', 'till.example', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1'])(
    '%j is none',
    (text) => expect(isRange(text)).toBe(false),
  );
});

describe('names', () => {
  const name = 'till.example';
  let receiver: Receiver;
  let ca: string;
  /** What the name resolves to, asked for again and again. */
  let answers: string[][];
  let asked = 0;
  const resolve = async () => {
    const addresses = answers[Math.min(asked++, answers.length - 1)]!;
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  beforeAll(async () => {
    const { certificate, privateKey } = await selfSigned(name, new Date(Date.now() + 86_400_000));
    ca = certificate;
    receiver = await Receiver.start((listener) => createServer({ cert: ca, key: privateKey }, listener), 'https');
  });
  afterAll(() => receiver.end());
  beforeEach(() => {
    asked = 0;
    receiver.received.length = 0;
  });

  const send = async (allowed: string[], connection = connectionTo(allowed)) => {
    const outcome = await connection.send({ 'webhook-id': '1:0' }, '{}', new AbortController().signal);
    return { outcome, connection };
  };
  const connectionTo = (allowed: string[], trusted: string | undefined = ca): WebhookConnection => {
    const { port } = new URL(receiver.url);
    const addresses = new ReachableAddresses(allowed, resolve);
    return new WebhookConnection(`https://${name}:${port}/hook`, { addresses, attemptMs: 2_000, ca: trusted });
  };

  it('that lead where it is allowed are sent to, with the certificate checked by name', async () => {
    answers = [['127.0.0.1']];
    const { outcome, connection } = await send(['127.0.0.1']);
    expect([outcome, receiver.ids]).toEqual([{ status: 204 }, ['1:0']]);
    connection.close();
    const untrusted = connectionTo(
      ['127.0.0.1'],
      (await selfSigned(name, new Date(Date.now() + 86_400_000))).certificate,
    );
    expect((await send([], untrusted)).outcome).toEqual({ error: 'certificate-refused' });
    untrusted.close();
  });

  it.each([
    ['to the own machine', ['127.0.0.1']],
    ['to one of several that is inside', ['93.184.215.14', '10.0.0.1']],
    ['to a mapped one', ['::ffff:127.0.0.1']],
    ['nowhere', []],
    ['to what is no address', ['localhost']],
    ['to one with a zone', ['fe80::1%lo']],
  ])('that lead %s are not connected to', async (_name, addresses) => {
    answers = [addresses];
    const { outcome, connection } = await send([]);
    expect([outcome, receiver.received]).toEqual([{ error: 'address-not-allowed' }, []]);
    connection.close();
  });

  it('are looked up when they are connected to: what they led to before says nothing', async () => {
    answers = [['127.0.0.1'], ['127.0.0.2']];
    const { outcome, connection } = await send(['127.0.0.1']);
    expect(outcome).toEqual({ status: 204 });
    // The connection that was checked goes on being used; the next one is checked anew.
    expect((await send([], connection)).outcome).toEqual({ status: 204 });
    expect(asked).toBe(1);
    receiver.server.closeAllConnections();
    expect((await send([], connection)).outcome).toEqual({ error: 'address-not-allowed' });
    expect([asked, receiver.received.length]).toEqual([2, 2]);
    connection.close();
  });

  it('that are not known are told of', async () => {
    const addresses = new ReachableAddresses([], async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    });
    const connection = new WebhookConnection('https://nobody.invalid/', { addresses, attemptMs: 2_000 });
    expect((await send([], connection)).outcome).toEqual({ error: 'name-unknown' });
    connection.close();
  });
});
