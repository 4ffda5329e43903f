/**
 * Results of pure readings, kept as long as the bytes they were read from. Four peers live in one process and get the
 * same block object: what Fabric's peers each do for themselves is done once here, with the same outcome.
 */
export function memoByBytes<T extends object>(read: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  const known = new WeakMap<Uint8Array, { readonly value: T } | { readonly error: unknown }>();
  return (bytes) => {
    let entry = known.get(bytes);
    if (!entry) {
      try {
        entry = { value: read(bytes) };
      } catch (error) {
        entry = { error };
      }
      known.set(bytes, entry);
    }
    if ('error' in entry) throw entry.error;
    return entry.value;
  };
}
