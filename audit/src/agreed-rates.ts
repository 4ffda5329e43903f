/** Rates, from their rows: what may still be issued at them, and that exchanges were made as agreed. */
import type { Found } from './findings.js';
import type { OperationRow, RateRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

interface Lane {
  readonly granted: bigint;
  readonly used: bigint;
}

/** What both issuers agreed; a version never changes in these. */
const fixed = ['numerator', 'denominator', 'validFrom', 'validUntil', 'quota', 'lanes'] as const;

export class AgreedRates {
  readonly #rates: Kept<RateRow>;
  /** By rate, then by lane. */
  readonly #lanes: Kept<Map<string, Lane>>;
  /** Points that exchanges issued, by rate, from receipts. */
  readonly #received: Kept<bigint>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#rates = store.kept('rates', 'small');
    this.#lanes = store.kept('rate-lanes', 'small');
    this.#received = store.kept('rate-received', 'small');
  }

  applyRate(txId: string, parts: readonly string[], row: RateRow | undefined): void {
    const name = parts.join(' ');
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the rate ${name}`);
      return;
    }
    const before = this.#rates.get(name);
    this.#rates.set(name, row);
    const changed = before === undefined ? [] : fixed.filter((field) => before[field] !== row[field]);
    if (changed.length > 0) this.found.push(`transaction ${txId} changed ${changed.join(', ')} of the rate ${name}`);
    if (before?.status === 'withdrawn' && row.status !== 'withdrawn') {
      this.found.push(`transaction ${txId} brought back the rate ${name}, which was withdrawn`);
    }
  }

  applyLane(parts: readonly string[], row: { granted: string; used: string } | undefined): void {
    const [source, target, version, lane = ''] = parts;
    const name = `${source} ${target} ${version}`;
    const lanes = this.#lanes.get(name) ?? new Map<string, Lane>();
    if (row === undefined) lanes.delete(lane);
    else lanes.set(lane, { granted: BigInt(row.granted), used: BigInt(row.used) });
    this.#lanes.set(name, lanes);
  }

  /** Recomputes what an exchange had to take and to give, and whether it was open. */
  applyExchange(name: string, row: OperationRow): void {
    const reference = `${row.programId} ${row.targetProgramId} ${String(row.rateVersion).padStart(6, '0')}`;
    const rate = this.#rates.get(reference);
    const [taken, received] = [BigInt(row.taken ?? '0'), BigInt(row.received ?? '0')];
    this.#received.set(reference, (this.#received.get(reference) ?? 0n) + received);
    if (rate === undefined) {
      this.found.push(`the exchange ${name} is at a rate that is not there: ${reference}`);
      return;
    }
    if (rate.status !== 'accepted') this.found.push(`the exchange ${name} is at a rate that is ${rate.status}`);
    const at = Date.parse(row.txTime);
    if (at < Date.parse(rate.validFrom) || at >= Date.parse(rate.validUntil)) {
      this.found.push(`the exchange ${name} is outside of its rate’s time`);
    }
    const [n, d] = [BigInt(rate.numerator), BigInt(rate.denominator)];
    const buys = (BigInt(row.amount) * n) / d;
    // The fewest points that still buy as much.
    const costs = (buys * d + n - 1n) / n;
    if (received !== buys || taken !== costs) {
      this.found.push(`the exchange ${name} took ${taken} for ${received}; at its rate ${costs} buy ${buys}`);
    }
    if (received < BigInt(row.minReceived ?? '0')) {
      this.found.push(`the exchange ${name} gave ${received}, less than the member asked for`);
    }
  }

  /** Granted to rates and not used yet, of one target programme. */
  reserved(programId: string): bigint {
    let sum = 0n;
    for (const [name, lanes] of this.#lanes) {
      if (name.split(' ')[1] !== programId) continue;
      for (const { granted, used } of lanes.values()) sum += granted - used;
    }
    return sum;
  }

  /** Compares each rate's lanes with the exchanges made at it. */
  endBlock(block: number): void {
    for (const [name, lanes] of this.#lanes) {
      if (lanes.size === 0) continue;
      const each = [...lanes.values()];
      const at = `block ${block}, rate ${name}`;
      if (each.some(({ used, granted }) => used > granted)) {
        this.found.push(`${at}: a lane used more than it was granted`);
      }
      const used = each.reduce((sum, lane) => sum + lane.used, 0n);
      const received = this.#received.get(name) ?? 0n;
      if (used !== received) this.found.push(`${at}: lanes used ${used}, exchanged ${received}`);
      const granted = each.reduce((sum, lane) => sum + lane.granted, 0n);
      const quota = this.#rates.get(name)?.quota;
      if (quota !== undefined && granted !== BigInt(quota)) {
        this.found.push(`${at}: ${granted} granted, ${quota} agreed`);
      }
    }
  }
}
