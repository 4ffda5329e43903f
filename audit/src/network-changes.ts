/**
 * The network's own changes: once members decide together, each configuration of the channel and each definition of a chaincode
 * belongs to an executed proposal, which has the hash of what was planned. What does not is a finding.
 *
 * What is planned of a configuration is the `ConfigUpdate` that Fabric's block keeps beside what it makes of it, as its bytes; of a
 * definition the whole of it as canonical JSON, whichever of its fields change.
 */
import { common, peer } from './fabric-messages.js';
import { hexOf, sha256 } from './bytes.js';
import type { RowWrite } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { walked, walkedShapes } from './walked-messages.js';
import { decoded, shapes } from './well-formed.js';
import type { WriteSet } from './write-sets.js';

const nothing: Proposed = { status: '', actions: [] };
const LIFECYCLE = '_lifecycle';
const DEFINITION = /^namespaces\/(?:fields\/([^/]+)\/(\w+)|metadata\/([^/]+))$/;

type Kind = 'channel-configuration' | 'chaincode-definition';
interface Proposed {
  readonly status: string;
  readonly actions: readonly { readonly kind: string; readonly planHash?: string }[];
}

export class NetworkChanges {
  /** As the ledger has them, in hexadecimal: `points Sequence`, `points Collections` and so on. */
  readonly #fields: Kept<string>;

  /** `founded`, and what was decided: the kind and the hash of each plan. */
  readonly #decided: Kept<true>;

  constructor(store: Store) {
    this.#fields = store.kept('definition-fields', 'small');
    this.#decided = store.kept('decided-plans', 'small');
  }

  /** Notes what a valid transaction of members wrote. */
  decide(rows: readonly RowWrite[]): void {
    for (const { key, value } of rows) {
      if (key[0] === 'constitution') this.#decided.set('founded', true);
      const { status, actions } = ((key[0] === 'proposal' ? value : undefined) as Proposed | undefined) ?? nothing;
      if (status !== 'executed') continue;
      for (const { kind, planHash } of actions) this.#decided.set(`${kind} ${planHash ?? ''}`, true);
    }
  }

  /** What is wrong with the definitions that a valid transaction changed, in sentences. */
  define(sets: readonly WriteSet[]): string[] {
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
      this.#unlessDecided('chaincode-definition', `it defines the chaincode ${name}`, () =>
        Buffer.from(this.#planOf(name)),
      ),
    );
  }

  /** What is wrong with a configuration that takes the place of another one, in sentences. */
  configure(envelope: Uint8Array): string[] {
    return this.#unlessDecided('channel-configuration', 'it configures the channel', () => updateIn(envelope));
  }

  #unlessDecided(kind: Kind, what: string, plan: () => Uint8Array): string[] {
    if (!this.#decided.has('founded')) return [];
    const hash = hexOf(sha256(plan()));
    return this.#decided.has(`${kind} ${hash}`) ? [] : [`${what} by the plan ${hash}, which members did not decide on`];
  }

  #planOf(name: string): string {
    const field = (of: string): peer.lifecycle.StateData =>
      walked(peer.lifecycle.StateData, Buffer.from(this.#fields.get(`${name} ${of}`) ?? '', 'hex'), walkedShapes.flat);
    const { ChaincodeEndorsementInfo, ChaincodeValidationInfo } = peer.lifecycle;
    const endorsement = walked(ChaincodeEndorsementInfo, field('EndorsementInfo').getBytes_asU8(), walkedShapes.flat);
    const validation = walked(ChaincodeValidationInfo, field('ValidationInfo').getBytes_asU8(), walkedShapes.flat);
    return JSON.stringify({
      collections: hexOf(field('Collections').getBytes_asU8()),
      endorsementPlugin: endorsement.getEndorsementPlugin(),
      initRequired: endorsement.getInitRequired(),
      name,
      sequence: field('Sequence').getInt64(),
      validationParameter: hexOf(validation.getValidationParameter_asU8()),
      validationPlugin: validation.getValidationPlugin(),
      version: endorsement.getVersion(),
    });
  }
}

/** The bytes of the update that led to a configuration. @throws Error when the envelope cannot be read */
function updateIn(envelope: Uint8Array): Uint8Array {
  const config = decoded(common.ConfigEnvelope, dataIn(envelope), shapes.configEnvelope);
  const update = dataIn(config.getLastUpdate()?.serializeBinary() ?? new Uint8Array());
  return walked(common.ConfigUpdateEnvelope, update, walkedShapes.flat).getConfigUpdate_asU8();
}

function dataIn(envelope: Uint8Array): Uint8Array {
  const payload = decoded(common.Envelope, envelope, shapes.envelope).getPayload_asU8();
  return decoded(common.Payload, payload, shapes.payload).getData_asU8();
}
