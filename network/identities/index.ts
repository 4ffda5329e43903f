export { createIdentities } from './create-identities.js';
export { type LoadedIdentity, loadIdentity, sign, signingMspFiles } from './load-identity.js';
export { isLowS, toLowS } from './low-s.js';
export { type OrganizationPaths, organizationPaths, roleUserName } from './organization-paths.js';
