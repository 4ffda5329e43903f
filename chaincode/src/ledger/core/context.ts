/** What a contract method is given: who calls, when, and the rows. */
import { Context } from 'fabric-contract-api';
import type { ChaincodeStub, ClientIdentity } from 'fabric-shim';
import { canonicalJson, roles, type Role, type Transaction } from '@commonpoint/catalogue';
import type { Caller } from '../../domain/core/access.js';
import { refuse } from '../../domain/core/refusal.js';
import { requireOneCertificate } from './client-certificate.js';
import { LedgerError } from './ledger-error.js';
import { PrivateState } from './private-state.js';
import { LedgerState } from './state.js';
import { rfc3339 } from './timestamp.js';

/** The end of the year 8999: days are written with four digits of the year, and expiries lie up to 20 years ahead. */
const TX_SECONDS_END = 221_845_392_000;

export class LedgerContext extends Context {
  /** The transaction's rows. */
  state!: LedgerState;
  /** What is called. */
  entry!: Pick<Transaction, 'name'>;
  /** The transaction's rows in private collections. */
  privateState!: PrivateState;

  /**
   * Fabric's contract API calls this first. Every transaction takes exactly one argument; the library would answer
   * another number of them with prose, so it is refused here.
   */
  setChaincodeStub(stub: ChaincodeStub): void {
    this.stub = stub;
    this.state = new LedgerState(stub);
    this.privateState = new PrivateState(stub);
    if (stub.getArgs().length !== 2) {
      throw new LedgerError(refuse('REQUEST_INVALID', 'a transaction takes exactly one argument, a JSON object'));
    }
  }

  /** The same for who calls. */
  setClientIdentity(clientIdentity: ClientIdentity): void {
    this.clientIdentity = clientIdentity;
    requireOneCertificate(clientIdentity.getIDBytes());
  }

  get caller(): Caller {
    const role = this.clientIdentity.getAttributeValue('role');
    return { mspId: this.clientIdentity.getMSPID(), role: roles.find((known): known is Role => known === role) };
  }

  /** What the client sent for the endorsing peers' eyes only, as text. */
  transient(key: string): string | undefined {
    const bytes = this.stub.getTransient().get(key);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
  }

  /** The event of the transaction, which Fabric hands to whoever listens once it is valid; a transaction has one at most. */
  tell(name: string, content: object): void {
    this.stub.setEvent(name, Buffer.from(canonicalJson(content)));
  }

  get txId(): string {
    return this.stub.getTxID();
  }

  /** The transaction's timestamp, set by the client and the same for every endorser. Errors: REQUEST_INVALID. */
  get txTime(): string {
    const { seconds, nanos } = this.stub.getTxTimestamp();
    if (Number.parseInt(seconds.toString(), 10) >= TX_SECONDS_END) {
      throw new LedgerError(refuse('REQUEST_INVALID', 'the transaction’s timestamp is too far in the future'));
    }
    return rfc3339(seconds, nanos);
  }
}
