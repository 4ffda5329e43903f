/**
 * One member's part in having another code take the chaincode's place: `member upgrade`, with a TOPOLOGY whose `chaincode` is the new one, which
 * runs beside the present one. It votes for the version that its own topology names, approves it, and whoever sees that all have commits it.
 */
import { definitionHash, type ChaincodeDefinition } from '@commonpoint/network/admin/chaincode-definition';
import { codeDigest } from '@commonpoint/network/chaincodes';
import { createTopology } from '@commonpoint/network/topology';
import type { AgreedTopology } from '../description/founding.js';
import { undecided } from '../steward/decisions.js';
import { namedRows, rowsInVersion, rowsOfCode, rowsOfGateway, whyNotTaken } from '../launcher/row-versions.js';
import { Steward } from '../steward/steward.js';
import { awaitOthers } from '../terminal/await-others.js';
import { Complaint } from '../terminal/complaint.js';
import { decideAsMember, votes } from './decide-as-member.js';
import { defineAsMember } from './define-as-member.js';
import type { Member } from './member-steps.js';

/** @param folder of the code; it has to be what the version names. @throws Complaint */
export async function upgrade(folder: string, member: Member, say: (line: string) => void): Promise<void> {
  const { topology, organization, dataDir } = member;
  const { version } = topology.chaincode;
  requireCode(folder, version);
  const rows = rowsOfCode(folder);
  const steward = new Steward(topology, organization, dataDir, say);
  /** Each organisation asks its own gateway, where it can be reached: as all approve, all read what is written. */
  let hasSaid = false;
  const requireReaders = async (newest: number): Promise<void> => {
    const read = rows.written > newest ? await rowsOfGateway(member.gatewayUrl).catch(() => undefined) : rows;
    if (read === undefined && !hasSaid) {
      hasSaid = true;
      say(`${member.gatewayUrl} cannot be asked from here: it has to read rows of version ${rows.written} before this`);
    }
    const readers = read === undefined ? [] : [{ name: 'the own gateway', rows: read }];
    const why = whyNotTaken(rows, { oldest: rows.oldest, newest }, readers);
    if (why !== undefined) throw new Complaint(why);
  };
  const wanted = async (): Promise<ChaincodeDefinition | undefined> => {
    const committed = await steward.definition();
    if (committed === undefined) throw new Complaint('the channel has no chaincode yet: `member approve` founds it.');
    if (committed.version === version) return undefined;
    await requireReaders(rowsInVersion(committed.version));
    return { ...committed, version, sequence: committed.sequence + 1 };
  };
  try {
    const isVoter = await votes(steward, organization.kind);
    await awaitOthers(
      async () => {
        // Before the definition: one that is committed in between is not proposed again.
        const before = await steward.proposals();
        const definition = await wanted();
        if (definition === undefined) return true;
        const planned = [{ kind: 'chaincode-definition' as const, planHash: definitionHash(definition) }];
        const actions = undecided(planned, { open: [], proposals: before });
        if (actions.length === 0) return true;
        const name = `chaincode-${definition.sequence}`;
        return decideAsMember(steward, { name, actions, before, isVoter, say });
      },
      { say },
    );
    say(`the chaincode is defined as ${version}, sequence ${await defineAsMember(steward, { wanted, say })}`);
  } finally {
    steward.close();
  }
}

/** The topology in which another code, which listens at an address, is the chaincode. @throws Complaint */
export function topologyWithCode(topology: AgreedTopology, folder: string, address: string): AgreedTopology {
  const [, host, port] = /^([a-z0-9.-]+):(\d{1,5})$/.exec(address) ?? [];
  if (host === undefined) throw new Complaint(`${address} is no address such as chaincode-next:9999`, 2);
  const { chaincode } = createTopology({
    chaincode: { digest: digestOf(folder), number: 0, ...namedRows(rowsOfCode(folder)) },
  });
  return { ...topology, chaincode: { ...chaincode, endpoint: { hostname: host, host, port: Number(port) } } };
}

/** What members decide on names the code; whoever votes for it has to have that code. @throws Complaint */
function requireCode(folder: string, version: string): void {
  const digest = digestOf(folder);
  const named = /\+(?:rows\d+\.)?([0-9a-f]{32})$/.exec(version)?.[1];
  if (named !== undefined && digest.startsWith(named)) return;
  throw new Complaint(
    `the topology names the chaincode ${version}, and the code in ${folder} has the digest ${digest}.`,
    2,
  );
}

function digestOf(folder: string): string {
  try {
    return codeDigest(folder);
  } catch (error) {
    throw new Complaint(`${folder} is no chaincode that was built: ${(error as Error).message}`, 2);
  }
}
