/** Rows whose policies name the members of before: gateways renew them, and nobody else may go before they are done. */
import { setTimeout as sleep } from 'node:timers/promises';
import { listDuePolicies, ownPolicyRows } from '@commonpoint/catalogue';
import type { Steward } from './steward.js';

const PAGE_ROWS = 100;
const PATIENCE_MS = 300_000;
const EVERY_MS = 1_000;

/** Waits until none is due. @throws Error when gateways do not see to it */
export async function awaitPolicies(steward: Steward, say: (line: string) => void): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let told = false; ; told = true) {
    const due = await countDue(steward);
    if (due === 0) return;
    if (performance.now() > deadline) {
      throw new Error(
        `${due} rows still ask for the members of before: the members’ gateways renew them, when they run`,
      );
    }
    if (!told) say(`${due} rows still ask for the members of before: waiting for the gateways, which renew them`);
    await sleep(EVERY_MS);
  }
}

async function countDue(steward: Steward): Promise<number> {
  let count = 0;
  for (const kind of ownPolicyRows) {
    for (let bookmark = ''; ;) {
      const asked = { kind, pageSize: PAGE_ROWS, ...(bookmark !== '' && { bookmark }) };
      const page = await steward.read(listDuePolicies, asked);
      count += page.rows.length;
      bookmark = page.bookmark;
      if (bookmark === '') break;
    }
  }
  return count;
}
