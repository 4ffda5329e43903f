/** `commonpoint get | post`: every other route, by its path. */
import type { Command } from 'commander';
import { clientOf, readJson } from './connection.js';
import { Mistake } from './end-with.js';
import { answer, written } from './output.js';
import { keyOf, withKey } from './proposals.js';

export function addAny(program: Command): void {
  const get = program.command('get').description('what any route answers').argument('<path>', 'such as /v1/members');
  get.action(async (path: string) => {
    const { route, query } = requireRoute(path);
    const reply: unknown = await clientOf(get).get(route as '/v1/programs', { query });
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
    const { route, query } = requireRoute(path);
    const options = { ...keyOf(post), query };
    const reply: unknown = await clientOf(post).post(route as '/v1/issuances', body as never, options);
    answer(post, reply, [JSON.stringify(reply, null, 2)]);
  });
}

/** @throws Mistake */
function requireRoute(given: string): { route: string; query: Record<string, string> } {
  const [, route = '', asked] = /^([^?]*)(?:\?(.*))?$/s.exec(given) ?? [];
  const segments = route.split('/').slice(1);
  const isRoute = segments.every((each) => /^[^\s#\\]+$/.test(each) && !/^(\.|%2e){1,2}$/i.test(each));
  if (isRoute && /^\/[\w{]/.test(route)) return { route, query: Object.fromEntries(new URLSearchParams(asked)) };
  throw new Mistake(`${given} is no path such as /v1/members.`);
}
