/** Reads a `.tlog-proof` (C2SP): an entry, its place and path, and a signed checkpoint. Nothing is verified here. */
import type { TreeHead } from '../../../catalogue/src/evidence/checkpoint-text.js';
import { type Bytes, decodeBase64 } from './bytes.js';
import { Unverified } from './unverified.js';

const HASH_BYTES = 32;
/** A path is no longer, whatever the log's size. */
const PATH_MAX = 64;
const FILE_CHARACTERS_MAX = 1_000_000;

export interface NoteSignature {
  readonly name: string;
  /** Four bytes of key id, and what the kind of key says. */
  readonly bytes: Bytes;
}

/** A checkpoint, and what is said to be its signatures. */
export interface SignedHead {
  readonly head: TreeHead;
  readonly root: Bytes;
  readonly signatures: readonly NoteSignature[];
}

export interface ProofFile extends SignedHead {
  /** The entry that the leaf is of. */
  readonly entry: Bytes;
  readonly index: number;
  readonly path: readonly Bytes[];
}

/** @throws Unverified FILE_INVALID */
export function readProofFile(text: string): ProofFile {
  if (text.length > FILE_CHARACTERS_MAX) throw invalid('it is far larger than a proof is');
  const [proof = '', ...note] = text.split('\n\n');
  const signed = readNote(note.join('\n\n'));
  const [format, extra = '', place = '', ...path] = proof.split('\n');
  if (format !== 'c2sp.org/tlog-proof@v1') throw invalid('it is no proof of this kind (c2sp.org/tlog-proof@v1)');
  const entry = decodeBase64(after('extra ', extra));
  if (entry === undefined) throw invalid('what it proves is not in it');
  if (path.length > PATH_MAX) throw invalid('its path is longer than any is');
  return {
    entry,
    index: numberOf(after('index ', place)),
    path: path.map(hashOf),
    ...signed,
  };
}

/** @throws Unverified FILE_INVALID */
export function readNote(text: string): SignedHead {
  const [body = '', signed = ''] = text.split('\n\n');
  if (!signed.endsWith('\n')) throw invalid('it does not end as a proof does');
  const [origin = '', size = '', root = '', ...extensions] = body.split('\n');
  if (origin === '' || extensions.length > 0) throw invalid('its checkpoint has other lines than three');
  return {
    head: { origin, size: numberOf(size), root },
    root: hashOf(root),
    signatures: signed.slice(0, -1).split('\n').map(signatureOf),
  };
}

function signatureOf(line: string): NoteSignature {
  const [, name, encoded = ''] = /^\u2014 ([^ +]+) (\S+)$/.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (name === undefined || bytes === undefined) throw invalid('a line of its signatures is none');
  return { name, bytes };
}

function after(word: string, line: string): string {
  if (!line.startsWith(word)) throw invalid(`it has no line that begins with “${word.trim()}”`);
  return line.slice(word.length);
}

function numberOf(text: string): number {
  const number = Number(text);
  if (!/^(0|[1-9]\d*)$/.test(text) || !Number.isSafeInteger(number)) throw invalid('a number in it is none');
  return number;
}

export function hashOf(text: string): Bytes {
  const bytes = decodeBase64(text);
  if (bytes?.length !== HASH_BYTES) throw invalid('a hash in it is none');
  return bytes;
}

const invalid = (why: string): Unverified => new Unverified('FILE_INVALID', `The file cannot be read: ${why}.`);
