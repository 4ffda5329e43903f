/** A transaction that another one overtook had no effect: it is judged anew, as a gateway does it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CommitError } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';

const TRIES = 10;
const PAUSE_MS = 100;
const { MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = peer.TxValidationCode;

/** What it had read was written before its turn, the chaincode's definition among it. */
function wasOvertaken(error: unknown): boolean {
  return error instanceof CommitError && (error.code === MVCC_READ_CONFLICT || error.code === PHANTOM_READ_CONFLICT);
}

/** Does it again for as often as others come first. @throws what it throws otherwise, or still after ten times */
export async function unlessOvertaken<T>(submit: () => Promise<T>, pauseMs = PAUSE_MS): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await submit();
    } catch (error) {
      if (tries === TRIES || !wasOvertaken(error)) throw error;
      await sleep(tries * pauseMs);
    }
  }
}
