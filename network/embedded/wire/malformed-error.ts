/** How deep the reading of a message got; validation turns it into Fabric's code. */
export type MalformedStage =
  'envelope' | 'payload' | 'header' | 'transaction' | 'read-write-set' | 'block' | 'proposal';

/** Bytes that are not the message they should be. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';

  constructor(
    readonly stage: MalformedStage,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`malformed ${stage}: ${message}`, options);
  }
}

/** Runs a decoder of google-protobuf and names what it was reading when it fails. */
export function decodeAs<T>(stage: MalformedStage, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof MalformedError) throw error;
    throw new MalformedError(stage, error instanceof Error ? error.message : String(error), { cause: error });
  }
}
