/**
 * How arguments and replies cross the wire: text as it is, since requests and replies are JSON already.
 *
 * The library's own serialiser calls `classToPlain`, which class-transformer 0.4.1 does not export, so with it
 * `org.hyperledger.fabric:GetMetadata` would fail.
 */
export class TextSerializer {
  toBuffer(reply: unknown): Buffer | undefined {
    if (reply === undefined || reply === null) return undefined;
    return Buffer.from(typeof reply === 'string' ? reply : JSON.stringify(reply));
  }

  fromBuffer(argument: Uint8Array): { value: string } {
    return { value: Buffer.from(argument).toString('utf8') };
  }
}
