/** Bytes that were spoilt by a seed: what anybody who may write to a channel can hand in, and worse. */

export type Random = (below: number) => number;

/** Numbers by a seed (mulberry32), so that what was found can be found again. */
export function randomBy(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) * below) / 4294967296) | 0;
  };
}

const spoilers: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => bytes.subarray(0, random(bytes.length + 1)),
  (_bytes, random) => Buffer.from(Array.from({ length: random(200) }, () => random(256))),
  (bytes, random) => withByte(bytes, random(bytes.length), random(256)),
  (bytes, random) => withByte(bytes, random(bytes.length), 0xff),
  (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256), random(256)]), bytes.subarray(at)]);
  },
  (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(40))]);
  },
  (bytes, random) => {
    const [from, to] = [random(bytes.length), random(bytes.length)];
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes) => Buffer.concat([bytes, bytes]),
  () => Buffer.alloc(0),
  // A field that says it is longer than everything, and a number that does not end.
  (bytes) => Buffer.concat([bytes, Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f])]),
  (bytes) => Buffer.concat([bytes, Buffer.alloc(12, 0x80)]),
  (bytes) => Buffer.concat([bytes, Buffer.from([0x0b, 0x0c])]),
];

export function spoilt(bytes: Uint8Array, random: Random): Buffer {
  return spoilers[random(spoilers.length)]!(Buffer.from(bytes), random);
}

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  if (changed.length > 0) changed[at] = value;
  return changed;
}
