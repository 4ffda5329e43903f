/** How soon the console is seen at a gateway, and how soon its lists are, where the machine has a Chromium. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../launcher/repository.js';

/** Times in milliseconds, one a round. */
export interface ConsoleMeasured {
  /** First contentful paint of the overview. */
  readonly paint: readonly number[];
  /** Until its four promises stood there with their figures. */
  readonly whole: readonly number[];
  /** By address below `/console/`: until all of it stood there, and how long the next page took where there is one. */
  readonly lists: readonly {
    readonly address: string;
    readonly whole: readonly number[];
    readonly next: readonly number[];
  }[];
}

/** A program of its own: it drives a browser by a library that only the repository's own tools have. */
export async function measureConsole(
  gateway: { readonly url: string; readonly key: string },
  addresses: readonly string[],
  rounds: number,
): Promise<ConsoleMeasured | undefined> {
  const program = join(repositoryRoot, 'scripts', 'measure-console.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, gateway.url, String(rounds), ...addresses], {
    env: { ...process.env, CONSOLE_KEY: gateway.key },
  });
  return (JSON.parse(stdout) as ConsoleMeasured | null) ?? undefined;
}
