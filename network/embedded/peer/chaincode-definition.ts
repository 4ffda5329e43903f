/**
 * What a channel has agreed about a chaincode.
 *
 * Fabric: sequence, version, endorsement policy, collections. Reference: `core/chaincode/lifecycle/lifecycle.go`
 * (ChaincodeDefinition, ChaincodeParameters). Left out: endorsement and validation plugins other than the built-in ones,
 * and initialisation before first use (`init-required`).
 */
import { peer } from '@hyperledger/fabric-protos';
import { hasStructure, type Fields, type LifecycleReader, readBytesField, readNumberField } from './lifecycle-state.js';

const { ChaincodeEndorsementInfo, ChaincodeValidationInfo } = peer.lifecycle;

/** Where definitions stand in `_lifecycle`. */
export const NAMESPACES = 'namespaces';
export const CHAINCODE_SOURCES = 'chaincode-sources';
export const DEFINITION_TYPE = 'ChaincodeDefinition';
export const PARAMETERS_TYPE = 'ChaincodeParameters';
export const LOCAL_PACKAGE_TYPE = 'ChaincodeLocalPackage';

export interface ChaincodeDefinition {
  readonly sequence: number;
  readonly version: string;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** Serialised peer.ApplicationPolicy. */
  readonly validationParameter: Uint8Array;
  readonly initRequired: boolean;
  /** Serialised CollectionConfigPackage. */
  readonly collections: Uint8Array;
}

/** The message classes that carry a definition all have these. */
interface DefinitionMessage {
  getSequence(): number;
  getVersion(): string;
  getEndorsementPlugin(): string;
  getValidationPlugin(): string;
  getValidationParameter_asU8(): Uint8Array;
  getInitRequired(): boolean;
  getCollections(): peer.CollectionConfigPackage | undefined;
}

interface MutableDefinitionMessage {
  setSequence(value: number): void;
  setVersion(value: string): void;
  setEndorsementPlugin(value: string): void;
  setValidationPlugin(value: string): void;
  setValidationParameter(value: Uint8Array): void;
  setInitRequired(value: boolean): void;
  setCollections(value?: peer.CollectionConfigPackage): void;
}

/** The definition in a message, with the channel's defaults for what it leaves out. */
export function definitionOf(message: DefinitionMessage): ChaincodeDefinition {
  return {
    sequence: message.getSequence(),
    version: message.getVersion(),
    endorsementPlugin: message.getEndorsementPlugin() || 'escc',
    validationPlugin: message.getValidationPlugin() || 'vscc',
    validationParameter:
      message.getValidationParameter_asU8().length > 0 ? message.getValidationParameter_asU8() : defaultPolicy(),
    initRequired: message.getInitRequired(),
    collections: message.getCollections()?.serializeBinary() ?? new Uint8Array(),
  };
}

export function describeDefinition<T extends MutableDefinitionMessage>(message: T, from: ChaincodeDefinition): T {
  message.setSequence(from.sequence);
  message.setVersion(from.version);
  message.setEndorsementPlugin(from.endorsementPlugin);
  message.setValidationPlugin(from.validationPlugin);
  message.setValidationParameter(from.validationParameter);
  message.setInitRequired(from.initRequired);
  message.setCollections(peer.CollectionConfigPackage.deserializeBinary(from.collections));
  return message;
}

/** What an organisation approves: all but the sequence, which stands in the name of its rows. */
export function parameterFields(definition: ChaincodeDefinition): Fields {
  const endorsement = new ChaincodeEndorsementInfo();
  endorsement.setVersion(definition.version);
  endorsement.setEndorsementPlugin(definition.endorsementPlugin);
  endorsement.setInitRequired(definition.initRequired);
  const validation = new ChaincodeValidationInfo();
  validation.setValidationPlugin(definition.validationPlugin);
  validation.setValidationParameter(definition.validationParameter);
  return {
    EndorsementInfo: endorsement.serializeBinary(),
    ValidationInfo: validation.serializeBinary(),
    Collections: definition.collections,
  };
}

/** The definition or approval of this name, or undefined. `sequence` is read from its own field if not given. */
export async function readDefinition(
  read: LifecycleReader,
  name: string,
  sequence?: number,
): Promise<ChaincodeDefinition | undefined> {
  if (!(await hasStructure(read, NAMESPACES, name))) return undefined;
  const bytes = (field: string) => readBytesField(read, NAMESPACES, name, field);
  const endorsement = ChaincodeEndorsementInfo.deserializeBinary(await bytes('EndorsementInfo'));
  const validation = ChaincodeValidationInfo.deserializeBinary(await bytes('ValidationInfo'));
  return {
    sequence: sequence ?? (await readNumberField(read, NAMESPACES, name, 'Sequence')),
    version: endorsement.getVersion(),
    endorsementPlugin: endorsement.getEndorsementPlugin(),
    initRequired: endorsement.getInitRequired(),
    validationPlugin: validation.getValidationPlugin(),
    validationParameter: validation.getValidationParameter_asU8(),
    collections: await bytes('Collections'),
  };
}

function defaultPolicy(): Uint8Array {
  const policy = new peer.ApplicationPolicy();
  policy.setChannelConfigPolicyReference('/Channel/Application/Endorsement');
  return policy.serializeBinary();
}
