export { BLOCK_CUTTING, type BlockCutting, bftQuorum, type Consensus } from './consensus.js';
export { createGenesisBlock, genesisBlockPath } from './create-genesis-block.js';
export { parseSignaturePolicy, peersOutOf } from './policy-language.js';
