/** Makes many lots that end with the day on which they are made: each transaction adds one to each of some hundred accounts. */
import { catalogue, POST_OPERATIONS_MAX, type Operation } from '@commonpoint/catalogue';
import type { Progress } from '../terminal/progress.js';
import type { DirectClient } from './direct-submit.js';

/** What draws on one programme's quota goes one after the other. */
export const PROGRAMS = 8;
const OPENED_AT_ONCE = 250;
/** Of an account and programme; more where there are few accounts. */
const LOTS_OF_A_HOLDING = 10;

export const programOf = (index: number): string => `harbor-ends-${index}`;
const accountOf = (index: number): string => `HarborMSP:ending-wallet-${String(index).padStart(7, '0')}`;

/** @returns how many were made, at least as many as were asked for */
export async function makeEndingLots(client: DirectClient, lots: number, progress: Progress): Promise<number> {
  const accounts = roundUp(lots / (PROGRAMS * LOTS_OF_A_HOLDING), POST_OPERATIONS_MAX);
  const passes = Math.ceil(lots / (PROGRAMS * accounts));
  for (let from = 0; from < accounts; from += OPENED_AT_ONCE) {
    const opened = Array.from({ length: OPENED_AT_ONCE }, (_, index) => ({ accountId: accountOf(from + index) }));
    await client.submit(catalogue.openAccounts, { accounts: opened });
  }
  const expiresOn = new Date().toISOString().slice(0, 10);
  let made = 0;
  const fill = async (programId: string): Promise<void> => {
    await createProgram(client, programId);
    for (let pass = 0; pass < passes; pass += 1) {
      for (let from = 0; from < accounts; from += POST_OPERATIONS_MAX) {
        const operations = Array.from({ length: POST_OPERATIONS_MAX }, (_, index): Operation => ({
          kind: 'issue',
          id: `lot-${programId}-${pass}-${from + index}`,
          programId,
          accountId: accountOf(from + index),
          amount: '1',
          expiresOn,
        }));
        const { outcomes } = await client.submit(catalogue.postPoints, { operations, omitReceipts: true });
        const refused = outcomes.find(({ state }) => state !== 'POSTED');
        if (refused !== undefined) throw new Error(`an issuance was refused: ${JSON.stringify(refused)}`);
        progress.update((made += POST_OPERATIONS_MAX));
      }
    }
  };
  await Promise.all(Array.from({ length: PROGRAMS }, (_, index) => fill(programOf(index))));
  return made;
}

function createProgram(client: DirectClient, programId: string): Promise<unknown> {
  return client.submit(catalogue.createProgram, {
    programId,
    name: `Benchmark ${programId}`,
    unit: 'point',
    cap: '1000000000',
    capOn: 'issued',
    expiryMonths: 12,
    rules: { transferable: false, expiryBounds: { minDays: 0, maxDays: 30 } },
    lanes: 1,
  });
}

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;
