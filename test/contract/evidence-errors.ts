/** For the test of all codes: those of the log. */
import { catalogue, type ErrorCode, LOG_KEYS_MAX } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { checkpointOf, keyOf, treeOf } from '../support/signed-log.js';
import { harbor } from './consortium.js';

const key = keyOf('HarborMSP');
const registering = (publicKey: string) => (ledger: LedgerStub) =>
  ledger.submit(harbor(), catalogue.setLogKey, { publicKey });
const saying = (request: ReturnType<typeof checkpointOf>) => (ledger: LedgerStub) =>
  ledger.submit(harbor(), catalogue.postCheckpoint, request);
const after =
  (...acts: ((ledger: LedgerStub) => Promise<unknown>)[]) =>
  async (ledger: LedgerStub): Promise<unknown> => {
    for (const act of acts.slice(0, -1)) await act(ledger);
    return acts.at(-1)!(ledger);
  };
const registered = registering(key.publicKey);
const tree = treeOf(9);
const nine = saying(checkpointOf(key, tree));

export const evidenceErrors: [ErrorCode, string, (ledger: LedgerStub) => Promise<unknown>][] = [
  ['LOG_KEY_UNKNOWN', 'a checkpoint before any key', nine],
  ['LOG_KEY_REVOKED', 'the key before', after(registered, registering(keyOf('HarborMSP', 1).publicKey), nine)],
  [
    'LOG_KEYS_EXCEEDED',
    'one more',
    after(...Array.from({ length: LOG_KEYS_MAX + 1 }, (_, n) => registering(keyOf('HarborMSP', n).publicKey))),
  ],
  ['LOG_SIGNATURE_INVALID', 'another time', after(registered, saying({ ...checkpointOf(key, tree), time: 1 }))],
  [
    'LOG_ORIGIN_OTHER',
    'the next checkpoint',
    after(registered, nine, saying(checkpointOf(key, treeOf(10), { origin: `commonpoint/${'0'.repeat(64)}` }))),
  ],
  ['LOG_SHRINKS', 'fewer leaves', after(registered, nine, saying(checkpointOf(key, tree, { size: 8 })))],
  ['LOG_FORKS', 'no proof', after(registered, nine, saying(checkpointOf(key, treeOf(10))))],
];
