/** Fabric's programs on this machine, for tests of real networks. */
import { execFileSync } from 'node:child_process';
import type { Consensus } from '../../network/genesis/consensus.js';
import { consensusOf, FABRIC_3, findFabricPrograms, majorVersion } from '../../network/native/fabric-programs.js';

/** Fabric's major version; undefined where the programs are not installed. */
export const fabricMajor = findMajor();

/** Whether real peers offer the batch messages of Fabric 3.1, which chaincode does without on 2.5. */
export const realPeersTakeBatches = fabricMajor !== undefined && fabricMajor >= FABRIC_3;

/** How the orderers of a network agree: those of real Fabric as the installed version does. */
export function orderingOf(kind: 'embedded' | 'native'): Consensus {
  return kind === 'native' ? consensusOf(fabricMajor ?? FABRIC_3) : 'BFT';
}

function findMajor(): number | undefined {
  try {
    return majorVersion(execFileSync(findFabricPrograms().peer, ['version']).toString());
  } catch {
    return undefined;
  }
}
