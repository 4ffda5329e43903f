/** Organisations: who takes part in the ledger. */
import {
  figuresCollection,
  getOrganization,
  listOrganizations,
  registerOrganization,
  type Organization,
} from '@commonpoint/catalogue';
import { decideRegisterOrganization } from '../../domain/organizations/organizations.js';
import type { LedgerContext } from '../core/context.js';
import { constitutionKey } from '../governance/keys.js';
import { organizationKey, organizations } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { loadOrganization } from '../core/load.js';
import { beginEpoch } from '../governance/apply-world.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class OrganizationsContract extends CatalogueContract {
  constructor() {
    super('Organizations');
  }

  @CatalogueTransaction(registerOrganization)
  async Register(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, registerOrganization, json);
    const { mspId } = ctx.caller;
    const existing = await ctx.state.get(organizationKey(mspId));
    const isMerchant = await ctx.privateState.isDefined(figuresCollection(mspId));
    const isFounded = (await ctx.state.get(constitutionKey)) !== undefined;
    const organization = accept(
      decideRegisterOrganization(existing, { ...request, mspId, isMerchant, isFounded, txTime: ctx.txTime }),
    );
    if (organization !== existing) {
      ctx.state.put(organizationKey(mspId), organization);
      if (existing !== undefined) await beginEpoch(ctx);
    }
    return finish(ctx, registerOrganization, organization);
  }

  @CatalogueTransaction(getOrganization)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { mspId } = begin(ctx, getOrganization, json);
    return finish(ctx, getOrganization, await loadOrganization(ctx.state, mspId));
  }

  @CatalogueTransaction(listOrganizations)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    begin(ctx, listOrganizations, json);
    const all: Organization[] = [];
    for await (const { value } of ctx.state.range(organizations())) all.push(value);
    return finish(ctx, listOrganizations, { organizations: all });
  }
}
