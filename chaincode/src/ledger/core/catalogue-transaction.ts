/** The link between a contract's method and its entry in the catalogue. */
import 'reflect-metadata';
import { Contract } from 'fabric-contract-api';
import { z } from 'zod';
import type { Transaction } from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import { LedgerContext } from './context.js';
import { LedgerError } from './ledger-error.js';

/**
 * fabric-shim 2.5.8 reads a name up to the end of its first line and takes a default for a contract that is blank, so it calls by
 * names that are nobody's; whoever reads blocks has the name alone to tell what a transaction was.
 */
const NAME = /^\w+:\w+$/;

/** Where fabric-contract-api keeps what `org.hyperledger.fabric:GetMetadata` answers. */
const TRANSACTIONS = 'fabric:transactions';

/**
 * Makes a method a transaction, as the library's own `@Transaction`, `@Param` and `@Returns` would, and describes it
 * from the catalogue: the request and the reply are JSON in a string, whose schema stands in `contentSchema`.
 */
export function CatalogueTransaction(entry: Transaction) {
  return (contract: Contract, method: string): void => {
    if (entry.name.split(':')[1] !== method) throw new Error(`${method} does not implement ${entry.name}`);
    const described = (Reflect.getMetadata(TRANSACTIONS, contract) as object[] | undefined) ?? [];
    described.push({
      name: method,
      description: entry.summary,
      tag: entry.mode === 'submit' ? ['submit', 'SUBMIT', 'submitTx'] : ['evaluate', 'EVALUATE'],
      parameters: [{ name: 'request', description: 'JSON', schema: jsonInString(entry.request, 'input') }],
      returns: jsonInString(entry.reply, 'output'),
      roles: entry.roles,
      errors: entry.errors,
    });
    Reflect.defineMetadata(TRANSACTIONS, described, contract);
  };
}

function jsonInString(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...contentSchema } = z.toJSONSchema(schema, { io });
  return { type: 'string', contentMediaType: 'application/json', contentSchema };
}

/** A contract of the catalogue: gives its methods a {@link LedgerContext} and refuses unknown names with a code. */
export abstract class CatalogueContract extends Contract {
  override createContext(): LedgerContext {
    return new LedgerContext();
  }

  override async beforeTransaction({ stub }: LedgerContext): Promise<void> {
    if (!NAME.test(stub.getFunctionAndParameters().fcn)) return this.unknownTransaction();
  }

  override async unknownTransaction(): Promise<void> {
    throw new LedgerError(refuse('REQUEST_INVALID', 'the contract has no such transaction'));
  }
}
