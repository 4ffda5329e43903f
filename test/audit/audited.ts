/** A ledger in memory of which each transaction is audited. */
import type { RequestOf, Transaction } from '@commonpoint/catalogue';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { Replay } from '../../audit/src/replay.js';
import { rowsOf } from './audit-along.js';
import { LedgerStub, Refused, type StubCaller } from '../support/ledger-stub.js';

export class Audited {
  readonly replay = new Replay();
  #forged = 0;

  constructor(readonly ledger = new LedgerStub()) {}

  async submit<T extends Transaction>(caller: StubCaller, entry: T, request: RequestOf<T>): Promise<string> {
    const simulation = await this.ledger.simulate(caller, entry.name, [JSON.stringify(request)]);
    if (simulation.status !== 200) throw new Refused(JSON.parse(simulation.message));
    if (this.ledger.commit(simulation) !== 'VALID') throw new Error('conflict');
    const rows = rowsOf(simulation, { name: entry.name, argument: JSON.stringify(request) });
    this.replay.apply(simulation.txId, rows, caller.mspId, Date.parse(this.ledger.now));
    return simulation.payload;
  }

  /** What two peers that count as they like let a client write. */
  forge(by: string, ...writes: RowWrite[]): string[] {
    this.#forged += 1;
    this.replay.apply(`forged-${this.#forged}`, writes, by, Date.parse(this.ledger.now));
    return this.found();
  }

  found(): string[] {
    return this.replay.takeFindings();
  }

  row(type: string, ...parts: string[]): Record<string, unknown> {
    return this.ledger.table(type).find((row) => row.parts.join() === parts.join())?.value ?? {};
  }

  write(type: string, parts: string[], fields: object): RowWrite {
    return { key: [type, ...parts], value: { ...this.row(type, ...parts), ...fields } };
  }
}
