/**
 * Webhooks, how far each has got, and what was tried, in a file of its own: unlike the gateway's it cannot be read again from
 * the ledger. What was delivered is written a few times a second for all of them together: after a crash the last messages
 * are sent again, which receivers know by their ids.
 */
import { Database, type TableVersion } from '../store/database.js';
import type { Attempt, Webhook } from './webhook.js';

/** The file of a gateway whose own one lies there. */
export const webhooksPathBeside = (databasePath: string): string =>
  databasePath === ':memory:' ? databasePath : databasePath.replace(/(\.db)?$/, '-webhooks.db');

/** Attempts that are kept of each webhook. */
export const ATTEMPTS_KEPT = 1_000;
/** After so many new ones older ones are removed. */
const TRIMMED_EVERY = 200;
const WRITTEN_EVERY_MS = 50;

const tables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE webhooks (
      webhook_id TEXT PRIMARY KEY,
      place      INTEGER NOT NULL,   -- in the feed of events: all up to it were delivered
      value      TEXT NOT NULL       -- JSON: everything else
    );
    CREATE TABLE attempts (
      seq        INTEGER PRIMARY KEY AUTOINCREMENT,
      webhook_id TEXT NOT NULL,
      value      TEXT NOT NULL
    );
    CREATE INDEX attempts_of_webhook ON attempts (webhook_id, seq);
    `,
  },
];

type NewAttempt = Omit<Attempt, 'seq'>;

export class WebhookStore {
  readonly #database: Database;
  readonly #webhooks = new Map<string, Webhook>();
  readonly #put;
  readonly #place;
  readonly #addAttempt;
  readonly #attempts;
  readonly #trim;
  /** Not written yet: places by webhook, and attempts. */
  #places = new Map<string, number>();
  #tried: NewAttempt[] = [];
  readonly #sinceTrimmed = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.#database = new Database(path, tables);
    const { sqlite } = this.#database;
    this.#put = sqlite.prepare('INSERT OR REPLACE INTO webhooks (webhook_id, place, value) VALUES (?, ?, ?)');
    this.#place = sqlite.prepare('UPDATE webhooks SET place = ? WHERE webhook_id = ?');
    this.#addAttempt = sqlite.prepare('INSERT INTO attempts (webhook_id, value) VALUES (?, ?)');
    this.#attempts = sqlite.prepare(
      'SELECT seq, value FROM attempts WHERE webhook_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
    );
    this.#trim = sqlite.prepare(
      `DELETE FROM attempts WHERE webhook_id = ? AND seq <=
         (SELECT seq FROM attempts WHERE webhook_id = ? ORDER BY seq DESC LIMIT 1 OFFSET ${ATTEMPTS_KEPT})`,
    );
    for (const row of sqlite.prepare('SELECT place, value FROM webhooks').all()) {
      const { place, value } = row as { place: number; value: string };
      const webhook = { ...(JSON.parse(value) as Omit<Webhook, 'place'>), place };
      this.#webhooks.set(webhook.webhookId, webhook);
    }
  }

  /** Also those that were removed. */
  find(webhookId: string): Webhook | undefined {
    return this.#webhooks.get(webhookId);
  }

  /** Those that are there, by id. */
  all(): Webhook[] {
    return [...this.#webhooks.values()]
      .filter(({ status }) => status !== 'removed')
      .sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1));
  }

  /** On disk when it returns. */
  save(webhook: Webhook): void {
    this.#database.transaction('synced', () => {
      const { place, ...value } = webhook;
      this.#put.run(webhook.webhookId, place, JSON.stringify(value));
    });
    this.#places.delete(webhook.webhookId);
    this.#webhooks.set(webhook.webhookId, webhook);
  }

  /** On disk soon. */
  reached(webhookId: string, place: number): void {
    this.#webhooks.set(webhookId, { ...this.#webhooks.get(webhookId)!, place });
    this.#places.set(webhookId, place);
    this.#soon();
  }

  tried(attempt: NewAttempt): void {
    this.#tried.push(attempt);
    this.#soon();
  }

  /** The newest first, from before a place. */
  attempts(webhookId: string, before: number, limit: number): Attempt[] {
    this.#write();
    return this.#attempts.all(webhookId, before, limit).map((row) => {
      const { seq, value } = row as { seq: number; value: string };
      return { seq, webhookId, ...(JSON.parse(value) as Omit<Attempt, 'seq' | 'webhookId'>) };
    });
  }

  close(): void {
    this.#write();
    this.#database.close();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      try {
        this.#write();
      } catch {
        // A full disk: what is not written is sent again after a crash, and written with what comes next.
      }
    }, WRITTEN_EVERY_MS).unref();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#places.size === 0 && this.#tried.length === 0) return;
    this.#database.transaction('rebuildable', () => {
      for (const [webhookId, place] of this.#places) this.#place.run(place, webhookId);
      for (const { webhookId, ...value } of this.#tried) {
        this.#addAttempt.run(webhookId, JSON.stringify(value));
        const since = (this.#sinceTrimmed.get(webhookId) ?? 0) + 1;
        this.#sinceTrimmed.set(webhookId, since % TRIMMED_EVERY);
        if (since === TRIMMED_EVERY) this.#trim.run(webhookId, webhookId);
      }
    });
    this.#places = new Map();
    this.#tried = [];
  }
}
