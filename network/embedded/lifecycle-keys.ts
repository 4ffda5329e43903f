/**
 * Where chaincode definitions and approvals stand in the state.
 *
 * Fabric: the namespace `_lifecycle` holds a definition as one row of metadata and one row per field; an organisation's
 * approval has the same form in the organisation's implicit private collection `_implicit_org_<MSP id>`. Reference:
 * `core/chaincode/lifecycle/{lifecycle,serializer}.go`. Different here:
 * approvals stand in the public rows of `_lifecycle`, under the collection's name. As the collection would, each such
 * row asks for the endorsement of its organisation alone.
 */
export const LIFECYCLE_NAMESPACE = '_lifecycle';

const APPROVAL_PREFIX = '_implicit_org_';

/** Prefix of the rows in which an organisation keeps its approvals. */
export function approvalPrefix(mspId: string): string {
  return `${APPROVAL_PREFIX}${mspId}/`;
}

/** The organisation whose approval a row of `_lifecycle` belongs to; undefined for all other rows. */
export function approvingOrganization(key: string): string | undefined {
  const end = key.indexOf('/');
  return key.startsWith(APPROVAL_PREFIX) && end > 0 ? key.slice(APPROVAL_PREFIX.length, end) : undefined;
}

/** `namespaces/metadata/points`: what kind of thing it is, and its fields. */
export function metadataKey(namespace: string, name: string): string {
  return `${namespace}/metadata/${name}`;
}

/** `namespaces/fields/points/Sequence`: one field. */
export function fieldKey(namespace: string, name: string, field: string): string {
  return `${namespace}/fields/${name}/${field}`;
}
