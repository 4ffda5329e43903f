/**
 * `_lifecycle`: how organisations agree on a chaincode.
 *
 * Fabric: each installs a package on its peer, approves a definition for itself, and any of them commits it when enough
 * have approved; committing is a transaction that must satisfy `/Channel/Application/LifecycleEndorsement`. Functions
 * take one serialised message and answer one. Reference: `core/chaincode/lifecycle/{scc,lifecycle}.go`. Left out:
 * approvals as private data (they are public rows, see lifecycle-keys.ts), QueryApprovedChaincodeDefinitions, `init-required`.
 */
import { peer } from '@hyperledger/fabric-protos';
import { approvalPrefix, LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import type { MspManager } from '../msp/msp-manager.js';
import { CHANNEL_WRITERS, checkChannelPolicy, checkLocalPolicy } from './access-control.js';
import {
  CHAINCODE_SOURCES,
  DEFINITION_TYPE,
  definitionOf,
  describeDefinition,
  LOCAL_PACKAGE_TYPE,
  NAMESPACES,
  PARAMETERS_TYPE,
  parameterFields,
  readDefinition,
} from './chaincode-definition.js';
import {
  compareStructure,
  hasStructure,
  prefixedReader,
  readNumberField,
  readStringField,
  writeStructure,
} from './lifecycle-state.js';
import {
  checkAgainstChannel,
  checkDefinition,
  checkName,
  checkNextSequence,
  checkSequence,
} from './definition-checks.js';
import { approvals, stateOf } from './lifecycle-approvals.js';
import type { InstalledPackage, PackageStore } from './package-store.js';
import type { PeerChannel } from './peer-channel.js';
import { errorResponse, successResponse, type SystemChaincode, type SystemInvocation } from './system-chaincode.js';

const Messages = peer.lifecycle;

export interface LifecycleOptions {
  readonly mspId: string;
  readonly localMsp: MspManager;
  readonly packages: PackageStore;
  /** All channels of the peer. */
  channels(): readonly PeerChannel[];
}

/** The answer is "there is no such thing": status 404. */
class NotFoundError extends Error {}

type LifecycleFunction = (invocation: SystemInvocation, input: Uint8Array) => Promise<Uint8Array>;

export class LifecycleChaincode implements SystemChaincode {
  readonly usesState = true;
  readonly #functions: Readonly<Record<string, LifecycleFunction>> = {
    InstallChaincode: (_, input) => this.#install(input),
    QueryInstalledChaincode: (_, input) => this.#queryInstalled(input),
    QueryInstalledChaincodes: () => this.#queryAllInstalled(),
    GetInstalledChaincodePackage: (_, input) => this.#getPackage(input),
    ApproveChaincodeDefinitionForMyOrg: (invocation, input) => this.#approve(invocation, input),
    QueryApprovedChaincodeDefinition: (invocation, input) => this.#queryApproved(invocation, input),
    CheckCommitReadiness: (invocation, input) => this.#checkReadiness(invocation, input),
    CommitChaincodeDefinition: (invocation, input) => this.#commit(invocation, input),
    QueryChaincodeDefinition: (invocation, input) => this.#queryDefinition(invocation, input),
    QueryChaincodeDefinitions: (invocation) => this.#queryDefinitions(invocation),
  };

  constructor(private readonly options: LifecycleOptions) {}

  async invoke(invocation: SystemInvocation): Promise<peer.Response> {
    const { functionName, args } = invocation;
    const [input] = args;
    if (input === undefined || args.length !== 1) {
      const count = args.length + 1;
      return errorResponse(`lifecycle scc operations require exactly two arguments but received ${count}`);
    }
    try {
      await this.#checkAccess(invocation);
    } catch (error) {
      return errorResponse(`Failed to authorize invocation due to failed ACL check: ${(error as Error).message}`);
    }
    const run = this.#functions[functionName];
    if (!run) return errorResponse(`failed to invoke backing implementation of '${functionName}': unknown function`);
    try {
      return successResponse(await run(invocation, input));
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof NotFoundError) return errorResponse(message, 404);
      return errorResponse(`failed to invoke backing implementation of '${functionName}': ${message}`);
    }
  }

  /** What concerns the peer or its organisation is for its admins, the rest for writers of the channel. */
  #checkAccess({ functionName, channel, proposal }: SystemInvocation): Promise<void> {
    const isForChannel = [
      'CommitChaincodeDefinition',
      'QueryChaincodeDefinition',
      'QueryChaincodeDefinitions',
      'CheckCommitReadiness',
    ].includes(functionName);
    if (!isForChannel) return checkLocalPolicy(this.options.localMsp, 'Admins', proposal.signed);
    if (!channel) return Promise.reject(new Error(`${functionName} needs a channel`));
    return checkChannelPolicy(channel.config, CHANNEL_WRITERS, proposal.signed);
  }

  async #install(input: Uint8Array): Promise<Uint8Array> {
    const args = Messages.InstallChaincodeArgs.deserializeBinary(input);
    const installed = await this.options.packages.install(args.getChaincodeInstallPackage_asU8());
    for (const channel of this.options.channels()) channel.chaincodes.forget();
    const result = new Messages.InstallChaincodeResult();
    result.setPackageId(installed.packageId);
    result.setLabel(installed.label);
    return result.serializeBinary();
  }

  async #queryInstalled(input: Uint8Array): Promise<Uint8Array> {
    const { packageId, label } = this.#findPackage(
      Messages.QueryInstalledChaincodeArgs.deserializeBinary(input).getPackageId(),
    );
    const result = new Messages.QueryInstalledChaincodeResult();
    result.setPackageId(packageId);
    result.setLabel(label);
    return result.serializeBinary();
  }

  async #queryAllInstalled(): Promise<Uint8Array> {
    const result = new Messages.QueryInstalledChaincodesResult();
    for (const { packageId, label } of this.options.packages.list()) {
      const entry = new Messages.QueryInstalledChaincodesResult.InstalledChaincode();
      entry.setPackageId(packageId);
      entry.setLabel(label);
      result.addInstalledChaincodes(entry);
    }
    return result.serializeBinary();
  }

  async #getPackage(input: Uint8Array): Promise<Uint8Array> {
    const { packageId } = this.#findPackage(
      Messages.GetInstalledChaincodePackageArgs.deserializeBinary(input).getPackageId(),
    );
    const result = new Messages.GetInstalledChaincodePackageResult();
    result.setChaincodeInstallPackage(await this.options.packages.read(packageId));
    return result.serializeBinary();
  }

  #findPackage(packageId: string): InstalledPackage {
    const found = this.options.packages.find(packageId);
    if (!found) throw new NotFoundError(`chaincode install package '${packageId}' not found`);
    return found;
  }

  async #approve(invocation: SystemInvocation, input: Uint8Array): Promise<Uint8Array> {
    const args = Messages.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(input);
    const { read, put } = stateOf(invocation);
    const name = checkName(args.getName(), args.getVersion());
    const definition = checkDefinition(definitionOf(args));
    await checkAgainstChannel(invocation, read, name, definition);
    const packageId = args.getSource()?.getLocalPackage()?.getPackageId() ?? '';
    const current = await readNumberField(read, NAMESPACES, name, 'Sequence');
    await checkSequence(read, name, definition, current);
    const prefix = approvalPrefix(this.options.mspId);
    const own = {
      read: prefixedReader(read, prefix),
      put: (key: string, value: Uint8Array) => put(prefix + key, value),
    };
    const approval = `${name}#${definition.sequence}`;
    const fields = parameterFields(definition);
    const source = { PackageID: packageId };
    const [isSame, hasSamePackage] = [
      (await compareStructure(own.read, NAMESPACES, approval, fields)).isThere,
      (await compareStructure(own.read, CHAINCODE_SOURCES, approval, source)).isThere,
    ];
    if (isSame && hasSamePackage) {
      throw new Error(
        definition.sequence === current
          ? `attempted to redefine the current committed sequence (${current}) for namespace ${name}`
          : `attempted to redefine uncommitted sequence (${definition.sequence}) for namespace ${name} with unchanged content`,
      );
    }
    await writeStructure(own, NAMESPACES, approval, PARAMETERS_TYPE, fields);
    await writeStructure(own, CHAINCODE_SOURCES, approval, LOCAL_PACKAGE_TYPE, source);
    return new Messages.ApproveChaincodeDefinitionForMyOrgResult().serializeBinary();
  }

  async #queryApproved(invocation: SystemInvocation, input: Uint8Array): Promise<Uint8Array> {
    const args = Messages.QueryApprovedChaincodeDefinitionArgs.deserializeBinary(input);
    const { read } = stateOf(invocation);
    const own = prefixedReader(read, approvalPrefix(this.options.mspId));
    const name = args.getName();
    let sequence = args.getSequence();
    if (sequence === 0) {
      sequence = await readNumberField(read, NAMESPACES, name, 'Sequence');
      if (await hasStructure(own, NAMESPACES, `${name}#${sequence + 1}`)) sequence += 1;
    }
    const approval = `${name}#${sequence}`;
    const definition = await readDefinition(own, approval, sequence);
    if (!definition) {
      throw new Error(`could not fetch approved chaincode definition (name: '${name}', sequence: '${sequence}')`);
    }
    const result = describeDefinition(new Messages.QueryApprovedChaincodeDefinitionResult(), definition);
    result.setSource(chaincodeSource(await readStringField(own, CHAINCODE_SOURCES, approval, 'PackageID')));
    return result.serializeBinary();
  }

  async #checkReadiness(invocation: SystemInvocation, input: Uint8Array): Promise<Uint8Array> {
    const args = Messages.CheckCommitReadinessArgs.deserializeBinary(input);
    const definition = definitionOf(args);
    const { read } = stateOf(invocation);
    await checkNextSequence(read, args.getName(), definition);
    const result = new Messages.CheckCommitReadinessResult();
    for (const { mspId, isThere, mismatches } of await approvals(invocation, read, args.getName(), definition)) {
      result.getApprovalsMap().set(mspId, isThere);
      if (mismatches.length > 0) {
        const items = new Messages.CheckCommitReadinessResult.Mismatches();
        items.setItemsList([...mismatches]);
        result.getMismatchesMap().set(mspId, items);
      }
    }
    return result.serializeBinary();
  }

  async #commit(invocation: SystemInvocation, input: Uint8Array): Promise<Uint8Array> {
    const args = Messages.CommitChaincodeDefinitionArgs.deserializeBinary(input);
    const state = stateOf(invocation);
    const name = checkName(args.getName(), args.getVersion());
    const definition = checkDefinition(definitionOf(args));
    await checkAgainstChannel(invocation, state.read, name, definition);
    await checkNextSequence(state.read, name, definition);
    const found = await approvals(invocation, state.read, name, definition);
    if (!found.some(({ mspId, isThere }) => isThere && mspId === this.options.mspId)) {
      throw new Error(`chaincode definition not agreed to by this org (${this.options.mspId})`);
    }
    const fields = { Sequence: definition.sequence, ...parameterFields(definition) };
    await writeStructure(state, NAMESPACES, name, DEFINITION_TYPE, fields);
    return new Messages.CommitChaincodeDefinitionResult().serializeBinary();
  }

  async #queryDefinition(invocation: SystemInvocation, input: Uint8Array): Promise<Uint8Array> {
    const name = Messages.QueryChaincodeDefinitionArgs.deserializeBinary(input).getName();
    const { read } = stateOf(invocation);
    const definition = await readDefinition(read, name);
    if (!definition) throw new NotFoundError(`namespace ${name} is not defined`);
    const result = describeDefinition(new Messages.QueryChaincodeDefinitionResult(), definition);
    for (const { mspId, isThere } of await approvals(invocation, read, name, definition)) {
      result.getApprovalsMap().set(mspId, isThere);
    }
    return result.serializeBinary();
  }

  async #queryDefinitions(invocation: SystemInvocation): Promise<Uint8Array> {
    const { read, simulator } = stateOf(invocation);
    const prefix = `${NAMESPACES}/metadata/`;
    const rows = await simulator.getStateRange(LIFECYCLE_NAMESPACE, prefix, `${NAMESPACES}/metadata0`);
    const result = new Messages.QueryChaincodeDefinitionsResult();
    for (let row = await rows.next(); row; row = await rows.next()) {
      const name = row.key.slice(prefix.length);
      const definition = await readDefinition(read, name);
      if (!definition) continue;
      const entry = new Messages.QueryChaincodeDefinitionsResult.ChaincodeDefinition();
      entry.setName(name);
      result.addChaincodeDefinitions(describeDefinition(entry, definition));
    }
    await rows.close();
    return result.serializeBinary();
  }
}

function chaincodeSource(packageId: string): peer.lifecycle.ChaincodeSource {
  const source = new Messages.ChaincodeSource();
  if (packageId === '') {
    source.setUnavailable(new Messages.ChaincodeSource.Unavailable());
  } else {
    const local = new Messages.ChaincodeSource.Local();
    local.setPackageId(packageId);
    source.setLocalPackage(local);
  }
  return source;
}
