/**
 * The network's own changes: once members decide together, each configuration of the channel and each definition of a chaincode
 * belongs to an executed proposal, which has the hash of what was planned. What does not is a finding.
 *
 * Who may change what is its own in the channel does not belong to them: an organisation takes its certificates back by itself.
 *
 * What is planned of a configuration is what it changes of the one before, element by element; of a definition the whole of it;
 * both as canonical JSON. What one proposal decided on is carried out once.
 */
import { peer } from './fabric-messages.js';
import { hexOf, sha256 } from './bytes.js';
import { changedConfiguration, revocationBy, sequenceOf } from './configuration-changes.js';
import type { RowWrite } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { walked, walkedShapes } from './walked-messages.js';
import type { WriteSet } from './write-sets.js';

const nothing: Proposed = { status: '', actions: [] };
const LIFECYCLE = '_lifecycle';
const DEFINITION = /^namespaces\/(?:fields\/([^/]+)\/(\w+)|metadata\/([^/]+))$/;

type Kind = 'channel-configuration' | 'chaincode-definition';
interface Proposed {
  readonly status: string;
  readonly actions: readonly { readonly kind: string; readonly planHash?: string }[];
}

/** Where a plan was carried out; a configuration has no transaction. */
interface Place {
  readonly block: number;
  readonly sequence: number;
  readonly txId?: string;
}

/** What a member says of a plan. */
interface Word {
  readonly pause?: object;
  readonly recorded?: Partial<Place>;
}

export class NetworkChanges {
  /** As the ledger has them, in hexadecimal: `points Sequence`, `points Collections` and so on. */
  readonly #fields: Kept<string>;

  /** `founded`, and what was decided: by the kind and the hash of each plan, the proposals that were not carried out. */
  readonly #decided: Kept<readonly string[]>;

  /** By plan and proposal, where it was carried out. */
  readonly #carriedOut: Kept<Place>;

  /** Proposals and plans that are noted. */
  readonly #noted: Kept<true>;

  constructor(store: Store) {
    this.#fields = store.kept('definition-fields', 'small');
    this.#decided = store.kept('decided-plans', 'small');
    this.#carriedOut = store.kept('carried-out-plans', 'small');
    this.#noted = store.kept('noted-plans', 'small');
  }

  /** Notes what a valid transaction of members wrote; what of it is not so, in sentences. */
  decide(rows: readonly RowWrite[]): string[] {
    const wrong: string[] = [];
    for (const { key, value } of rows) {
      if (key[0] === 'plan-execution') wrong.push(...this.#untrue(key, value ?? {}));
      if (key[0] === 'constitution') this.#decided.set('founded', []);
      const { status, actions } = ((key[0] === 'proposal' ? value : undefined) as Proposed | undefined) ?? nothing;
      if (status !== 'executed') continue;
      const proposal = key.slice(1).join(' ');
      for (const { kind, planHash } of actions) {
        if (planHash === undefined) continue;
        const plan = `${kind} ${planHash}`;
        if (this.#noted.has(`${proposal} ${plan}`)) continue;
        this.#noted.set(`${proposal} ${plan}`, true);
        this.#decided.set(plan, [...(this.#decided.get(plan) ?? []), proposal]);
      }
    }
    return wrong;
  }

  /** What a member says of a plan: that writes wait for one that members decided on, and where it stands. */
  #untrue([, planHash = '', proposal = '']: readonly string[], { pause, recorded }: Word): string[] {
    if (recorded === undefined) {
      if (pause === undefined || this.#noted.has(`${proposal} channel-configuration ${planHash}`)) return [];
      return [`it has writes wait for the plan ${planHash} of ${proposal}, which members did not decide on`];
    }
    const { block, sequence, txId } = this.#carriedOut.get(`${planHash} ${proposal}`) ?? {};
    if (recorded.block === block && recorded.sequence === sequence && recorded.txId === txId) return [];
    const [said, known] = [
      told(recorded),
      block === undefined ? 'it was not' : `it was in ${told({ block, sequence, txId })}`,
    ];
    return [`it records that ${proposal} carried out the plan ${planHash} in ${said}: ${known}`];
  }

  /** What is wrong with the definitions that a valid transaction changed, in sentences. */
  define(sets: readonly WriteSet[], block: number, txId: string): string[] {
    const changed = new Set<string>();
    for (const { namespace, collection, writes } of sets) {
      if (namespace !== LIFECYCLE || collection !== '') continue;
      for (const { key, value } of writes) {
        const [, chaincode, field, ofMetadata] = DEFINITION.exec(key) ?? [];
        const name = chaincode ?? ofMetadata;
        if (name === undefined) continue;
        changed.add(name);
        if (field !== undefined) this.#fields.set(`${name} ${field}`, value === undefined ? '' : hexOf(value));
      }
    }
    return [...changed].flatMap((name) =>
      this.#unlessDecided('chaincode-definition', `it defines the chaincode ${name}`, () => {
        const plan = this.#planOf(name);
        return { plan: JSON.stringify(plan), place: { block, sequence: plan.sequence, txId } };
      }),
    );
  }

  /** What is wrong with a configuration that takes the place of another one, in sentences. */
  configure(before: Uint8Array, envelope: Uint8Array, block: number): string[] {
    if (revocationBy(before, envelope) !== undefined) return [];
    return this.#unlessDecided('channel-configuration', 'it configures the channel', () => ({
      plan: changedConfiguration(before, envelope),
      place: { block, sequence: sequenceOf(envelope) },
    }));
  }

  #unlessDecided(kind: Kind, what: string, read: () => { readonly plan: string; readonly place: Place }): string[] {
    if (!this.#decided.has('founded')) return [];
    const { plan, place } = read();
    const hash = hexOf(sha256(Buffer.from(plan)));
    const [proposal, ...others] = this.#decided.get(`${kind} ${hash}`) ?? [];
    if (proposal === undefined) return [`${what} by the plan ${hash}, which members did not decide on`];
    this.#decided.set(`${kind} ${hash}`, others);
    this.#carriedOut.set(`${hash} ${proposal}`, place);
    return [];
  }

  #planOf(name: string): Readonly<Record<string, unknown>> & { readonly sequence: number } {
    const field = (of: string): peer.lifecycle.StateData =>
      walked(peer.lifecycle.StateData, Buffer.from(this.#fields.get(`${name} ${of}`) ?? '', 'hex'), walkedShapes.flat);
    const { ChaincodeEndorsementInfo, ChaincodeValidationInfo } = peer.lifecycle;
    const endorsement = walked(ChaincodeEndorsementInfo, field('EndorsementInfo').getBytes_asU8(), walkedShapes.flat);
    const validation = walked(ChaincodeValidationInfo, field('ValidationInfo').getBytes_asU8(), walkedShapes.flat);
    return {
      collections: hexOf(field('Collections').getBytes_asU8()),
      endorsementPlugin: endorsement.getEndorsementPlugin(),
      initRequired: endorsement.getInitRequired(),
      name,
      sequence: field('Sequence').getInt64(),
      validationParameter: hexOf(validation.getValidationParameter_asU8()),
      validationPlugin: validation.getValidationPlugin(),
      version: endorsement.getVersion(),
    };
  }
}

function told({ block, sequence, txId }: { readonly [Each in keyof Place]?: Place[Each] | undefined }): string {
  return `block ${block} as sequence ${sequence}${txId === undefined ? '' : ` by ${txId}`}`;
}
