/**
 * Which weeks this data folder has seen. A week that was interrupted is gone on with, under the same keys, so that
 * nothing in it happens twice; after one that is finished comes the next one of the file.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Complaint } from '../terminal/complaint.js';
import type { Week } from './purchases.js';

export interface WeekRecord {
  /** The week of the purchases. */
  readonly week: string;
  /** The clearing cycle that it is shown in. */
  readonly cycle: string;
  /** The version of the rate between Harbor's and GreenMart's points that is agreed on in it. */
  readonly rateVersion: number;
  readonly finished: boolean;
}

export class WeekBook {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'demo-weeks.json');
  }

  records(): readonly WeekRecord[] {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    try {
      return JSON.parse(text) as WeekRecord[];
    } catch {
      throw new Complaint(`${this.#path} is not JSON. Without it, the demonstration begins with the first week again.`);
    }
  }

  /** The week that is under way. */
  unfinished(): WeekRecord | undefined {
    return this.records().find(({ finished }) => !finished);
  }

  /** The first week that was not shown yet. @throws Complaint when all were */
  nextOf(weeks: readonly Week[]): Week {
    const seen = new Set(this.records().map(({ week }) => week));
    const next = weeks.find(({ name }) => !seen.has(name));
    if (next === undefined) {
      throw new Complaint(
        `All ${weeks.length} weeks of purchases were shown on this ledger. Set DATA_DIR to another folder.`,
      );
    }
    return next;
  }

  write(record: WeekRecord): void {
    const others = this.records().filter(({ week }) => week !== record.week);
    writeFileSync(`${this.#path}.partial`, `${JSON.stringify([...others, record], null, 2)}\n`);
    renameSync(`${this.#path}.partial`, this.#path);
  }
}
