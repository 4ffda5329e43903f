/** What a group of the channel's configuration says under a name, as the own peer gave it. */
import type { common } from '@hyperledger/fabric-protos';

export function configurationValue<T>(
  group: common.ConfigGroup | undefined,
  name: string,
  type: { deserializeBinary(bytes: Uint8Array): T },
): T | undefined {
  const value = group?.getValuesMap().get(name)?.getValue_asU8();
  return value === undefined ? undefined : type.deserializeBinary(value);
}
