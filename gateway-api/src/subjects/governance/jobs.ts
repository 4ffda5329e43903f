/**
 * Renews the endorsement policies of rows when members have changed, a page at a time, so that no row goes on asking for the peers
 * of who is gone. Each merchant's gateway does it: what there is to do is what the ledger says is due, so that a round that was
 * cut off is gone on with, and two do no harm.
 */
import { getConstitution, listDuePolicies, type NamedRow, ownPolicyRows, renewPolicies } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Job } from '../../jobs/periodically.js';
import { organizationQueries } from '../organizations/reads.js';
import type { CreateJob } from '../subject.js';

const EVERY_MS = 30_000;
const PAGE_ROWS = 100;

export const renewPoliciesOfMembers: CreateJob = (gateway, log, everyMs = EVERY_MS): Job => {
  const { mspId, projection, peer, transactions } = gateway;
  /** The epoch for which all is done. */
  let done = 0;

  /** One row that cannot be renewed, because too many of those that it asks for are gone, is no reason to leave the others. */
  async function renew(rows: NamedRow[]): Promise<number> {
    try {
      const { reply } = await transactions.run('operator', renewPolicies, { rows });
      return reply.renewed;
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'LEDGER_REFUSED') throw error;
      if (rows.length === 1) {
        log.warn({ row: rows[0] }, 'The policy of a row cannot be renewed');
        return 0;
      }
      let renewed = 0;
      for (const row of rows) renewed += await renew([row]);
      return renewed;
    }
  }

  return {
    name: 'renew-policies',
    pauseMs: () => everyMs,
    async run(signal) {
      const own = projection
        .of(organizationQueries)
        .organizations()
        .find((each) => each.mspId === mspId);
      if (own?.kind !== 'merchant' || own.status !== 'active') return;
      const epoch = await epochNow(gateway);
      if (epoch === done) return;
      let renewed = 0;
      for (const kind of ownPolicyRows) {
        let bookmark = '';
        do {
          const asked = { kind, pageSize: PAGE_ROWS, ...(bookmark !== '' && { bookmark }) };
          const { value } = await peer.read(listDuePolicies, asked, 'operator');
          if (value.rows.length > 0) renewed += await renew(value.rows);
          ({ bookmark } = value);
          if (signal.aborted) return;
        } while (bookmark !== '');
      }
      if (renewed > 0) log.info({ epoch, renewed }, 'Policies of rows follow who the members are');
      done = epoch;
    },
  };
};

/** 0 as long as nothing is founded. */
async function epochNow({ peer }: Parameters<CreateJob>[0]): Promise<number> {
  try {
    return (await peer.read(getConstitution, {}, 'operator')).value.epoch.number;
  } catch (error) {
    if (error instanceof Failure && error.code === 'NOT_FOUNDED') return 0;
    throw error;
  }
}
