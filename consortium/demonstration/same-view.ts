/**
 * Whether every organisation sees the same: its own peer's chain and state, what its own gateway has recorded and what
 * its peer answers, all at one height; and the auditor's recomputation of it from the blocks.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalJson } from '@commonpoint/catalogue';
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import type { Audit } from '@commonpoint/audit/audit-channel';
import { auditLedger } from '../launcher/audit-ledger.js';
import type { Credentials } from '../launcher/gateway-files.js';
import { type Progress, showProgress } from '../terminal/progress.js';
import { GatewayClient } from '../launcher/gateway-client.js';
import { lookingRoleOf, peerStateOf, type PeerState } from './peer-state.js';

export interface Supply {
  readonly programId: string;
  readonly cap: string;
  readonly issued: string;
  readonly interest: string;
  readonly outstanding: string;
  readonly held: string;
  readonly redeemed: string;
  readonly expired: string;
  readonly reversed: string;
}
type Position = {
  readonly debtor: string;
  readonly creditor: string;
  readonly programId: string;
  readonly amount: string;
};

/** What one organisation says, by its own peer and its own gateway. */
export interface View {
  readonly mspId: string;
  readonly peer: PeerState;
  /** By its gateway's own records. */
  readonly supply: readonly Supply[];
  readonly positions: readonly Position[];
  readonly settlements: readonly unknown[];
  /** The same, asked of its peer. */
  readonly onLedger: { readonly supply: readonly Supply[]; readonly positions: readonly Position[] };
}

interface Asked {
  readonly programs: readonly string[];
  readonly cycle: string;
}

const ATTEMPTS_MAX = 20;
const PAUSE_MS = 250;

/** Reads all views at one height. @throws Error when the ledger does not stand still for it */
export async function readViews(dataDir: string, credentials: Credentials, asked: Asked): Promise<View[]> {
  const description = readConnectionDescription(dataDir);
  const organizations = Object.values(credentials);
  const read = (): Promise<View[]> =>
    Promise.all(
      organizations.map(async ({ url, mspId, keys }) => {
        const client = new GatewayClient(url, keys[lookingRoleOf(mspId, description)], 4);
        try {
          return await readView(client, mspId, await peerStateOf({ dataDir, description, mspId }), asked);
        } finally {
          await client.close();
        }
      }),
    );
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const views = await read().catch((error: unknown) => {
      if (error instanceof NotCaughtUp) return [];
      throw error;
    });
    const heights = new Set(views.map(({ peer }) => peer.height));
    const [first] = organizations;
    // Nothing was committed while they were read, and all of them were there.
    if (heights.size === 1 && first !== undefined) {
      const { height } = await peerStateOf({ dataDir, description, mspId: first.mspId });
      if (heights.has(height)) return views;
    }
    await sleep(PAUSE_MS);
  }
  throw new Error('other work goes on on this ledger, so that no height could be compared; run it again');
}

/** The gateway's records do not reach its peer's last block yet. */
class NotCaughtUp extends Error {}

async function readView(
  client: GatewayClient,
  mspId: string,
  peer: PeerState,
  { programs, cycle }: Asked,
): Promise<View> {
  const caughtUp = <T extends { readonly asOfBlock: number }>({ asOfBlock, ...rest }: T): Omit<T, 'asOfBlock'> => {
    if (asOfBlock + 1 < peer.height) throw new NotCaughtUp();
    return rest;
  };
  const say = async (consistency: 'projection' | 'ledger') => ({
    supply: await Promise.all(
      programs.map(async (programId) =>
        caughtUp(await client.get(`/v1/programs/${programId}/supply`, { consistency })),
      ),
    ),
    positions: caughtUp(await client.get(`/v1/clearing/cycles/${cycle}/positions`, { consistency })).positions,
  });
  const { settlements } = caughtUp(await client.get('/v1/settlements', { query: { cycle, limit: 100 } }));
  return { mspId, peer, ...(await say('projection')), settlements, onLedger: await say('ledger') };
}

/** Where views differ from the first one, or a gateway's records from its own peer; nothing if all are the same. */
export function differencesOf(views: readonly View[]): string[] {
  const [first, ...others] = views;
  if (first === undefined) return ['there is no view'];
  const found: string[] = [];
  for (const view of others) {
    for (const part of ['peer', 'supply', 'positions', 'settlements'] as const) {
      if (digestOf(view[part]) !== digestOf(first[part]))
        found.push(`${view.mspId} differs from ${first.mspId} in ${part}`);
    }
  }
  for (const { mspId, supply, positions, onLedger } of views) {
    if (
      digestOf({ supply, positions: sorted(positions) }) !==
      digestOf({ ...onLedger, positions: sorted(onLedger.positions) })
    ) {
      found.push(`${mspId}'s gateway records something else than its peer answers`);
    }
  }
  return found;
}

const noSums = { issued: 0n, interest: 0n, redeemed: 0n, expired: 0n, reversed: 0n, held: 0n };

/** Where the recomputed ledger differs from a view; its own findings among them. */
export function differencesFromAudit(audit: Audit, view: View, cycle: string): string[] {
  const found = audit.findings.map((finding) => `the audit found: ${finding}`);
  if (audit.blocks !== view.peer.height) found.push(`the audit read ${audit.blocks} blocks of ${view.peer.height}`);
  for (const told of view.supply) {
    const sums = audit.supply.get(told.programId) ?? noSums;
    const outstanding = sums.issued + sums.interest - sums.redeemed - sums.expired - sums.reversed - sums.held;
    for (const [field, amount] of Object.entries({ ...sums, outstanding })) {
      const said = told[field as keyof Supply];
      if (said !== String(amount)) found.push(`${told.programId}: ${field} is ${said}, by recomputation ${amount}`);
    }
  }
  const told = new Map(
    view.positions.map((each) => [`${cycle} ${each.debtor} ${each.creditor} ${each.programId}`, BigInt(each.amount)]),
  );
  const recomputed = new Map(
    [...audit.clearing].filter(([name, amount]) => name.startsWith(`${cycle} `) && amount !== 0n),
  );
  for (const name of new Set([...told.keys(), ...recomputed.keys()])) {
    if (told.get(name) === recomputed.get(name)) continue;
    found.push(`the position ${name} is ${told.get(name) ?? 0n}, by recomputation ${recomputed.get(name) ?? 0n}`);
  }
  return found;
}

/**
 * The recomputation, and a view at its height: gateways' own work (a checkpoint, say) may bring a block between the two.
 *
 * @throws Error when the ledger does not stand still for it
 */
export async function audited(
  dataDir: string,
  first: View,
  readAgain: () => Promise<readonly View[]>,
): Promise<{ readonly audit: Audit; readonly view: View }> {
  let view = first;
  for (let attempt = 1; ; attempt += 1) {
    const audit = await recompute(dataDir);
    if (audit.blocks === view.peer.height || attempt === ATTEMPTS_MAX) return { audit, view };
    view = (await readAgain())[0] ?? first;
  }
}

/** The auditor's recomputation, with what it takes to see that it goes on. */
async function recompute(dataDir: string): Promise<Audit> {
  let progress: Progress | undefined;
  try {
    return await auditLedger({
      dataDir,
      onBlock: (number, height) => {
        progress ??= showProgress('blocks recomputed', height);
        progress.update(number + 1);
      },
    });
  } finally {
    progress?.finish();
  }
}

/** Of what people need not read in full. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 12);
}

const sorted = (positions: readonly Position[]): Position[] =>
  [...positions].sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
