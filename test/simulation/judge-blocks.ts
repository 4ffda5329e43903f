/** Every block of a run, as it is cut: what took effect is what the model says, and the sums are right. */
import { catalogue } from '@commonpoint/catalogue';
import type { MemoryNetwork } from '../support/memory-channel.js';
import { act } from './model-acts.js';
import { Receipted } from './model-debits.js';
import type { Asked, Model } from './model.js';
import type { Done } from './model-state.js';
import { slugs } from './planned-accounts.js';

export class BlockJudge {
  /** How many transactions that took effect were looked at. */
  seen: number;
  /** Nothing else is under way, so that no choice between points was free. */
  quiet = false;
  /** The operations of the requests under way. */
  asking = new Set<string>();

  constructor(
    private readonly model: Model,
    private readonly network: MemoryNetwork,
    private readonly count: (what: string) => void,
    /** What may have been judged anew since. */
    private readonly changed: () => void,
  ) {
    this.seen = network.effects.length;
  }

  look(): void {
    const { network, model } = this;
    for (; this.seen < network.effects.length; this.seen += 1) {
      const { mspId, role, name, request, reply } = network.effects[this.seen]!;
      const body = JSON.parse(request) as Record<string, unknown>;
      if (name !== catalogue.postPoints.name) {
        const code = act(model, mspId, name, body);
        if (code !== undefined) throw new Error(`${name} ${request} took effect: the model says ${code}`);
        this.count(name);
      } else this.#post({ mspId, role }, body['operations'] as Asked[], reply);
      this.changed();
    }
    this.#sums();
  }

  #post(by: { mspId: string; role: string }, operations: readonly Asked[], reply: string): void {
    const { outcomes } = JSON.parse(reply) as { outcomes: { state: string; receipt?: object }[] };
    operations.forEach((sent, at) => {
      const row = this.network.stub.rows.get(['', 'op', by.mspId, sent.id, ''].join('\u0000'));
      const outcome = { receipt: row && JSON.parse(row.value.toString()), ...outcomes[at]! };
      const { inputs: _inputs, lanes: _lanes, ...asked } = sent;
      // A gateway's own void of an expired hold, say: the request may have been endorsed before it.
      if (!this.asking.has(sent.id)) this.quiet = false;
      if (outcome.state === 'POSTED')
        this.#applied(this.model.do(by, asked, new Receipted(outcome.receipt, this.quiet)), outcome, asked);
      else if (outcome.state === 'EXISTS' && !this.model.done.has(`${by.mspId} ${sent.id}`))
        throw new Error(`${sent.id} is said to exist`);
    });
  }

  #applied(done: Done | string, outcome: { receipt?: object }, asked: Asked): void {
    if (typeof done === 'string') throw new Error(`${JSON.stringify(asked)} took effect: the model says ${done}`);
    const receipt = outcome.receipt as Record<string, unknown>;
    for (const rare of ['clawback', 'paidOff', 'grace', 'maturesOn', 'shortfall'])
      if (receipt[rare] !== undefined) this.count(`${asked.kind} ${rare}`);
    for (const [field, value] of Object.entries(receiptOf(done)))
      if (receipt[field] !== value)
        throw new Error(
          `${JSON.stringify(asked)}: ${field} is ${String(receipt[field])}, the model says ${String(value)}`,
        );
    if ((done.paidOff ?? 0n) === 0n && receipt['paidOff'] !== undefined)
      throw new Error(`${asked.id}: it paid off what was not owed`);
    if (done.shortfall === 0n && receipt['shortfall'] !== undefined) throw new Error(`${asked.id}: a false shortfall`);
  }

  #sums(): void {
    for (const programId of slugs) {
      const { outstanding, held } = this.model.outstanding(programId);
      const t = this.model.totals.get(programId);
      const spent = t === undefined ? 0n : t.issued - t.redeemed - t.expired - t.reversed;
      if (spent !== outstanding + held) throw new Error(`${programId}: ${spent} is not ${outstanding} + ${held}`);
    }
  }
}

/** What of a receipt the model knows. */
const receiptOf = (done: Done): Record<string, unknown> => ({
  programId: done.programId,
  accountId: done.accountId,
  amount: String(done.amount),
  ...(done.toAccountId !== undefined && { toAccountId: done.toAccountId }),
  ...(done.shortfall !== undefined && done.shortfall > 0n && { shortfall: String(done.shortfall) }),
  ...(done.clawback !== undefined && done.clawback > 0n && { clawback: String(done.clawback) }),
  ...(done.paidOff !== undefined && done.paidOff > 0n && { paidOff: String(done.paidOff) }),
  ...(done.taken !== undefined && { taken: String(done.taken), received: String(done.received) }),
  ...(done.value !== undefined && { clearingValue: String(done.value) }),
});
