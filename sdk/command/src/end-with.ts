/** How the command ends where it does not do what was asked. */
import { stderr } from 'node:process';
import { GatewayError, OutcomeUnknownError, ProblemError } from '@commonpoint/client';
import { CommanderError } from 'commander';

/** Something that the person at the terminal can put right. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
}

const REFUSED = 1;
const SENSELESS = 2;
const UNKNOWN = 3;
const UNREACHABLE = 4;

/** The exit code, and what there is to say. */
export function endOf(error: unknown): { readonly code: number; readonly text?: string } {
  // It has said what it has to say itself.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : SENSELESS };
  if (error instanceof Mistake) return { code: SENSELESS, text: error.message };
  if (error instanceof ProblemError) return { code: REFUSED, text: error.message };
  if (error instanceof GatewayError) {
    const { idempotencyKey } = error;
    const again =
      idempotencyKey === undefined ? '' : `\nIt is one write however often it is sent with --key ${idempotencyKey}`;
    return {
      code: error instanceof OutcomeUnknownError || again !== '' ? UNKNOWN : UNREACHABLE,
      text: error.message + again,
    };
  }
  return { code: REFUSED, text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

export function endWith(error: unknown): void {
  const { code, text } = endOf(error);
  if (text !== undefined) stderr.write(`${text}\n`);
  process.exitCode = code;
}
