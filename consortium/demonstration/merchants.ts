/** The demo consortium's merchants as the demonstration meets them: each by its own gateway, with its own keys. */
import { Complaint } from '../terminal/complaint.js';
import type { Credentials } from '../launcher/gateway-files.js';
import type { ConsortiumDescription } from '../description/read-description.js';
import { GatewayClient } from '../launcher/gateway-client.js';

export const merchantSlugs = ['harbor', 'citypark', 'greenmart'] as const;
export type MerchantSlug = (typeof merchantSlugs)[number];

export interface Merchant {
  readonly slug: MerchantSlug;
  readonly name: string;
  readonly mspId: string;
  /** Each issues a programme under its own name. */
  readonly programId: string;
  readonly pointsPerUnit: number;
  readonly till: GatewayClient;
  readonly office: GatewayClient;
  readonly board: GatewayClient;
}

export type Merchants = Readonly<Record<MerchantSlug, Merchant>>;

const terms = {
  harbor: { name: 'Harbor', pointsPerUnit: 1 },
  citypark: { name: 'CityPark', pointsPerUnit: 2 },
  greenmart: { name: 'GreenMart', pointsPerUnit: 1 },
} as const;

/** What the week needs of a consortium. */
const NEEDED =
  'The demonstration plays a week of Harbor, CityPark and GreenMart: it needs a consortium of these three merchants and no ' +
  'other, each with a programme under its slug (harbor, citypark, greenmart), as in the repository’s consortium.json.';

/** @throws Complaint when the week cannot be played in a consortium of these members */
export function requireMembers(description: ConsortiumDescription): void {
  if (!canPlay(description)) throw new Complaint(NEEDED, 2);
}

export function canPlay({ organizations, programs }: ConsortiumDescription): boolean {
  const merchants = organizations.filter(({ kind }) => kind === 'merchant').map(({ slug }) => slug);
  const hasProgram = (slug: string) => programs.some(({ issuer, programId }) => issuer === slug && programId === slug);
  return areThese(merchants) && merchantSlugs.every(hasProgram);
}

function areThese(slugs: readonly string[]): boolean {
  return [...slugs].sort().join() === [...merchantSlugs].sort().join();
}

/** How many requests of one client are under way at a time. */
export const CONCURRENCY = 32;

/** @throws Complaint when the folder is not that of a consortium of these merchants */
export function connectMerchants(credentials: Credentials): Merchants {
  const members = Object.entries(credentials).filter(([, { keys }]) => keys.operator !== undefined);
  if (!areThese(members.map(([slug]) => slug))) throw new Complaint(NEEDED, 2);
  const one = (slug: MerchantSlug): Merchant => {
    const found = credentials[slug];
    if (found === undefined) throw new Complaint(NEEDED, 2);
    const { url, mspId, keys } = found;
    return {
      slug,
      mspId,
      programId: slug,
      ...terms[slug],
      till: new GatewayClient(url, keys.cashier, CONCURRENCY),
      office: new GatewayClient(url, keys.operator, CONCURRENCY),
      board: new GatewayClient(url, keys.admin, 2),
    };
  };
  return { harbor: one('harbor'), citypark: one('citypark'), greenmart: one('greenmart') };
}

export async function disconnect(merchants: Merchants): Promise<void> {
  const clients = Object.values(merchants).flatMap(({ till, office, board }: Merchant) => [till, office, board]);
  await Promise.all(clients.map((client) => client.close()));
}

/** A short name for people. */
export function nameOf(mspId: string): string {
  return mspId.replace(/MSP$/, '');
}

/** The account of one of the merchant's own customers. */
export async function accountOf({ till }: Merchant, customer: string): Promise<string> {
  const { accountId } = await till.post('/v1/accounts', { memberRef: customer, enrol: true });
  return accountId;
}
