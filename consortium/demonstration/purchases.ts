import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.js';

/** A file of purchases, and what its customers earn by it at a point for a whole unit. */
export interface Purchases {
  readonly csv: string;
  readonly rows: number;
  /** By customer id, in the file's order. */
  readonly pointsByCustomer: ReadonlyMap<string, number>;
}

/** `examples/purchases-cdnow.csv`, or its first rows. */
export function readPurchases(rows = Number.POSITIVE_INFINITY): Purchases {
  const text = readFileSync(join(repositoryRoot, 'examples', 'purchases-cdnow.csv'), 'utf8');
  const [header = '', ...all] = text.trimEnd().split('\n');
  const lines = all.slice(0, rows);
  const pointsByCustomer = new Map<string, number>();
  for (const line of lines) {
    const [customer = '', , , amount = '0'] = line.split(',');
    // The file writes two decimals, so what stands before the point is the floor.
    const points = Number.parseInt(amount, 10);
    pointsByCustomer.set(customer, (pointsByCustomer.get(customer) ?? 0) + points);
  }
  return { csv: `${[header, ...lines].join('\n')}\n`, rows: lines.length, pointsByCustomer };
}
