/** A client of the ledger that goes to peers by itself, past any gateway: what somebody else's program could do. */
import type { ProposalOptions } from '@hyperledger/fabric-gateway';
import { PRIVATE_INPUT, type ErrorBody } from '@commonpoint/catalogue';
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { connectAs } from '../../consortium/launcher/connect-as.js';
import { toChannelFailure } from '../../gateway-api/src/fabric/failure.js';

export interface PeerCall {
  readonly request: object;
  readonly privateInput?: object;
  /** Whose peers are asked. */
  readonly at: readonly string[];
}

export class PeerClient {
  private constructor(private readonly connection: ReturnType<typeof connectAs>) {}

  /** The gateway service of the organisation's own peer is what is dialled, or that of another organisation's. */
  static as(dataDir: string, mspId: string, role: string, peerOf = mspId): PeerClient {
    const written = readConnectionDescription(dataDir);
    const { users } = written.organizations[mspId]!;
    const organizations = { ...written.organizations, [mspId]: { ...written.organizations[peerOf]!, users } };
    return new PeerClient(connectAs({ dataDir, description: { ...written, organizations }, mspId, role }));
  }

  /** All blocks up to this one as the peer delivers them to this client, with the private data that it gives along. */
  async events(lastBlock: number): Promise<Buffer> {
    const stream = await this.connection.network.getBlockAndPrivateDataEvents({ startBlock: 0n });
    const received: Uint8Array[] = [];
    try {
      for await (const event of stream) {
        received.push(event.serializeBinary());
        if (event.getBlock()?.getHeader()?.getNumber() === lastBlock) break;
      }
    } finally {
      stream.close();
    }
    return Buffer.concat(received);
  }

  async evaluate(name: string, call: PeerCall): Promise<unknown> {
    return JSON.parse(Buffer.from(await this.proposal(name, call).evaluate()).toString()) as unknown;
  }

  /** Resolves with the validation code: 0 is valid. Rejects if it is not even endorsed. */
  async submit(name: string, call: PeerCall): Promise<number> {
    const submitted = await (await this.proposal(name, call).endorse()).submit();
    return (await submitted.getStatus()).code;
  }

  close(): void {
    this.connection.close();
  }

  private proposal(name: string, { request, privateInput, at }: PeerCall) {
    const options: ProposalOptions = { arguments: [JSON.stringify(request)], endorsingOrganizations: [...at] };
    const transientData = privateInput && { [PRIVATE_INPUT]: JSON.stringify(privateInput) };
    return this.connection.network
      .getContract('points')
      .newProposal(name, { ...options, ...(transientData && { transientData }) });
  }
}

/** What a call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<ErrorBody> {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => toChannelFailure(error),
  );
  if (failure?.body === undefined) throw new Error(`not refused: ${failure?.message ?? 'it went through'}`);
  return failure.body;
}
