/** Everything that the gateway's API has of one thing, collected into one value, with whose gateway said it and when. */
import type { Client } from '@commonpoint/client';
import { listOf } from './lists.js';
import type { Who } from './who.js';

export type EvidenceOf =
  | { readonly kind: 'member'; readonly accountId: string }
  | { readonly kind: 'program'; readonly programId: string }
  | { readonly kind: 'cycle'; readonly cycle: string };

/** @throws GatewayError */
export async function evidenceOf(client: Client, who: Who, of: EvidenceOf): Promise<object> {
  const parts = await collect(client, of);
  // Last, so that the signed log includes all that stands above it.
  const log = await client.get('/v1/log');
  return { format: 'commonpoint-evidence-1', of, collectedAt: new Date().toISOString(), at: who.mspId, ...parts, log };
}

async function collect(client: Client, of: EvidenceOf): Promise<object> {
  switch (of.kind) {
    case 'member': {
      const params = { accountId: of.accountId };
      const account = await client.get('/v1/accounts/{accountId}', { params });
      const lines = client.pages('/v1/credit-lines', { query: { accountId: of.accountId } });
      const [balances, lots, holds, notes, creditLines, statement, history] = await Promise.all([
        client.get('/v1/accounts/{accountId}/balances', { params }),
        listOf(client.pages('/v1/accounts/{accountId}/lots', { params }), ({ lots: each }) => each),
        listOf(client.pages('/v1/accounts/{accountId}/holds', { params }), ({ holds: each }) => each),
        listOf(client.pages('/v1/accounts/{accountId}/notes', { params }), ({ notes: each }) => each),
        listOf(lines, (page) => page.lines),
        listOf(client.pages('/v1/accounts/{accountId}/statement', { params }), ({ entries }) => entries),
        listOf(client.pages('/v1/accounts/{accountId}/history', { params }), ({ changes }) => changes),
      ]);
      return { account, balances, lots, holds, notes, creditLines, statement, history };
    }
    case 'program': {
      const params = { programId: of.programId };
      const program = await client.get('/v1/programs/{programId}', { params });
      const query = { programId: of.programId };
      const [supply, quota, expiring, liability, acceptances, noteOffers, bridges, history] = await Promise.all([
        client.get('/v1/programs/{programId}/supply', { params }),
        client.get('/v1/programs/{programId}/quota', { params }),
        client.get('/v1/programs/{programId}/expiring', { params }),
        client.get('/v1/programs/{programId}/liability', { params }),
        listOf(client.pages('/v1/programs/{programId}/acceptances', { params }), (page) => page.acceptances),
        listOf(client.pages('/v1/note-offers', { query }), ({ offers }) => offers),
        listOf(client.pages('/v1/programs/{programId}/bridges', { params }), (page) => page.bridges),
        listOf(client.pages('/v1/programs/{programId}/history', { params }), ({ changes }) => changes),
      ]);
      return { program, supply, quota, expiring, liability, acceptances, noteOffers, bridges, history };
    }
    case 'cycle': {
      const params = { cycle: of.cycle };
      const report = await client.get('/v1/clearing/cycles/{cycle}', { params });
      const [operations, settlements] = await Promise.all([
        listOf(client.pages('/v1/clearing/cycles/{cycle}/operations', { params }), ({ operations: each }) => each),
        listOf(client.pages('/v1/settlements', { query: { cycle: of.cycle } }), ({ settlements: each }) => each),
      ]);
      return { report, operations, settlements };
    }
    default:
      return of satisfies never;
  }
}
