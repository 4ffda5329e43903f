/** A till's first session, by the types that openapi-typescript made of the gateway's description. */
import { randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { paths } from './gateway.js';

const { GATEWAY: baseUrl = 'http://127.0.0.1:8080', KEY: key = '' } = process.env;
const gateway = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } });

/** Each request that changes something has a key of its own; the same key again is the same request. */
const once = (): { header: { 'idempotency-key': string } } => ({ header: { 'idempotency-key': randomUUID() } });

const opened = await gateway.POST('/v1/accounts', { params: once(), body: { memberRef: `till-${randomUUID()}` } });
const accountId = opened.data?.accountId;
if (accountId === undefined) throw new Error(opened.error?.detail ?? 'no account');

const issued = await gateway.POST('/v1/issuances', {
  params: once(),
  body: { programId: 'harbor', accountId, amount: '100' },
});
console.log('issued', issued.data?.state);

const refused = await gateway.POST('/v1/redemptions', {
  params: once(),
  body: { programId: 'harbor', accountId, amount: '101' },
});
console.log('refused', refused.error?.code);

const { data: balances } = await gateway.GET('/v1/accounts/{accountId}/balances', { params: { path: { accountId } } });
console.log('available', balances?.balances[0]?.available);

const imported = await gateway.POST('/v1/imports', {
  params: { ...once(), query: { program: 'harbor', decimals: 2 } },
  body: 'customer_id,date,amount\nm-1,2026-01-05,12.50\n',
  bodySerializer: (text) => text as string,
  headers: { 'content-type': 'text/csv' },
});
console.log('import', imported.data?.state);

const { data: programs } = await gateway.GET('/v1/programs', { params: { query: { limit: 2 } } });
console.log('programmes', programs?.programs.length);
