/** A chaincode is installed, approved and committed by Fabric’s own transactions. */
import type { Contract } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from './chaincode-definition.js';
import type { ChaincodePackage } from './package-chaincode.js';
import type { PeerConnection } from './peer-connection.js';
import { describeError, retry } from './retry.js';
import { callSystemChaincode } from './system-chaincode.js';

/**
 * The life of a chaincode in Fabric: each organisation installs the package on its peer and approves the definition,
 * then any of them commits it. Reference: core/chaincode/lifecycle in hyperledger/fabric.
 */

const { lifecycle } = peer;
const LIFECYCLE = '_lifecycle';

/** Installs the package on the peer unless it is there. */
export async function installChaincode(
  connection: PeerConnection,
  { bytes, packageId }: ChaincodePackage,
): Promise<void> {
  const { name } = connection.organization;
  await retry({ what: `install the chaincode on the peer of ${name}`, isFinal: isRefusal }, async () => {
    if ((await installedPackageIds(connection)).includes(packageId)) {
      return;
    }
    const args = new lifecycle.InstallChaincodeArgs();
    args.setChaincodeInstallPackage(bytes);
    try {
      await callSystemChaincode(connection, {
        channel: '',
        chaincode: LIFECYCLE,
        args: ['InstallChaincode', args.serializeBinary()],
        timeoutMs: 60_000,
      });
    } catch (error) {
      if (!describeError(error).includes('already successfully installed')) {
        throw error;
      }
    }
  });
}

/** Ids of the packages on the organisation's peer. */
export async function installedPackageIds(connection: PeerConnection): Promise<string[]> {
  return (await installedPackages(connection)).map((installed) => installed.getPackageId());
}

/** Whether the peer knows this package as the chaincode's on the channel: by what was approved, or by its hash alone. */
async function runsPackage(
  connection: PeerConnection,
  channel: string,
  { name, version }: ChaincodeDefinition,
  packageId: string,
): Promise<boolean> {
  const installed = (await installedPackages(connection)).find((one) => one.getPackageId() === packageId);
  const referred = installed?.getReferencesMap().get(channel)?.getChaincodesList() ?? [];
  return referred.some((chaincode) => chaincode.getName() === name && chaincode.getVersion() === version);
}

async function installedPackages(
  connection: PeerConnection,
): Promise<peer.lifecycle.QueryInstalledChaincodesResult.InstalledChaincode[]> {
  const payload = await callSystemChaincode(connection, {
    channel: '',
    chaincode: LIFECYCLE,
    args: ['QueryInstalledChaincodes', new lifecycle.QueryInstalledChaincodesArgs().serializeBinary()],
  });
  return lifecycle.QueryInstalledChaincodesResult.deserializeBinary(payload).getInstalledChaincodesList();
}

/** The definition that the channel has committed, as this peer knows it. */
export async function committedDefinition(
  connection: PeerConnection,
  channel: string,
  name: string,
): Promise<ChaincodeDefinition | undefined> {
  const args = new lifecycle.QueryChaincodeDefinitionArgs();
  args.setName(name);
  let payload: Uint8Array;
  try {
    payload = await callSystemChaincode(connection, {
      channel,
      chaincode: LIFECYCLE,
      args: ['QueryChaincodeDefinition', args.serializeBinary()],
    });
  } catch (error) {
    if (/is not defined/.test(describeError(error))) {
      return undefined;
    }
    throw error;
  }
  const result = lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(payload);
  return {
    name,
    version: result.getVersion(),
    sequence: result.getSequence(),
    endorsementPolicy: result.getValidationParameter_asU8(),
    collections: result.getCollections()?.serializeBinary() ?? new Uint8Array(),
  };
}

/** Approves the definition for the connection's organisation, bound to the installed package. */
export async function approveDefinition(
  connection: PeerConnection,
  channel: string,
  definition: ChaincodeDefinition,
  packageId: string,
): Promise<void> {
  const { name, mspId } = connection.organization;
  await retry({ what: `approve the chaincode for ${name}`, isFinal: isRefusal }, async () => {
    if ((await commitReadiness(connection, channel, definition)).get(mspId) === true) {
      return;
    }
    await submitApproval(connection, channel, definition, packageId);
  });
}

/**
 * As {@link approveDefinition}, for a definition that the others have committed meanwhile: the organisation's peer runs
 * the chaincode only when the organisation has approved too.
 */
export async function approveCommittedDefinition(
  connection: PeerConnection,
  channel: string,
  definition: ChaincodeDefinition,
  packageId: string,
): Promise<void> {
  const { name } = connection.organization;
  // A peer that is still catching up approves by what it knows, which may be too little to be valid.
  await retry({ what: `approve the chaincode for ${name}`, isFinal: isRefusal }, async () => {
    try {
      await submitApproval(connection, channel, definition, packageId);
    } catch (error) {
      const said = describeError(error);
      // Nothing to approve: it has been done, with the same package.
      if (/attempted to redefine the current committed sequence \(\d+\) for namespace \S+$/m.test(said)) return;
      // Done too, but the peer has lost what it approved, and knows by the hash alone that it is this package.
      const isLost = said.includes('private data matching public hash version is not available');
      if (isLost && (await runsPackage(connection, channel, definition, packageId))) return;
      throw error;
    }
  });
}

async function submitApproval(
  connection: PeerConnection,
  channel: string,
  definition: ChaincodeDefinition,
  packageId: string,
): Promise<void> {
  const local = new lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  const source = new lifecycle.ChaincodeSource();
  source.setLocalPackage(local);
  const args = describe(new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition);
  args.setSource(source);
  // What an organisation approves is private to its own peers: no other may be asked to endorse it.
  await contractOf(connection, channel).submit('ApproveChaincodeDefinitionForMyOrg', {
    arguments: [args.serializeBinary()],
    endorsingOrganizations: [connection.organization.mspId],
  });
}

/** Which organisations have approved exactly this definition. */
export async function commitReadiness(
  connection: PeerConnection,
  channel: string,
  definition: ChaincodeDefinition,
): Promise<ReadonlyMap<string, boolean>> {
  const payload = await callSystemChaincode(connection, {
    channel,
    chaincode: LIFECYCLE,
    args: ['CheckCommitReadiness', describe(new lifecycle.CheckCommitReadinessArgs(), definition).serializeBinary()],
  });
  const approvals = lifecycle.CheckCommitReadinessResult.deserializeBinary(payload).getApprovalsMap();
  return new Map(approvals.toArray());
}

/** Where a definition was committed. */
export interface CommittedAt {
  readonly block: number;
  readonly txId: string;
}

/**
 * Commits the definition to the channel, endorsed by all of `endorsers`.
 *
 * @returns where; undefined when somebody else did it
 */
export async function commitDefinition(
  connection: PeerConnection,
  channel: string,
  definition: ChaincodeDefinition,
  endorsers: readonly string[],
): Promise<CommittedAt | undefined> {
  return retry({ what: 'commit the chaincode definition', isFinal: isRefusal }, async () => {
    const committed = await committedDefinition(connection, channel, definition.name);
    if (committed !== undefined && committed.sequence >= definition.sequence) {
      return undefined;
    }
    const args = describe(new lifecycle.CommitChaincodeDefinitionArgs(), definition);
    const submitted = await contractOf(connection, channel).submitAsync('CommitChaincodeDefinition', {
      arguments: [args.serializeBinary()],
      endorsingOrganizations: [...endorsers],
    });
    const { successful, code, blockNumber, transactionId: txId } = await submitted.getStatus();
    if (!successful) throw new Error(`the definition was committed as invalid, with code ${code}`);
    return { block: Number(blockNumber), txId };
  });
}

function contractOf(connection: PeerConnection, channel: string): Contract {
  return connection.gateway.getNetwork(channel).getContract(LIFECYCLE);
}

interface DefinitionArgs {
  setName(value: string): void;
  setVersion(value: string): void;
  setSequence(value: number): void;
  setValidationParameter(value: Uint8Array): void;
  setCollections(value?: peer.CollectionConfigPackage): void;
}

/** The part of the arguments that must be the same in every step of every organisation. */
function describe<T extends DefinitionArgs>(args: T, definition: ChaincodeDefinition): T {
  args.setName(definition.name);
  args.setVersion(definition.version);
  args.setSequence(definition.sequence);
  args.setValidationParameter(definition.endorsementPolicy);
  args.setCollections(peer.CollectionConfigPackage.deserializeBinary(definition.collections));
  return args;
}

/** The peer has understood and says no. */
function isRefusal(error: unknown): boolean {
  return /access denied|failed ACL check|invalid chaincode name/i.test(describeError(error));
}
