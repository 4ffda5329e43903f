/** What a treasurer watches: Prometheus metrics of the business, read from the projection when they are scraped. */
import { daysBetween, monthAfter, monthOfCycle } from '@commonpoint/catalogue';
import { statSync } from 'node:fs';
import { Gauge, type Registry } from 'prom-client';
import type { Projection } from '../projection/projection.js';
import { today } from '../projection/projection.js';
import { clearingQueries } from './clearing/reads.js';
import { programQueries } from './programs/reads.js';
import { settlementQueries } from './settlements/reads.js';

/** After so many days a settlement that is not confirmed counts as overdue. */
const OVERDUE_DAYS = 30;
const SETTLEMENTS_MAX = 100_000;

interface Business {
  readonly mspId: string;
  readonly projection: Projection;
}

/** @param backupMark a file that whoever makes backups touches after each */
export function watchBusiness(registry: Registry, { mspId, projection }: Business, backupMark: string): void {
  const registers = [registry];
  new Gauge({
    name: 'commonpoint_program_points',
    help: 'Points of each own programme by what became of them; a float, so exact up to 2^53 alone.',
    labelNames: ['program', 'state'],
    registers,
    collect() {
      const programs = projection.of(programQueries);
      for (const { programId } of programs.issuedBy(mspId)) {
        const { issued, interest, outstanding, held, redeemed, expired, reversed } = programs.supply(programId);
        for (const [state, points] of Object.entries({
          issued,
          interest,
          outstanding,
          held,
          redeemed,
          expired,
          reversed,
        }))
          this.set({ program: programId, state }, Number(points));
      }
    },
  });
  new Gauge({
    name: 'commonpoint_program_quota_left',
    help: 'Points of each own programme that may still be issued without further quota.',
    labelNames: ['program'],
    registers,
    collect() {
      const programs = projection.of(programQueries);
      for (const { programId } of programs.issuedBy(mspId)) {
        const lanes = programs.quota(programId).lanes.map(({ granted, used }) => BigInt(granted) - BigInt(used));
        this.set({ program: programId }, Number(lanes.reduce((sum, left) => sum + left, 0n)));
      }
    },
  });
  new Gauge({
    name: 'commonpoint_settlements_overdue',
    help: `Settlements of this organisation that are not confirmed ${OVERDUE_DAYS} days after their cycle, by its side.`,
    labelNames: ['side'],
    registers,
    collect() {
      const all = projection
        .of(settlementQueries)
        .settlements(undefined, { cycle: '', debtor: '', creditor: '' }, SETTLEMENTS_MAX);
      const overdue = all.filter(
        ({ status, dueSince }) => status !== 'confirmed' && daysBetween(dueSince, today()) > OVERDUE_DAYS,
      );
      for (const side of ['debtor', 'creditor'] as const)
        this.set({ side }, overdue.filter((settlement) => settlement[side] === mspId).length);
    },
  });
  new Gauge({
    name: 'commonpoint_cycle_waiting_days',
    help: 'Days since the end of the oldest clearing cycle that is over and not closed; 0 if none waits.',
    registers,
    collect() {
      const month = monthOfCycle(today());
      const waiting = projection
        .of(clearingQueries)
        .cycles()
        .filter(({ cycle, status }) => status !== 'closed' && monthOfCycle(cycle) < month)
        .map(({ cycle }) => daysBetween(`${monthAfter(monthOfCycle(cycle))}-01`, today()));
      this.set(Math.max(0, ...waiting));
    },
  });
  new Gauge({
    name: 'commonpoint_backup_age_seconds',
    help: 'Since the file last-backup beside the database was touched, as backups do last; absent while there is none.',
    registers,
    collect() {
      const mark = statSync(backupMark, { throwIfNoEntry: false });
      if (mark === undefined) this.remove();
      else this.set(Math.round((Date.now() - mark.mtimeMs) / 1000));
    },
  });
}
