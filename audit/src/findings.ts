/** What an audit says when something is wrong. */

/** Something that is wrong. */
export interface Finding {
  /** The block's number; of what concerns the whole ledger, that of the last one. */
  readonly block: number;
  /** What kind of promise is broken. */
  readonly about:
    'block' | 'orderers' | 'configuration' | 'contents' | 'signatures' | 'authors' | 'commit-hash' | 'ledger' | 'peers';
  readonly text: string;
  /** The programmes whose points it is about, where it is about any. Words of the text may be anybody's. */
  readonly programs?: readonly string[];
}

/** Where what is wrong is said. */
export interface Found {
  push(...texts: readonly string[]): unknown;
  /** What is said from now on is about these programmes; they are asked for when something is said. */
  about?(programs: Programs): void;
}

type Programs = readonly string[] | (() => readonly string[]);

/** A sentence, and the programmes that it is about. */
export type Told = Pick<Finding, 'text' | 'programs'>;

export class FoundSoFar implements Found {
  #told: Told[] = [];
  #programs: Programs = [];

  about(programs: Programs): void {
    this.#programs = programs;
  }

  push(...texts: readonly string[]): void {
    if (texts.length === 0) return;
    const programs = typeof this.#programs === 'function' ? this.#programs() : this.#programs;
    for (const text of texts) this.#told.push(programs.length === 0 ? { text } : { text, programs });
  }

  take(): readonly Told[] {
    const told = this.#told;
    this.#told = [];
    return told;
  }
}

const programFields = ['programId', 'sourceProgramId', 'targetProgramId'] as const;

/** The programmes that a row is about, by its key and by what it says. */
export function programsOf(parts: Readonly<Record<string, unknown>>, row: unknown): string[] {
  const fields = typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>) : {};
  const named = [parts, fields].flatMap((each) => programFields.map((field) => each[field]));
  return [...new Set(named.filter((programId) => typeof programId === 'string'))];
}

export const sentenceOf = ({ block, text }: Finding): string =>
  text.startsWith('block ') ? text : `block ${block}: ${text}`;
