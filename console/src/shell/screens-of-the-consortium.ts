/** Screens of the consortium and of the own system: they are made of much the same, so they travel as one file. */
export { Access } from '../access/access.js';
export { Audit } from '../audit/audit.js';
export { Certificates } from '../certificates/certificates.js';
export { Explorer } from '../explorer/explorer.js';
export { Governance } from '../governance/governance.js';
export { Network } from '../network/network.js';
export { Webhooks } from '../webhooks/webhooks.js';
