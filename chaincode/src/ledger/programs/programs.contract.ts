/** Programmes: each merchant's points, with their cap, quota lanes and rules. */
import {
  acceptProgram,
  allotQuota,
  changeCap,
  createProgram,
  dayOf,
  endAcceptance,
  foldSupply,
  getProgram,
  getQuota,
  getSupply,
  listAcceptances,
  listPrograms,
  monthOf,
  noSupply,
  PAGE_ROWS_MAX,
  type Program,
  programHistory,
  setClearingValue,
  setLimits,
  setTermsOfUse,
  setRules,
  setProgramStatus,
} from '@commonpoint/catalogue';
import { inDefault } from '../../domain/clearing/clearing.js';
import { decideChangeRules } from '../../domain/programs/change-rules.js';
import { decideFolding, foldSupply as foldRows } from '../../domain/programs/fold-supply.js';
import {
  decideChangeCap,
  decideCreateProgram,
  decideIssuer,
  decideProgramId,
  refuseIfEnding,
  setClearingValue as withClearingValue,
} from '../../domain/programs/programs.js';
import { refuseUnlessRevision, revised } from '../../domain/core/revisions.js';
import { refuse } from '../../domain/core/refusal.js';
import { decideAcceptProgram, decideEndAcceptance, isInForce } from '../../domain/programs/acceptances.js';
import { decideSetTermsOfUse } from '../../domain/accounts/terms-of-use.js';
import { decideAllotQuota, quotaLanes } from '../../domain/programs/quota.js';
import { addSupplyRow, supplyRow, supplyReport } from '../../domain/programs/supply.js';
import type { LedgerContext } from '../core/context.js';
import { constitutionKey } from '../governance/keys.js';
import { organizationKey } from '../organizations/keys.js';
import { acceptanceKey, acceptances, laneKey, programKey, programs, supplyTotalKey } from './keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { loadCurrentCycle } from '../clearing/load-clearing.js';
import { loadIssuerPolicy, loadLanes, loadOrganizations, loadProgram, requireMembership } from '../core/load.js';
import { loadSupply, loadSupplyRows } from './load-supply.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

/** The most supply rows that are folded in one transaction. */
const FOLD_ROWS_MAX = 500;

export class ProgramsContract extends CatalogueContract {
  constructor() {
    super('Programs');
  }

  @CatalogueTransaction(createProgram)
  async Create(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, createProgram, json);
    await requireMembership(ctx);
    const { mspId } = ctx.caller;
    const existing = await ctx.state.get(programKey(request.programId));
    accept(decideProgramId(request.programId, mspId, await loadOrganizations(ctx.state)));
    if (existing === undefined) await requireMayCreate(ctx, request);
    const { program, lanes } = accept(decideCreateProgram(existing, request, mspId, ctx.txTime));
    if (lanes !== undefined) {
      const policy = await loadIssuerPolicy(ctx.state, mspId);
      ctx.state.put(programKey(program.programId), program, policy);
      lanes.forEach((row, lane) => ctx.state.put(laneKey(program.programId, lane), row, policy));
    }
    return finish(ctx, createProgram, program);
  }

  @CatalogueTransaction(getProgram)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { programId } = begin(ctx, getProgram, json);
    return finish(ctx, getProgram, await loadProgram(ctx.state, programId));
  }

  @CatalogueTransaction(listPrograms)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listPrograms, json);
    const page = await ctx.state.page(programs(), pageSize, bookmark);
    return finish(ctx, listPrograms, { programs: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }

  @CatalogueTransaction(changeCap)
  async ChangeCap(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, cap, revision } = begin(ctx, changeCap, json);
    const program = await loadOwnProgram(ctx, programId, revision);
    const lanes = await loadLanes(ctx.state, program);
    const total = await ctx.state.get(supplyTotalKey(programId));
    const raise = (await ctx.state.get(constitutionKey))?.capRaise;
    const changed = revised(accept(decideChangeCap(program, lanes, total, { cap, raise, at: ctx.txTime })));
    ctx.state.put(programKey(programId), changed, await loadIssuerPolicy(ctx.state, program.issuer));
    return finish(ctx, changeCap, changed);
  }

  @CatalogueTransaction(setProgramStatus)
  async SetStatus(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, status, revision } = begin(ctx, setProgramStatus, json);
    const own = await loadOwnProgram(ctx, programId, revision);
    if (status === 'suspended') accept(refuseIfEnding(own));
    const program: Program = revised({ ...own, status });
    // The row keeps the policy it has: to renew it all organisations would be read, and one that registers would conflict.
    ctx.state.put(programKey(programId), program);
    return finish(ctx, setProgramStatus, program);
  }

  @CatalogueTransaction(setClearingValue)
  async SetClearingValue(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, clearingValue, revision } = begin(ctx, setClearingValue, json);
    const own = await loadOwnProgram(ctx, programId, revision);
    const cycle = await loadCurrentCycle(ctx.state, monthOf(ctx.txTime));
    const program = revised(withClearingValue(own, clearingValue, cycle));
    ctx.state.put(programKey(programId), program, await loadIssuerPolicy(ctx.state, program.issuer));
    return finish(ctx, setClearingValue, program);
  }

  @CatalogueTransaction(acceptProgram)
  async Accept(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, valueMin } = begin(ctx, acceptProgram, json);
    const { key, mspId, before, program } = await loadAcceptance(ctx, programId);
    const now = { cycle: await loadCurrentCycle(ctx.state, monthOf(ctx.txTime)), at: ctx.txTime };
    const after = accept(decideAcceptProgram(before, program, { valueMin }, mspId, now));
    // As programmes' rows are their issuer's, this one is the acceptor's: others cannot say it in its place.
    if (after !== before) ctx.state.put(key, after, await loadIssuerPolicy(ctx.state, mspId));
    return finish(ctx, acceptProgram, after);
  }

  @CatalogueTransaction(endAcceptance)
  async EndAcceptance(ctx: LedgerContext, json: string): Promise<string> {
    const { programId } = begin(ctx, endAcceptance, json);
    const { key, mspId, before } = await loadAcceptance(ctx, programId);
    const after = accept(decideEndAcceptance(before, programId, mspId, ctx.txTime));
    if (after !== before) ctx.state.put(key, after);
    return finish(ctx, endAcceptance, after);
  }

  @CatalogueTransaction(listAcceptances)
  async Acceptances(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listAcceptances, json);
    const program = await loadProgram(ctx.state, programId);
    const cycle = await loadCurrentCycle(ctx.state, monthOf(ctx.txTime));
    const page = await ctx.state.page(acceptances(programId), pageSize, bookmark);
    const found = page.rows.map(({ value }) => ({ ...value, inForce: isInForce(program, value, cycle) }));
    return finish(ctx, listAcceptances, { acceptances: found, bookmark: page.bookmark });
  }

  @CatalogueTransaction(setLimits)
  async SetLimits(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, limits, revision } = begin(ctx, setLimits, json);
    const own = await loadOwnProgram(ctx, programId, revision);
    accept(refuseIfEnding(own));
    const program: Program = revised({ ...own, limits });
    ctx.state.put(programKey(programId), program, await loadIssuerPolicy(ctx.state, program.issuer));
    return finish(ctx, setLimits, program);
  }

  @CatalogueTransaction(setTermsOfUse)
  async SetTermsOfUse(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, setTermsOfUse, json);
    const own = await loadOwnProgram(ctx, request.programId, request.revision);
    const changed = accept(decideSetTermsOfUse(own, request, ctx.txTime));
    if (changed === own) return finish(ctx, setTermsOfUse, own);
    const program: Program = revised(changed);
    ctx.state.put(programKey(program.programId), program, await loadIssuerPolicy(ctx.state, program.issuer));
    return finish(ctx, setTermsOfUse, program);
  }

  @CatalogueTransaction(setRules)
  async SetRules(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, rules, revision } = begin(ctx, setRules, json);
    const own = await loadOwnProgram(ctx, programId, revision);
    const program = revised(accept(decideChangeRules(own, rules)));
    ctx.state.put(programKey(programId), program, await loadIssuerPolicy(ctx.state, program.issuer));
    return finish(ctx, setRules, program);
  }

  @CatalogueTransaction(allotQuota)
  async AllotQuota(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, allotQuota, json);
    const program = await loadOwnProgram(ctx, request.programId);
    const lanes = await loadLanes(ctx.state, program);
    const total = await ctx.state.get(supplyTotalKey(program.programId));
    const allotted = accept(decideAllotQuota(program, lanes, total, request));
    const policy = await loadIssuerPolicy(ctx.state, program.issuer);
    for (const { lane } of request.grants) {
      ctx.state.put(laneKey(program.programId, lane), allotted[lane], policy);
    }
    return finish(ctx, allotQuota, { programId: program.programId, cap: program.cap, lanes: quotaLanes(allotted) });
  }

  @CatalogueTransaction(getQuota)
  async Quota(ctx: LedgerContext, json: string): Promise<string> {
    const { programId } = begin(ctx, getQuota, json);
    const program = await loadProgram(ctx.state, programId);
    const lanes = quotaLanes(await loadLanes(ctx.state, program));
    return finish(ctx, getQuota, { programId, cap: program.cap, lanes });
  }

  @CatalogueTransaction(getSupply)
  async Supply(ctx: LedgerContext, json: string): Promise<string> {
    const { programId } = begin(ctx, getSupply, json);
    const program = await loadProgram(ctx.state, programId);
    return finish(ctx, getSupply, supplyReport(program, await loadSupply(ctx.state, programId)));
  }

  @CatalogueTransaction(foldSupply)
  async FoldSupply(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, period: day } = begin(ctx, foldSupply, json);
    const program = await loadOwnProgram(ctx, programId);
    const before = await ctx.state.get(supplyTotalKey(programId));
    accept(decideFolding(before, day, dayOf(ctx.txTime)));
    const { keys, rows, more } = await loadSupplyRows(ctx.state, programId, day, FOLD_ROWS_MAX);
    const [lane0 = { granted: '0', used: '0' }] = await loadLanes(ctx.state, { ...program, lanes: 1 });
    const { total, lane } = foldRows(program, before, day, rows, more, lane0);
    for (const key of keys) ctx.state.delete(key);
    if (keys.length > 0) ctx.state.put(supplyTotalKey(programId), total);
    if (lane !== undefined) ctx.state.put(laneKey(programId, 0), lane);
    const sums = supplyRow(addSupplyRow(noSupply(), total));
    return finish(ctx, foldSupply, { programId, period: day, folded: keys.length, more, total: sums });
  }

  @CatalogueTransaction(programHistory)
  async History(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, programHistory, json);
    await loadProgram(ctx.state, programId);
    return finish(ctx, programHistory, await ctx.state.history(programKey(programId), pageSize, bookmark));
  }
}

/** Errors: ISSUER_IN_DEFAULT, ASSETS_OFF. */
async function requireMayCreate(
  { state, caller }: LedgerContext,
  { programId, kind }: Pick<Program, 'programId' | 'kind'>,
) {
  const { inDefaultSince } = (await state.get(organizationKey(caller.mspId))) ?? {};
  if (inDefaultSince !== undefined)
    throw new LedgerError(inDefault({ programId, issuer: caller.mspId, issuerInDefaultSince: inDefaultSince }));
  if (kind === undefined || (await state.get(constitutionKey))?.otherAssets === true) return;
  throw new LedgerError(refuse('ASSETS_OFF', 'the constitution does not have them'));
}

/** What the caller's organisation says of a programme. Errors: those of membership, PROGRAM_UNKNOWN. */
async function loadAcceptance(ctx: LedgerContext, programId: string) {
  await requireMembership(ctx);
  const program = await loadProgram(ctx.state, programId);
  const { mspId } = ctx.caller;
  const key = acceptanceKey(programId, mspId);
  return { key, mspId, program, before: await ctx.state.get(key) };
}

/**
 * A programme that the caller's organisation issues, to be changed if it is still what the change was meant for. Errors: those
 * of membership, PROGRAM_UNKNOWN, NOT_ISSUER, PRECONDITION_FAILED.
 */
async function loadOwnProgram(ctx: LedgerContext, programId: string, meantFor?: number): Promise<Program> {
  await requireMembership(ctx);
  const program = await loadProgram(ctx.state, programId);
  accept(decideIssuer(program, ctx.caller.mspId));
  accept(refuseUnlessRevision(program, meantFor));
  return program;
}
