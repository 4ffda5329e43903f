/** What a definition must be before an organisation may approve it, or the channel commit it. */
import { type ChaincodeDefinition, NAMESPACES, parameterFields, readDefinition } from './chaincode-definition.js';
import { checkCollections } from './collection-checks.js';
import { compareStructure, type LifecycleReader, readNumberField } from './lifecycle-state.js';
import type { SystemInvocation } from './system-chaincode.js';

/** The first, the one that is committed, unchanged, or the one after it. */
export async function checkSequence(
  read: LifecycleReader,
  name: string,
  definition: ChaincodeDefinition,
  current: number,
): Promise<void> {
  const { sequence } = definition;
  if (sequence < 1) throw new Error('requested sequence is 0, but first definable sequence number is 1');
  if (sequence < current) {
    throw new Error(`currently defined sequence ${current} is larger than requested sequence ${sequence}`);
  }
  if (sequence > current + 1) {
    const next = current + 1;
    throw new Error(`requested sequence ${sequence} is larger than the next available sequence number ${next}`);
  }
  if (sequence > current) return;
  const { mismatches } = await compareStructure(read, NAMESPACES, name, parameterFields(definition));
  if (mismatches.length > 0) {
    throw new Error(
      `attempted to redefine the current committed sequence (${current}) for namespace ${name} ` +
        `with different parameters: ${mismatches.join(', ')}`,
    );
  }
}

export async function checkNextSequence(
  read: LifecycleReader,
  name: string,
  { sequence }: ChaincodeDefinition,
): Promise<void> {
  const next = (await readNumberField(read, NAMESPACES, name, 'Sequence')) + 1;
  if (sequence !== next)
    throw new Error(`requested sequence is ${sequence}, but new definition must be sequence ${next}`);
}

export function checkDefinition(definition: ChaincodeDefinition): ChaincodeDefinition {
  if (definition.initRequired) throw new Error('init-required is not supported by the embedded network');
  return definition;
}

export async function checkAgainstChannel(
  { channel }: SystemInvocation,
  read: LifecycleReader,
  name: string,
  { collections }: ChaincodeDefinition,
): Promise<void> {
  const committed = await readDefinition(read, name);
  try {
    checkCollections(collections, committed?.collections ?? new Uint8Array(), channel?.config.msps.mspIds ?? []);
  } catch (error) {
    throw new Error(`error validating chaincode definition: ${(error as Error).message}`, { cause: error });
  }
}

const SYSTEM_NAMES = ['cscc', 'escc', 'lscc', 'qscc', 'vscc'];

/** A chaincode's name, if it and the version may be called so. */
export function checkName(name: string, version: string): string {
  if (!/^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/.test(name)) {
    throw new Error(
      `error validating chaincode definition: invalid chaincode name '${name}'. Names can only consist of ` +
        `alphanumerics, '_', and '-' and can only begin with alphanumerics`,
    );
  }
  if (SYSTEM_NAMES.includes(name)) {
    throw new Error(
      `error validating chaincode definition: chaincode name '${name}' is the name of a system chaincode`,
    );
  }
  if (!/^[A-Za-z0-9_.+-]+$/.test(version)) {
    throw new Error(
      `error validating chaincode definition: invalid chaincode version '${version}'. Versions can only consist of ` +
        `alphanumerics, '_', '-', '+', and '.'`,
    );
  }
  return name;
}
