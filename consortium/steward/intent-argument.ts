/** An intent as it is typed: by name, or a file. */
import { readFileSync } from 'node:fs';
import { intent, type Intent } from '@commonpoint/network/config/intents';
import { Complaint } from '../terminal/complaint.js';

export const intentUsage = `where INTENT is
  batch-timeout MILLISECONDS   how long the first transaction of a block may wait for more
  batch-size TRANSACTIONS      how many a block has at the most
  FILE                         what a JSON file says, such as {"kind":"remove-orderer","consenterId":4}`;

/** The intent, and what stands behind it; undefined if there is none. @throws Complaint when a file holds none */
export function takeIntent(
  args: readonly string[],
): { readonly wish: Intent; readonly rest: readonly string[] } | undefined {
  const [kind = '', text, ...rest] = args;
  if (kind === '') return undefined;
  if (kind !== 'batch-timeout' && kind !== 'batch-size') return { wish: intentInFile(kind), rest: args.slice(1) };
  const count = Number(text);
  const parsed = intent.safeParse(kind === 'batch-timeout' ? { kind, timeoutMs: count } : { kind, messagesMax: count });
  return parsed.success ? { wish: parsed.data, rest } : undefined;
}

function intentInFile(path: string): Intent {
  const parsed = intent.safeParse(jsonIn(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Complaint(`${path} holds no intent: /${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`, 2);
}

/** @throws Complaint */
export function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Complaint(`${path} cannot be read: ${(error as Error).message}`, 2);
  }
}
