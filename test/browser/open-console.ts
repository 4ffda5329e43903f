/** Consoles that a test file opens, each as somebody: closed after each test, with what they complained of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@commonpoint/catalogue';
import type { Browser } from 'playwright-core';
import type { Credentials } from '../../consortium/launcher/gateway-files.js';
import { eventually } from '../support/eventually.js';
import type { RunningConsortium } from '../support/running-consortium.js';
import { ConsolePage, type Look } from './console-page.js';

export class Consoles {
  readonly #opened: ConsolePage[] = [];
  readonly #delegates: Credentials;

  constructor(
    private readonly consortium: RunningConsortium,
    private readonly browser: Browser,
  ) {
    this.#delegates = JSON.parse(readFileSync(join(consortium.dataDir, 'delegates.json'), 'utf8')) as Credentials;
  }

  /** @param role `nobody` begins at the sign-in */
  async open(slug = 'harbor', role?: Role | 'nobody', look: Look = {}): Promise<ConsolePage> {
    const { url, keys } = this.consortium.credentials[slug]!;
    const of = role === 'delegate' ? this.#delegates[slug]!.keys : keys;
    const key = role === 'nobody' ? undefined : of[role ?? (slug === 'auditor' ? 'auditor' : 'admin')];
    const page = await ConsolePage.open(this.browser, url, key, look);
    this.#opened.push(page);
    return page;
  }

  /** What a delegate says by the API: again while the gateway has yet to hear of what others did. */
  async asDelegate(slug: string, path: string, body?: object): Promise<unknown> {
    const { url, keys } = this.#delegates[slug]!;
    const say = async () => {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keys['delegate']}`,
          ...(body && { 'content-type': 'application/json' }),
          'idempotency-key': `of-the-console-${Math.random()}`,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, answer: (await response.json()) as { retryable?: boolean } };
    };
    const { status, answer } = await eventually(say, (said) => said.answer.retryable !== true);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Closes all; resolves with what they should not have told. */
  async close(): Promise<string[]> {
    const all = this.#opened.splice(0);
    const complaints = all.flatMap((page) => page.complaints);
    await Promise.all(all.map((page) => page.close()));
    return complaints;
  }
}
