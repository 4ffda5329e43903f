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
  const payload = await callSystemChaincode(connection, {
    channel: '',
    chaincode: LIFECYCLE,
    args: ['QueryInstalledChaincodes', new lifecycle.QueryInstalledChaincodesArgs().serializeBinary()],
  });
  return lifecycle.QueryInstalledChaincodesResult.deserializeBinary(payload)
    .getInstalledChaincodesList()
    .map((installed) => installed.getPackageId());
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
      // Nothing to approve: it has been done, with the same package.
      if (
        !/attempted to redefine the current committed sequence \(\d+\) for namespace \S+$/m.test(describeError(error))
      ) {
        throw error;
      }
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

/** Commits the definition to the channel, endorsed by all of `endorsers`. */
export async function commitDefinition(
  connection: PeerConnection,
  channel: string,
  definition: ChaincodeDefinition,
  endorsers: readonly string[],
): Promise<void> {
  await retry({ what: 'commit the chaincode definition', isFinal: isRefusal }, async () => {
    const committed = await committedDefinition(connection, channel, definition.name);
    if (committed !== undefined && committed.sequence >= definition.sequence) {
      return;
    }
    const args = describe(new lifecycle.CommitChaincodeDefinitionArgs(), definition);
    await contractOf(connection, channel).submit('CommitChaincodeDefinition', {
      arguments: [args.serializeBinary()],
      endorsingOrganizations: [...endorsers],
    });
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
