/** Imported lines that are looked at together: where nothing that the ledger has says anything of one of them. */
import type { KnownLots, LotBalances } from './lot-balances.js';
import type { OrdersInForce } from './orders-in-force.js';
import type { PlainImport } from './plain-import.js';
import type { PointsLife } from './points-life.js';
import type { ReceiptedEffects } from './receipted-effects.js';

/** Of a transaction: what is not looked at row by row. */
export interface Together {
  readonly lines?: PlainImport | undefined;
  readonly lots?: KnownLots | undefined;
}

export class PlainImports {
  constructor(
    private readonly life: PointsLife,
    private readonly orders: OrdersInForce,
    private readonly lots: LotBalances,
    private readonly effects: ReceiptedEffects,
  ) {}

  isPlain(lines: PlainImport): boolean {
    const { life, orders, lots, effects } = this;
    return life.isAsUsual(lines) && !orders.concerns(lines) && lots.areFirst(lines) && effects.areNew(lines);
  }

  /** Of which {@link isPlain} holds. */
  apply(lines: PlainImport): void {
    for (const each of [this.lots, this.effects, this.life]) each.applyImport(lines);
  }
}
