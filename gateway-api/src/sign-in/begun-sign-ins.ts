/**
 * Sign-ins that have begun are kept by the browsers that began them, sealed: anybody may begin one, so here none takes up anything.
 * The key is this process's alone; who was under way when it ended begins anew.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** How long somebody may take to sign in, in seconds. */
export const BEGUN_SECONDS = 600;

/** What a sign-in that has begun has to come back with. */
export interface BegunSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  /** The person has to show who it is, also if it did so lately. */
  readonly anew: boolean;
  /** In milliseconds. */
  readonly endsAt: number;
}

export class BegunSignIns {
  readonly #key = randomBytes(KEY_BYTES);

  /** @returns what the browser keeps, in base64url; nobody else reads or makes it */
  seal(begun: Omit<BegunSignIn, 'endsAt'>): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, iv, { authTagLength: TAG_BYTES });
    const endsAt = Date.now() + BEGUN_SECONDS * 1_000;
    const sealed = [cipher.update(JSON.stringify({ ...begun, endsAt })), cipher.final()];
    return Buffer.concat([iv, cipher.getAuthTag(), ...sealed]).toString('base64url');
  }

  /** Undefined where it is none of these, or its time is over. */
  open(text: string): BegunSignIn | undefined {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    let opened: string;
    try {
      opened = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString();
    } catch {
      return undefined;
    }
    const begun = JSON.parse(opened) as BegunSignIn;
    return begun.endsAt > Date.now() ? begun : undefined;
  }
}
