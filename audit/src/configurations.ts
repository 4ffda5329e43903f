/** Configurations of the channel as they came: who signed each, what it changed, and how many certificates were taken back by it. */
import { common } from './fabric-messages.js';
import type { Signed } from './block-contents.js';
import { changedElements, revocationBy } from './configuration-changes.js';
import type { ChannelConfiguration } from './channel-configuration.js';
import type { Kept, Store } from './store.js';
import { walked, walkedShapes } from './walked-messages.js';
import { decoded, shapes } from './well-formed.js';

export interface AuditedConfiguration {
  readonly block: number;
  /** The number of the configuration. */
  readonly sequence: number;
  /** Whose signatures on the update hold, by the certificate's common name. */
  readonly signedBy: readonly { readonly mspId: string; readonly name: string }[];
  /** By Fabric's names, such as `[Value]  /Channel/Orderer/BatchTimeout`. */
  readonly changed: readonly string[];
  /** The organisation that took certificates of its own back, if that is all that changed. */
  readonly revocationBy?: string;
}

export class Configurations {
  readonly #all: Kept<AuditedConfiguration>;

  constructor(store: Store) {
    this.#all = store.kept('configurations', 'small');
  }

  /** @param present the configuration before, by which signatures are judged */
  note(block: number, present: ChannelConfiguration, before: Uint8Array, envelope: Uint8Array): void {
    const by = revocationBy(before, envelope);
    this.#all.set(String(block), {
      block,
      sequence: present.sequence + 1,
      signedBy: signaturesOn(envelope).flatMap((signed) =>
        present.signersOf([signed]).map(({ mspId, certificate }) => {
          return { mspId, name: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '' };
        }),
      ),
      changed: changedElements(before, envelope),
      ...(by !== undefined && { revocationBy: by }),
    });
  }

  all(): AuditedConfiguration[] {
    return [...this.#all].map(([, each]) => each).toSorted((a, b) => a.block - b.block);
  }
}

/** On the update that a configuration came of; each is on the update's bytes behind its own header. */
function signaturesOn(envelope: Uint8Array): Signed[] {
  const payload = decoded(
    common.Payload,
    decoded(common.Envelope, envelope, shapes.envelope).getPayload_asU8(),
    shapes.payload,
  );
  const update = decoded(common.ConfigEnvelope, payload.getData_asU8(), shapes.configEnvelope).getLastUpdate();
  if (update === undefined) return [];
  const inner = decoded(common.Payload, update.getPayload_asU8(), shapes.payload);
  const content = walked(common.ConfigUpdateEnvelope, inner.getData_asU8(), walkedShapes.configUpdate);
  return content.getSignaturesList().map((each) => {
    const header = each.getSignatureHeader_asU8();
    return {
      identity: walked(common.SignatureHeader, header, walkedShapes.flat).getCreator_asU8(),
      message: Buffer.concat([header, content.getConfigUpdate_asU8()]),
      signature: each.getSignature_asU8(),
    };
  });
}
