/** Which gateway is asked, with which key. Keys are never arguments: everybody on a machine sees those. */
import { readFileSync } from 'node:fs';
import { env, stdin } from 'node:process';
import { Client } from '@commonpoint/client';
import { type Command, Option } from 'commander';
import { Mistake } from './end-with.js';

interface Given {
  readonly url?: string;
  readonly keyFile?: string;
  readonly credentials?: string;
  readonly as?: string;
  readonly timeout: string | number;
}

export function withConnection(command: Command): Command {
  return command
    .addOption(new Option('--url <url>', 'of the gateway').env('COMMONPOINT_URL'))
    .addOption(
      new Option('--key-file <file>', 'holds the API key; or it is in COMMONPOINT_KEY').env('COMMONPOINT_KEY_FILE'),
    )
    .addOption(
      new Option('--credentials <file>', 'the credentials.json of `npm start`, in place of both').env(
        'COMMONPOINT_CREDENTIALS',
      ),
    )
    .addOption(new Option('--as <organisation/role>', 'whose key of it').env('COMMONPOINT_AS'))
    .addOption(
      new Option('--timeout <seconds>', 'until a request is given up that is not answered')
        .env('COMMONPOINT_TIMEOUT_S')
        .default(60),
    );
}

/** @throws Mistake */
export function clientOf(command: Command): Client {
  const { url, keyFile, credentials, as, timeout } = command.optsWithGlobals<Given>();
  const timeoutMs = Number(timeout) * 1000;
  if (!(timeoutMs > 0)) throw new Mistake(`${timeout} is no number of seconds.`);
  if (isTyped(command, 'url') && isTyped(command, 'credentials'))
    throw new Mistake('Which gateway? --credentials names one: give it, or --url.');
  if (credentials !== undefined && !isTyped(command, 'url'))
    return new Client({ ...ofCredentials(credentials, as), timeoutMs });
  if (url === undefined || url === '')
    throw new Mistake('Which gateway? Give --url, or COMMONPOINT_URL, or --credentials with --as.');
  if (!isAddress(url)) throw new Mistake('The address of the gateway is none such as http://127.0.0.1:8080.');
  const apiKey = (keyFile === undefined ? env['COMMONPOINT_KEY'] : read(keyFile))?.trim() ?? '';
  if (apiKey === '') throw new Mistake('With which key? Give --key-file, or COMMONPOINT_KEY.');
  // It would never be sent, and what is not sent looks as if nobody answered.
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new Mistake('The key is none: it has a space, another line or an odd character in it.');
  return new Client({ url, apiKey, timeoutMs });
}

/** Whether it was given on the command line: that goes before what the environment says of the other. */
const isTyped = (command: Command, name: string): boolean => command.getOptionValueSourceWithGlobals(name) === 'cli';

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

function ofCredentials(path: string, as: string | undefined): { url: string; apiKey: string } {
  const all = parsed(path, read(path)) as Credentials;
  const [slug = '', role = ''] = (as ?? '').split('/');
  const found = Object.hasOwn(all, slug) ? all[slug] : undefined;
  const apiKey = found !== undefined && Object.hasOwn(found.keys, role) ? found.keys[role] : undefined;
  if (found !== undefined && apiKey !== undefined) return { url: found.url, apiKey };
  const known = Object.entries(all).flatMap(([each, { keys }]) => Object.keys(keys).map((name) => `${each}/${name}`));
  throw new Mistake(`As whom? ${path} has ${known.join(', ')}: give one of them as --as.`);
}

type Credentials = Readonly<Record<string, { readonly url: string; readonly keys: Readonly<Record<string, string>> }>>;

/** JSON of a file, or of standard input where that is `-`. @throws Mistake */
export async function readJson(path: string): Promise<unknown> {
  return path === '-' ? parsed('Standard input', (await stdin.toArray()).join('')) : parsed(path, read(path));
}

function parsed(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Mistake(`${what} is no JSON: ${(error as Error).message}`);
  }
}

/** @throws Mistake */
export function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Mistake((error as Error).message);
  }
}
