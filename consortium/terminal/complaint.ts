/**
 * Something that the person at the terminal can put right: the message is all that is shown, and the process ends with
 * the code.
 */
export class Complaint extends Error {
  override name = 'Complaint';

  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
