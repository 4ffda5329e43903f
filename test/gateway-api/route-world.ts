/** Networks in memory that the tests of routes begin with: made once for each test file, and copied for each test. */
import { catalogue } from '@commonpoint/catalogue';
import type { PrivateInputOf, ReplyOf, RequestOf, Transaction } from '@commonpoint/catalogue';
import { LedgerStub } from '../support/ledger-stub.js';
import { MemoryNetwork } from '../support/memory-channel.js';

/** The clock stands still, unless a test sets it. */
export const NOW = '2026-11-23T09:30:00.000Z';
jest.useFakeTimers({
  now: Date.parse(NOW),
  doNotFake: [
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setInterval',
    'clearInterval',
    'setTimeout',
    'clearTimeout',
  ],
});
beforeEach(() => jest.setSystemTime(Date.parse(NOW)));

/** Every organisation's gateway may be opened. */
export const organizations = {
  harbor: 'HarborMSP',
  citypark: 'CityParkMSP',
  greenmart: 'GreenMartMSP',
  auditor: 'AuditorMSP',
} as const;
export type Slug = keyof typeof organizations;

const BLOCK_MS = 1;
const now = (): string => new Date().toISOString();

/** Submits as an organisation's administrator, past any gateway. */
export async function submitAs<T extends Transaction>(
  network: MemoryNetwork,
  slug: Slug,
  entry: T,
  request: RequestOf<T>,
  privateInput?: PrivateInputOf<T>,
): Promise<ReplyOf<T>> {
  const mspId = organizations[slug];
  const channel = network.channel(mspId);
  const { counterparty } = request as { counterparty?: string };
  const secret =
    privateInput === undefined
      ? {}
      : {
          exactly: counterparty === undefined ? [mspId] : [mspId, counterparty],
          privateInput: JSON.stringify(privateInput),
        };
  const endorsement = await channel.endorse('admin', entry.name, JSON.stringify(request), secret);
  await channel.submit(endorsement.transaction);
  network.cut();
  return JSON.parse(Buffer.from(endorsement.reply).toString()) as ReplyOf<T>;
}

/** What is made by `make` on a copy of what another one made; once, whoever asks. */
export function standing(
  make: (network: MemoryNetwork) => Promise<void>,
  on: () => Promise<MemoryNetwork> = async () => new MemoryNetwork(new LedgerStub(), BLOCK_MS, now),
): () => Promise<MemoryNetwork> {
  let made: Promise<MemoryNetwork> | undefined;
  const once = async (): Promise<MemoryNetwork> => {
    const network = await on();
    await make(network);
    return network;
  };
  return async () => {
    made ??= once();
    return (await made).copy();
  };
}

/** Three merchants, and nothing else. */
export const founded = standing(async (network) => {
  for (const [slug, name] of [
    ['harbor', 'Harbor'],
    ['citypark', 'CityPark'],
    ['greenmart', 'GreenMart'],
  ] as const) {
    await submitAs(network, slug, catalogue.registerOrganization, { name });
  }
});
