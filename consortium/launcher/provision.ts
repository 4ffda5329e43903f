/** What merchants agree on before the first point is issued, done for them in the demonstration’s consortium. */
import { catalogue, type Founding, type ReplyOf } from '@commonpoint/catalogue';
import { connectPeer } from '@commonpoint/network/admin/peer-connection';
import { retry } from '@commonpoint/network/admin/retry';
import { loadIdentity } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import { merchants, type Organization, type Topology } from '@commonpoint/network/topology';
import { agreedIn, foundingOf } from '../description/founding.js';
import type { ConsortiumDescription, ProgramEntry } from '../description/read-description.js';

const PATIENCE_MS = 20_000;

/**
 * Founds the consortium, creates the merchants' programmes and has the others accept them, each by its own administrator, as
 * they would have to in a real consortium. Finds out what exists, so a second call, or one after a crash in the middle, does only the rest.
 */
export async function provision(
  { programs, ...description }: ConsortiumDescription,
  topology: Topology,
  dataDir: string,
): Promise<void> {
  const administrators = merchants(topology).map((organization) => new Administrator(topology, dataDir, organization));
  try {
    // A programme's rows ask for the endorsement of its issuer and of another merchant: all are members first.
    await administrators[0]?.found(foundingOf({ ...topology, ...agreedIn(description) }));
    await Promise.all(administrators.map((administrator) => administrator.createPrograms(programs)));
    await Promise.all(administrators.map((administrator) => administrator.acceptPrograms(programs)));
  } finally {
    for (const administrator of administrators) administrator.close();
  }
}

/** One merchant's administrator, connected to its own peer. */
export class Administrator {
  readonly #connection;
  readonly #contract;
  readonly #endorsers: string[];

  constructor(
    topology: Topology,
    dataDir: string,
    private readonly organization: Organization,
    endorsers: readonly Organization[] = merchants(topology),
  ) {
    const identity = loadIdentity(organization.mspId, organizationPaths(dataDir, organization).userMspDir('admin'));
    this.#connection = connectPeer(organization, dataDir, identity);
    this.#contract = this.#connection.gateway.getNetwork(topology.channel).getContract(topology.chaincode.name);
    this.#endorsers = endorsers.map((each) => each.mspId);
  }

  /** Whoever does it first; the ledger knows the members and the constitution from the chaincode's definition. */
  found(founding: Founding): Promise<void> {
    return this.#once(
      'found the consortium',
      () => this.#exists(catalogue.getConstitution.name, {}),
      () => this.#submit(catalogue.foundConsortium.name, founding),
    );
  }

  /** The organisation's own word that it joins, after it was admitted. */
  register(): Promise<void> {
    const { name, mspId } = this.organization;
    return this.#once(
      `register ${name}`,
      async () => {
        const reply = await this.#contract.evaluateTransaction(catalogue.listOrganizations.name, '{}');
        const { organizations } = JSON.parse(Buffer.from(reply).toString()) as ReplyOf<
          typeof catalogue.listOrganizations
        >;
        return organizations.some((each) => each.mspId === mspId && each.status !== 'candidate');
      },
      () => this.#submit(catalogue.registerOrganization.name, { name }),
    );
  }

  /** Those that are its own. */
  async createPrograms(programs: readonly ProgramEntry[]): Promise<void> {
    const { slug, name } = this.organization;
    for (const { issuer, ...conditions } of programs) {
      if (issuer !== slug) continue;
      await this.#once(
        `create the programme ${conditions.programId} of ${name}`,
        () => this.#exists(catalogue.getProgram.name, { programId: conditions.programId }),
        () => this.#submit(catalogue.createProgram.name, conditions),
      );
    }
  }

  /** Those of the other merchants that are worth something at first, at no less than that. */
  async acceptPrograms(programs: readonly ProgramEntry[]): Promise<void> {
    const { slug, name, mspId } = this.organization;
    for (const { issuer, programId, clearingValue } of programs) {
      if (issuer === slug || clearingValue === undefined) continue;
      await this.#once(
        `have ${name} accept ${programId}`,
        () => this.#accepts(programId, mspId),
        () => this.#submit(catalogue.acceptProgram.name, { programId, valueMin: clearingValue }),
      );
    }
  }

  close(): void {
    this.#connection.close();
  }

  // Merchants that do this at the same time read ranges that the others write to, and one peer may be a block behind
  // another: both pass when tried again.
  #once(what: string, lookUp: () => Promise<boolean>, create: () => Promise<unknown>): Promise<void> {
    return retry({ what, timeoutMs: PATIENCE_MS, intervalMs: 50 }, async () => {
      if (!(await lookUp())) await create();
    });
  }

  /** Also if it ended since: whoever ended it meant it. Without the programme there is nothing to accept. */
  async #accepts(programId: string, mspId: string): Promise<boolean> {
    try {
      const request = JSON.stringify({ programId });
      const reply = await this.#contract.evaluateTransaction(catalogue.listAcceptances.name, request);
      const { acceptances } = JSON.parse(Buffer.from(reply).toString()) as ReplyOf<typeof catalogue.listAcceptances>;
      return acceptances.some((acceptance) => acceptance.mspId === mspId);
    } catch (error) {
      if (textOf(error).includes('PROGRAM_UNKNOWN')) return true;
      throw error;
    }
  }

  async #exists(transaction: string, request: object): Promise<boolean> {
    try {
      await this.#contract.evaluateTransaction(transaction, JSON.stringify(request));
      return true;
    } catch (error) {
      if (/NOT_FOUNDED|PROGRAM_UNKNOWN/.test(textOf(error))) return false;
      throw error;
    }
  }

  #submit(transaction: string, request: object): Promise<unknown> {
    return this.#contract.submit(transaction, {
      arguments: [JSON.stringify(request)],
      endorsingOrganizations: this.#endorsers,
    });
  }
}

/** A chaincode's refusal comes in the details of a gateway's error. */
function textOf(error: unknown): string {
  const { message = '', details = [] } = error as { message?: string; details?: { message?: string }[] };
  return [message, ...details.map((detail) => detail.message)].join(' ');
}
