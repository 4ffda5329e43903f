/** The channel cannot be joined with this block. */
export class JoinError extends Error {
  constructor(
    readonly status: 400 | 405,
    message: string,
  ) {
    super(message);
  }
}
