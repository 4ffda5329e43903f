/** `commonpoint get | post`: every other route, by its path. */
import type { Command } from 'commander';
import { clientOf, readJson } from './connection.js';
import { Mistake } from './end-with.js';
import { answer, written } from './output.js';
import { keyOf, withKey } from './proposals.js';

export function addAny(program: Command): void {
  const get = program.command('get').description('what any route answers').argument('<path>', 'such as /v1/members');
  get.action(async (path: string) => {
    const reply: unknown = await clientOf(get).get(requireRoute(path) as '/v1/members');
    // What is no JSON is a file, and is given as it is.
    if (typeof reply === 'string' || reply instanceof Uint8Array) await written(reply);
    else answer(get, reply, [JSON.stringify(reply, null, 2)]);
  });

  const post = program
    .command('post')
    .description('any write, once, seen through')
    .argument('<path>', 'such as /v1/issuances')
    .argument('[file]', 'its JSON; - for standard input');
  withKey(post).action(async (path: string, file?: string) => {
    const body = file === undefined ? undefined : await readJson(file);
    const reply: unknown = await clientOf(post).post(requireRoute(path) as '/v1/issuances', body as never, keyOf(post));
    answer(post, reply, [JSON.stringify(reply, null, 2)]);
  });
}

function requireRoute(path: string): string {
  if (/^\/[\w{]/.test(path)) return path;
  throw new Mistake(`${path} is no path such as /v1/members.`);
}
