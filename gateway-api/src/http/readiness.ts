/** Whether the gateway should be sent requests, and what is missing while it should not: pure, of what the parts know. */
import type { Readiness } from '../gateway.js';
import type { StorageTrouble } from '../store/storage-health.js';

/** A projection this far behind answers reads that are too old to be of use. */
const PROJECTION_LAG_BLOCKS_MAX = 100;

export const readinessParts = [
  'stopping',
  'clock',
  'storage',
  'peer',
  'chaincode',
  'projection',
  'ordering',
  'recovery',
] as const;

export interface Lack {
  readonly part: (typeof readinessParts)[number];
  /** One sentence for whoever operates the gateway. */
  readonly detail: string;
}

const storageSentences: Readonly<Record<StorageTrouble, (file: string) => string>> = {
  full: (file) => `The gateway’s disk is full (${file}); it goes on by itself when there is room.`,
  locked: (file) => `Another program has ${file} locked; the gateway goes on by itself when that one is done.`,
  failing: (file) => `The gateway’s disk does not keep what is written (${file}); it is tried again and again.`,
};

function lacksOfStorage({ storageTrouble, detailsTrouble }: Readiness): readonly Lack[] {
  const lack = (file: string, trouble: StorageTrouble | undefined): readonly Lack[] =>
    trouble === undefined ? [] : [{ part: 'storage', detail: storageSentences[trouble](file) }];
  return [...lack('gateway.db', storageTrouble), ...lack('gateway-details.db', detailsTrouble)];
}

/** What reads from the projection lack. They are answered without the peer, as of the last block that came. */
export function lacksOfReads({
  projectionBlock,
  ledgerBlock,
  clockWrong,
  isStopping,
}: Readiness & Stopping): readonly Lack[] {
  const lacks: Lack[] = [];
  if (isStopping) lacks.push({ part: 'stopping', detail: 'The gateway is stopping.' });
  if (clockWrong) {
    const detail =
      'The gateway’s clock and its peer’s are further apart than peers allow (two minutes); set the one that is wrong.';
    lacks.push({ part: 'clock', detail });
  }
  if (projectionBlock < 0) lacks.push({ part: 'projection', detail: 'No block was read from the peer yet.' });
  const lag = ledgerBlock - projectionBlock;
  if (projectionBlock >= 0 && lag > PROJECTION_LAG_BLOCKS_MAX) {
    lacks.push({ part: 'projection', detail: `${lag} blocks of the ledger are still to be read.` });
  }
  return lacks;
}

/** What writes lack, the worst first. */
export function lacksOfWrites(facts: Readiness & Stopping): readonly Lack[] {
  const { peerReachable, peerBlock, chaincodeMissing, orderingAvailable, recovering } = facts;
  const { projectionBlock } = facts;
  const lacks = [...lacksOfReads(facts), ...lacksOfStorage(facts)];
  if (!peerReachable) {
    lacks.push({ part: 'peer', detail: 'The organisation’s peer cannot be reached, or is not in the channel.' });
  }
  if (peerBlock !== undefined) {
    const lost = `The organisation’s peer has lost blocks: it is at ${peerBlock} of at least ${projectionBlock}`;
    lacks.push({ part: 'peer', detail: `${lost}, and fetches the rest from the others.` });
  }
  if (chaincodeMissing) {
    const detail = 'The organisation’s peer does not run the chaincode: install it there (`member approve`).';
    lacks.push({ part: 'chaincode', detail });
  }
  if (!orderingAvailable) {
    lacks.push({
      part: 'ordering',
      detail: 'What is handed over does not come back in blocks: too few orderers work.',
    });
  }
  if (recovering) lacks.push({ part: 'recovery', detail: 'What an earlier run left unresolved is being resolved.' });
  return lacks;
}

interface Stopping {
  readonly isStopping: boolean;
}
