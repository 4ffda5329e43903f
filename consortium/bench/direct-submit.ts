/** A client of Fabric's own, without a gateway in between: it sends a transaction and waits until it is committed. */
import {
  type Contract,
  EndorseError,
  type Network,
  GatewayError,
  type Transaction as Signed,
} from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplyOf, RequestOf, Transaction } from '@commonpoint/catalogue';

const ATTEMPTS_MAX = 20;
const LOOK_UPS_MAX = 120;
const LOOK_UP_EVERY_MS = 250;
const conflicts: readonly number[] = [
  peer.TxValidationCode.MVCC_READ_CONFLICT,
  peer.TxValidationCode.PHANTOM_READ_CONFLICT,
];

export class DirectClient {
  readonly #contract: Contract;
  readonly #systemContract: Contract;

  constructor(
    network: Network,
    chaincode: string,
    private readonly channel: string,
    /** Enough for every row that is written. */
    private readonly endorsingOrganizations: string[],
  ) {
    this.#contract = network.getContract(chaincode);
    this.#systemContract = network.getContract('qscc');
  }

  /**
   * A peer that is a block behind another one sees other rows, and peers that are both behind see rows that are gone: then it is
   * endorsed again, as it had no effect. @throws what else goes wrong
   */
  async submit<T extends Transaction>(entry: T, request: RequestOf<T>): Promise<ReplyOf<T>> {
    const { endorsingOrganizations } = this;
    for (let attempt = 1; ; attempt += 1) {
      const proposal = this.#contract.newProposal(entry.name, {
        arguments: [JSON.stringify(request)],
        endorsingOrganizations,
      });
      let transaction: Signed;
      try {
        transaction = await proposal.endorse();
      } catch (error) {
        if (!(error instanceof EndorseError) || attempt === ATTEMPTS_MAX) throw error;
        await sleep(20 * attempt);
        continue;
      }
      const code = await this.#commit(transaction);
      if (conflicts.includes(code) && attempt < ATTEMPTS_MAX) {
        await sleep(20 * attempt);
        continue;
      }
      if (code !== peer.TxValidationCode.VALID) throw new Error(`${entry.name} was committed as invalid, code ${code}`);
      return JSON.parse(Buffer.from(transaction.getResult()).toString('utf8')) as ReplyOf<T>;
    }
  }

  /** Orderers may answer "already processed" to what reached them by way of each other: then the ledger knows its fate. */
  async #commit(transaction: Signed): Promise<number> {
    try {
      return (await (await transaction.submit()).getStatus()).code;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      for (let lookUp = 1; lookUp <= LOOK_UPS_MAX; lookUp += 1) {
        const code = await this.#fateOf(transaction.getTransactionId());
        if (code !== undefined) return code;
        await sleep(LOOK_UP_EVERY_MS);
      }
      throw error;
    }
  }

  #fateOf(txId: string): Promise<number | undefined> {
    return this.#systemContract.evaluateTransaction('GetTransactionByID', this.channel, txId).then(
      (bytes) => peer.ProcessedTransaction.deserializeBinary(bytes).getValidationcode(),
      () => undefined,
    );
  }
}
