/**
 * Which addresses webhooks may lead to: public ones, and those that the configuration allows. A webhook's address is given by
 * whoever may make one, and its requests come from inside the organisation's network: without this they would reach what is
 * meant for nobody outside.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import { Slots } from './slots.js';

/** Not public (the registries of special addresses of IANA), and one public address that is a cloud's own. */
const closed4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
/** Of IPv6 only what is handed out to hosts, without what stands for an IPv4 address: tunnels, translations. */
const open6 = ['2000::/3'];
const closed6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const loopback = ['127.0.0.0/8', '::1/128'];

export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
}

/** Node looks names up on the threads that files are synced on: names that take long must leave some of these. */
const lookups = new Slots(2);

const resolveAll: Resolve = (name) => lookups.with(() => lookup(name, { all: true }));

export class ReachableAddresses {
  readonly #allowed: BlockList;

  constructor(
    /** Addresses or ranges, as `10.1.0.0/16`, besides public ones. */
    allowed: readonly string[] = [],
    readonly resolve: Resolve = resolveAll,
  ) {
    this.#allowed = listOf(allowed);
  }

  /** Whether an address may be connected to; over `http:` only the own machine, where it is allowed. */
  has(address: string, protocol: string): boolean {
    const family = isIP(address);
    if (family === 0) return false;
    const kind = family === 4 ? 'ipv4' : 'ipv6';
    const allowed = this.#allowed.check(address, kind);
    if (protocol !== 'https:') return allowed && own.check(address, kind);
    if (allowed) return true;
    return family === 4
      ? !private4.check(address, kind)
      : public6.check(address, kind) && !private6.check(address, kind);
  }

  /**
   * For a socket, which asks when it connects: what a name resolved to before says nothing.
   * All addresses have to be allowed, since the socket takes whichever answers.
   */
  lookupFor(protocol: string): LookupFunction {
    return (name, { all }, done) => {
      this.resolve(name).then(
        (found) => {
          if (found.length === 0 || !found.every(({ address }) => this.has(address, protocol)))
            done(new AddressNotAllowed(`${name} leads to an address that is not allowed`), '');
          else if (all === true) done(null, [...found]);
          else done(null, found[0]!.address, found[0]!.family);
        },
        (error: unknown) => done(error as NodeJS.ErrnoException, ''),
      );
    };
  }

  /** @throws AddressNotAllowed of an address that is written as one; a socket asks nobody for it */
  require({ protocol, hostname }: URL): void {
    const address = hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(address) !== 0 ? !this.has(address, protocol) : !this.#takes(protocol))
      throw new AddressNotAllowed(`${protocol}//${hostname} is not an address that webhooks may have`);
  }

  /** Whether there is any address that this leads to. */
  #takes(protocol: string): boolean {
    return protocol === 'https:' || ['127.0.0.1', '::1'].some((address) => this.has(address, protocol));
  }
}

const private4 = listOf(closed4);
const private6 = listOf(closed6);
const public6 = listOf(open6);
const own = listOf(loopback);

/** Whether it is an address, or one and the length of its prefix. */
export function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = [0, 0, 0, 0, 32, 0, 128][isIP(address)]!;
  return most > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const kind = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(bits), kind);
  }
  return list;
}
