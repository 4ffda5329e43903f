/** Answers on standard output: as JSON where that was asked for, else for people. What is said beside them goes to standard error. */
import { once } from 'node:events';
import { stdout } from 'node:process';
import { type Client, type Problem, ProblemError, UnreachableError } from '@commonpoint/client';
import type { Command } from 'commander';

/** @param lines what people see of it */
export function answer(command: Command, reply: unknown, lines: readonly string[]): void {
  const { json = false } = command.optsWithGlobals<{ json?: boolean }>();
  stdout.write(json ? `${JSON.stringify(reply, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''));
}

/** Columns below each other; the figures of those named, flush right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  figures: readonly string[] = [],
): string[] {
  const all = [head, ...rows];
  const widths = head.map((_name, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) =>
        figures.includes(head[column]!) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

/**
 * A list as CSV, passed on as it comes, however long it is.
 *
 * @throws ProblemError
 */
export async function passOn(
  client: Client,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const asked = new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const address = asked.size === 0 ? path : `${path}?${asked}`;
  const response = await client.attempts
    .open(address, { accept: 'text/csv, application/problem+json;q=0.5' }, new AbortController().signal)
    .catch((cause: unknown) => {
      throw new UnreachableError('GET', address, `was not answered: ${String(cause)}`, { cause });
    });
  if (response.status !== 200 || !response.body) {
    const problem = JSON.parse(await response.text()) as Problem;
    throw new ProblemError('GET', address, problem, {});
  }
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) await written(chunk);
}

/** Who reads slowly is waited for. */
export async function written(chunk: Uint8Array | string): Promise<void> {
  if (!stdout.write(chunk)) await once(stdout, 'drain');
}
