/** What the audit says of a ledger in memory from some moment on: what stands by then is taken as it is. */
import type { Call } from '../../audit/src/block-contents.js';
import type { Told } from '../../audit/src/findings.js';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { inOrderSent } from '../../audit/src/posted-operations.js';
import { Replay } from '../../audit/src/replay.js';
import type { LedgerStub, Simulation } from '../support/ledger-stub.js';
import { writtenRow } from '../support/written-row.js';

/** As they stand in a block: in the order of their keys. */
export function rowsOf({ writes }: Pick<Simulation, 'writes'>, call: Call): readonly RowWrite[] {
  const inOrder = [...writes].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return inOrderSent(
    inOrder.map(([key, value]) => writtenRow(key, value)),
    call,
  );
}

export class AuditAlong {
  readonly replay = new Replay();
  readonly #sent = new Map<string, { readonly mspId: string; readonly call: Call }>();
  #block = 0;
  #forged = 0;

  constructor(private readonly ledger: LedgerStub) {
    this.replay.apply(
      'before',
      [...ledger.rows].map(([key, { value }]) => writtenRow(key, value)),
      'HarborMSP',
      Date.parse(ledger.now),
    );
    this.found();
    const simulate = ledger.simulate.bind(ledger);
    ledger.simulate = async (caller, name, args, ...rest) => {
      const simulation = await simulate(caller, name, args, ...rest);
      this.#sent.set(simulation.txId, { mspId: caller.mspId, call: { name, argument: String(args[0]) } });
      return simulation;
    };
    const commit = ledger.commit.bind(ledger);
    ledger.commit = (simulation: Simulation) => {
      const code = commit(simulation);
      if (code === 'VALID') this.#apply(simulation);
      return code;
    };
  }

  /** A transaction by a client of `by` that two peers which count as they like endorsed. */
  forge(by: string, ...writes: RowWrite[]): string[] {
    return this.forgeTold(by, ...writes).map(({ text }) => text);
  }

  /** The same, with the programmes that what is found names. */
  forgeTold(by: string, ...writes: RowWrite[]): readonly Told[] {
    this.#forged += 1;
    this.replay.apply(`forged-${this.#forged}`, writes, by, Date.parse(this.ledger.now));
    this.replay.endBlock((this.#block += 1));
    return this.replay.takeTold();
  }

  /** A row as it stands, with other fields. */
  changed(type: string, parts: string[], fields: object): RowWrite {
    const row = this.ledger.table(type).find((each) => each.parts.join() === parts.join())?.value ?? {};
    return { key: [type, ...parts], value: { ...row, ...fields } };
  }

  /** All that was found since this was asked last, the block that has come to its end included. */
  found(): string[] {
    this.replay.endBlock((this.#block += 1));
    return this.replay.takeFindings();
  }

  #apply(simulation: Simulation): void {
    const { mspId, call } = this.#sent.get(simulation.txId)!;
    this.replay.apply(simulation.txId, rowsOf(simulation, call), mspId, Date.parse(simulation.txTime));
  }
}
