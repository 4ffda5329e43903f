/** Whoever keeps the legacy database can write its rows, but not what the bridge's own key is needed for. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OutboxRow, Taken } from './outbox-row.js';

export interface Seals {
  seal(rowId: string, taken: Taken): { readonly taken: string; readonly seal: string };
  /** What was taken; undefined where it is not what this bridge wrote. */
  open(row: Pick<OutboxRow, 'id' | 'taken' | 'seal'>): Taken | undefined;
}

export function createSeals(key: Buffer, bridgeId: string): Seals {
  const sealOf = (rowId: string, text: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([bridgeId, rowId, text]))
      .digest();
  return {
    seal(rowId, taken) {
      const text = JSON.stringify(taken);
      return { taken: text, seal: sealOf(rowId, text).toString('hex') };
    },
    open({ id, taken, seal = '' }) {
      if (taken === undefined) return undefined;
      const given = Buffer.from(seal, 'hex');
      const due = sealOf(id, taken);
      return given.length === due.length && timingSafeEqual(given, due) ? (JSON.parse(taken) as Taken) : undefined;
    },
  };
}
