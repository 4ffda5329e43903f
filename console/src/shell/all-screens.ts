/** All screens but the first one and the explorer, which recomputes blocks: they are made of much the same, so they travel as one file. */
export { Access } from '../access/access.js';
export { Audit } from '../audit/audit.js';
export { Certificates } from '../certificates/certificates.js';
export { Clearing } from '../clearing/clearing.js';
export { Governance } from '../governance/governance.js';
export { Imports } from '../imports/imports.js';
export { Lines } from '../lines/lines.js';
export { Members } from '../members/members.js';
export { Network } from '../network/network.js';
export { Programs } from '../programs/programs.js';
export { Webhooks } from '../webhooks/webhooks.js';
