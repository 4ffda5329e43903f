/**
 * Renews the endorsement policies of rows when members have changed, a page at a time, so that no row goes on asking for the peers
 * of who is gone. Each merchant's gateway does it: what there is to do is what the ledger says is due, so that a round that was
 * cut off is gone on with, and two do no harm.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { getConstitution, listDuePolicies, type NamedRow, ownPolicyRows, renewPolicies } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Job } from '../../jobs/periodically.js';
import { organizationQueries } from '../organizations/reads.js';
import { speakerOf } from '../organizations/speaker.js';
import type { CreateJob } from '../subject.js';

const EVERY_MS = 30_000;
const PAGE_ROWS = 100;
/** Of the time between two rounds, what a gateway waits that met another one at it, times its place among the merchants. */
const WAITS = 0.1;

export const renewPoliciesOfMembers: CreateJob = (gateway, log, everyMs = EVERY_MS): Job => {
  const { mspId, projection, peer, transactions, countedMembers } = gateway;
  /** The epoch for which all is done. */
  let done = 0;

  /** @returns how many were, or undefined if the ledger refuses it, or others kept changing the rows */
  async function renew(rows: NamedRow[]): Promise<number | undefined> {
    try {
      const { reply } = await transactions.run('operator', renewPolicies, { rows });
      return reply.renewed;
    } catch (error) {
      // Lanes are written all the time: one by one they are soon free.
      const isPassing = error instanceof Failure && ['LEDGER_REFUSED', 'LEDGER_CONFLICT'].includes(error.code);
      if (isPassing) return undefined;
      throw error;
    }
  }

  /** One row that cannot be renewed, because too many of those that it asks for are gone, is no reason to leave the others. */
  async function renewEach(rows: NamedRow[]): Promise<number> {
    let renewed = 0;
    for (const row of rows) {
      const each = await renew([row]);
      if (each === undefined) log.warn({ row }, 'The policy of a row cannot be renewed');
      renewed += each ?? 0;
    }
    return renewed;
  }

  return {
    name: 'renew-policies',
    pauseMs: (rounds) => (rounds === 0 ? everyMs * WAITS : everyMs),
    async run(signal) {
      const organizations = projection.of(organizationQueries).organizations();
      const merchants = organizations.filter(({ kind, status }) => kind === 'merchant' && status === 'active');
      const place = merchants.findIndex((each) => each.mspId === mspId) + 1;
      const epoch = await epochNow(gateway);
      if (epoch === done) return;
      let [renewed, left] = [0, 0];
      for (const kind of ownPolicyRows) {
        let bookmark = '';
        do {
          const asked = { kind, pageSize: PAGE_ROWS, ...(bookmark !== '' && { bookmark }) };
          const due = async () => (await peer.read(listDuePolicies, asked, speakerOf(gateway))).value;
          const { rows, bookmark: next } = await due();
          // Merchants renew, and any other organisation waits for them.
          if (place === 0) left += rows.length;
          const done = rows.length > 0 && place > 0 ? await renew(rows) : 0;
          if (done === undefined) {
            // Another gateway may have begun with the same rows: it goes first, and what is due then cannot be renewed at once.
            await pause(everyMs * WAITS * place, undefined, { signal });
            renewed += await renewEach((await due()).rows);
          }
          renewed += done ?? 0;
          bookmark = next;
          if (signal.aborted) return;
        } while (bookmark !== '');
      }
      if (renewed > 0) log.info({ epoch, renewed }, 'Policies of rows follow who the members are');
      if (left > 0) return;
      countedMembers.settle(organizations);
      done = epoch;
    },
  };
};

/** 0 as long as nothing is founded. */
async function epochNow(gateway: Parameters<CreateJob>[0]): Promise<number> {
  try {
    return (await gateway.peer.read(getConstitution, {}, speakerOf(gateway))).value.epoch.number;
  } catch (error) {
    if (error instanceof Failure && error.code === 'NOT_FOUNDED') return 0;
    throw error;
  }
}
