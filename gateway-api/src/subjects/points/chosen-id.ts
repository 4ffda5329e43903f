/**
 * Ids of operations that clients choose. What a gateway posts by itself (what comes back of a hold, a note at its end, each step of a merge), and
 * what it makes of an `Idempotency-Key`, has an id that anybody can work out: a till that took it first would keep it from being done.
 */
import { operationId } from '@commonpoint/catalogue';

const MADE_HERE = /^[a-z]{2}-[0-9a-f]{40}/;

export const isMadeHere = (id: string): boolean => MADE_HERE.test(id);

export const madeHereDetail =
  'begins like ids that the gateway makes itself: two letters, a dash, and 40 hexadecimal digits';

export const chosenId = operationId.refine((id) => !isMadeHere(id), madeHereDetail);
