/** A refusal is a value: a rule that says no returns one, and the contract decides whether it ends the transaction. */
import type { ErrorBody, ErrorCode } from '@commonpoint/catalogue';

export class Refusal {
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly extra: Pick<ErrorBody, 'errors' | 'field'> = {},
  ) {}

  get body(): ErrorBody {
    return { code: this.code, detail: this.detail, ...this.extra };
  }
}

/** Says no, with one of the catalogue's codes and a sentence for people. */
export function refuse(code: ErrorCode, detail: string, extra?: Pick<ErrorBody, 'errors' | 'field'>): Refusal {
  return new Refusal(code, detail, extra);
}
