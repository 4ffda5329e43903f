/** Verifies a block from its bytes: the first check that fails is what is wrong with it. */
import { hexDigits } from '../../../../audit/src/byte-texts.js';
import { sha256 } from '../bytes.js';
import {
  type Check,
  type CheckName,
  checkChain,
  checkClients,
  checkCommit,
  checkConfiguration,
  checkData,
  checkEndorsers,
  checkOrderers,
  type HeldAgainst,
  messageOf,
  type Outcome,
} from './block-checks.js';
import { type Block, readBlock } from './read-block.js';

export interface VerifiedBlock {
  /** SHA-256 of the header as it was recomputed, in hexadecimal; empty if there is none. */
  readonly hash: string;
  /** Up to the first that failed. */
  readonly checks: readonly Check[];
  readonly failed: Check | undefined;
}

/** @throws Unverified WEBCRYPTO_MISSING */
export async function verifyBlock(bytes: Uint8Array, against: HeldAgainst): Promise<VerifiedBlock> {
  const checks: Check[] = [];
  let hash = '';
  const failed = (name: CheckName, detail: string): VerifiedBlock => {
    const check: Check = { name, state: 'failed', detail };
    return { hash, checks: [...checks, check], failed: check };
  };
  let block: Block;
  try {
    block = readBlock(bytes);
  } catch (error) {
    return failed('readable', `The bytes are no block: ${messageOf(error)}.`);
  }
  hash = hexDigits(await sha256(Uint8Array.from(block.headerBytes)));
  if (block.header.number !== against.number) {
    return failed('readable', `It is block ${block.header.number}, not ${against.number}.`);
  }
  checks.push({ name: 'readable', state: 'passed', detail: `It is block ${block.header.number}.` });
  const steps: readonly (readonly [CheckName, () => Promise<Outcome>])[] = [
    ['data', () => checkData(block)],
    ['chain', () => checkChain(block, against)],
    ['orderers', () => checkOrderers(block, against)],
    ['configuration', () => checkConfiguration(block, against)],
    ['clients', () => checkClients(block, against)],
    ['endorsers', () => checkEndorsers(block, against)],
    ['commit', () => checkCommit(block, against)],
  ];
  for (const [name, check] of steps) {
    const outcome = await check();
    if (outcome.state === 'failed') return failed(name, outcome.detail);
    checks.push({ name, ...outcome });
  }
  return { hash, checks, failed: undefined };
}
