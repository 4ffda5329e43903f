/** The fields of Fabric's messages, of those that are read here; what stands in them as bytes is read by itself. */

/** By the fields' numbers, which are below 16. What is not there is unknown. */
export interface Message {
  readonly [field: number]: 'number' | 'bytes' | { readonly one: Message } | { readonly many: Message };
}

const timestamp: Message = { 1: 'number', 2: 'number' };
/** Also of a text and a message: an entry of a map. */
const bytesTwice: Message = { 1: 'bytes', 2: 'bytes' };
const numberAndBytes: Message = { 1: 'number', 2: 'bytes' };
const configValue: Message = { 1: 'number', 2: 'bytes', 3: 'bytes' };
const configPolicy: Message = { 1: 'number', 2: { one: numberAndBytes }, 3: 'bytes' };
const entry = (of: Message): { readonly many: Message } => ({ many: { 1: 'bytes', 2: { one: of } } });
const group: Record<number, Message[number]> = {
  1: 'number',
  3: entry(configValue),
  4: entry(configPolicy),
  5: 'bytes',
};
group[2] = entry(group);

export const shapes = {
  envelope: bytesTwice,
  payload: { 1: { one: bytesTwice }, 2: 'bytes' },
  channelHeader: {
    1: 'number',
    2: 'number',
    3: { one: timestamp },
    4: 'bytes',
    5: 'bytes',
    6: 'number',
    7: 'bytes',
    8: 'bytes',
  },
  block: {
    1: { one: { 1: 'number', 2: 'bytes', 3: 'bytes' } },
    2: { one: { 1: 'bytes' } },
    3: { one: { 1: 'bytes' } },
  },
  configEnvelope: { 1: { one: { 1: 'number', 2: { one: group } } }, 2: { one: bytesTwice } },
} as const satisfies Readonly<Record<string, Message>>;
