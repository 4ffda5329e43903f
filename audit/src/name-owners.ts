/**
 * Names that say whose they are: an account's id names its custodian, a programme's id begins with its issuer's name. A
 * row under a name that is another's was written by peers that do not check it.
 */
import type { AccountRow, ProgramRow } from './ledger-rows.js';

export interface ReferenceRow {
  readonly accountId: string;
}

export class NameOwners {
  constructor(private readonly found: string[]) {}

  applyAccount(txId: string, accountId: string, row: AccountRow | undefined): void {
    if (row === undefined) this.found.push(`transaction ${txId} deleted the account ${accountId}`);
    else if (!accountId.startsWith(`${row.custodian}:`))
      this.found.push(`transaction ${txId} put the account ${accountId} into the custody of ${row.custodian}`);
  }

  /** What one merchant calls a member by leads to an account in its own custody. */
  applyReference(txId: string, referenceId: string, row: ReferenceRow | undefined): void {
    const [custodian = ''] = referenceId.split(':');
    if (row === undefined) this.found.push(`transaction ${txId} deleted the reference ${referenceId}`);
    else if (!row.accountId.startsWith(`${custodian}:`))
      this.found.push(`transaction ${txId} let the reference ${referenceId} lead to ${row.accountId}`);
  }

  applyProgram(txId: string, programId: string, row: ProgramRow | undefined): void {
    if (row === undefined) this.found.push(`transaction ${txId} deleted the programme ${programId}`);
    else if (programId !== nameOf(row.issuer) && !programId.startsWith(`${nameOf(row.issuer)}-`))
      this.found.push(
        `transaction ${txId} wrote the programme ${programId} of ${row.issuer}, whose name it does not bear`,
      );
  }
}

/** `harbor` of `HarborMSP`: letters and digits only, in lower case, without the MSP at the end. */
function nameOf(mspId: string): string {
  const withoutEnd = mspId.length > 3 && mspId.endsWith('MSP') ? mspId.slice(0, -3) : mspId;
  return withoutEnd.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
