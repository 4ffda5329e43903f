/** Programmes: each merchant's points, with their cap, quota lanes and rules. */
import { createProgram, getSupply } from '../catalogue/programs.js';
import { decideCreateProgram } from '../domain/programs.js';
import { supplyStatement } from '../domain/supply.js';
import type { LedgerContext } from '../ledger/context.js';
import { issuerAndAnother } from '../ledger/key-policy.js';
import { laneKey, programKey } from '../ledger/keys.js';
import { accept } from '../ledger/ledger-error.js';
import { loadOtherOrganizations, loadProgram, requireMembership } from '../ledger/load.js';
import { loadSupply } from '../ledger/load-supply.js';
import { CatalogueContract, CatalogueTransaction } from './catalogue-transaction.js';
import { begin, finish } from './transaction-frame.js';

export class ProgramsContract extends CatalogueContract {
  constructor() {
    super('Programs');
  }

  @CatalogueTransaction(createProgram)
  async Create(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, createProgram, json);
    await requireMembership(ctx.state, ctx.caller);
    const { mspId } = ctx.caller;
    const existing = await ctx.state.get(programKey(request.programId));
    const { program, lanes } = accept(decideCreateProgram(existing, request, mspId, ctx.txTime));
    if (lanes !== undefined) {
      const policy = issuerAndAnother(mspId, await loadOtherOrganizations(ctx.state, mspId));
      ctx.state.put(programKey(program.programId), program, policy);
      lanes.forEach((row, lane) => ctx.state.put(laneKey(program.programId, lane), row, policy));
    }
    return finish(ctx, createProgram, program);
  }

  @CatalogueTransaction(getSupply)
  async Supply(ctx: LedgerContext, json: string): Promise<string> {
    const { programId } = begin(ctx, getSupply, json);
    const program = await loadProgram(ctx.state, programId);
    return finish(ctx, getSupply, supplyStatement(program, await loadSupply(ctx.state, programId)));
  }
}
