/**
 * The organisations of a consortium as data: the part of `consortium.json` that a network is made from. What else stands
 * in the file is for those who use the network, and is not looked at here.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { asRead, organizationName } from './names.js';

/**
 * Merchants issue points and endorse; auditors are shown what merchants disclose to them, and take no part; regulators issue
 * orders.
 */
export const kinds = ['merchant', 'auditor', 'regulator'] as const;
export type Kind = (typeof kinds)[number];

/** Each organisation has ten ports of a hundred, and the last ten are the chaincode's. */
export const ORGANIZATIONS_MAX = 9;
/** A further one has what is left of the ten ports. */
export const PEERS_MAX = 2;
/** Every transaction is endorsed by two merchants. */
export const MERCHANTS_MIN = 2;

export const slug = z.string().regex(/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/, 'must be a slug such as harbor');
export const domain = z
  .string()
  .max(200)
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
    'must be a domain in lower case such as commonpoint.example',
  );

export const organizationEntry = z.strictObject({
  slug,
  name: organizationName,
  /** Part of the names of collections, so letters and digits alone: a hyphen would make two of them alike. */
  mspId: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{1,63}$/, 'must be an MSP id such as HarborMSP, letters and digits alone'),
  kind: z.enum(kinds),
  /** The slug within the consortium's domain, unless it says otherwise. */
  domain: domain.optional(),
  /** How many peers it has: with two, what it alone holds survives the loss of one. One unless it says otherwise. */
  peers: z.int().min(1).max(PEERS_MAX).optional(),
});
export type OrganizationEntry = z.infer<typeof organizationEntry>;

/** The properties of `consortium.json` that are the network's. */
export const networkProperties = {
  domain,
  organizations: z.array(organizationEntry),
};
const description = z.object(networkProperties);
export type NetworkDescription = z.infer<typeof description>;

/** What is wrong with a file, and where: a code of docs/consortium-file.md, and a JSON pointer. */
export interface Problem {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly detail: string;
}

export type ProblemCode =
  | 'FILE_UNREADABLE'
  | 'JSON_INVALID'
  | 'PROPERTY_MISSING'
  | 'PROPERTY_UNKNOWN'
  | 'VALUE_INVALID'
  | 'SLUG_REPEATED'
  | 'NAME_REPEATED'
  | 'MSP_ID_REPEATED'
  | 'DOMAIN_REPEATED'
  | 'MERCHANTS_TOO_FEW'
  | 'ORGANIZATIONS_TOO_MANY'
  | 'PROGRAM_REPEATED'
  | 'ISSUER_UNKNOWN';

/** The file cannot be used; the message says where and why, a line each. */
export class DescriptionInvalid extends Error {
  override name = 'DescriptionInvalid';

  constructor(
    path: string,
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.map(({ code, pointer, detail }) => `  ${pointer || '(the file)'}: ${detail} (${code})`);
    super(`${path} describes no consortium:\n${lines.join('\n')}`);
  }
}

/** @throws DescriptionInvalid */
export function readNetworkDescription(path: string): NetworkDescription {
  return parseDescription(path, description, organizationProblems);
}

/** A file of this shape in which nothing else is wrong either. @throws DescriptionInvalid */
export function parseDescription<T extends z.ZodType>(
  path: string,
  shape: T,
  problemsOf: (value: z.infer<T>) => readonly Problem[],
): z.infer<T> {
  const parsed = shape.safeParse(readJson(path), { reportInput: true });
  const problems = parsed.success ? problemsOf(parsed.data) : parsed.error.issues.flatMap(problemsOfIssue);
  if (!parsed.success || problems.length > 0) throw new DescriptionInvalid(path, problems);
  return parsed.data;
}

/** What no single organisation is wrong about. */
export function organizationProblems({ domain: common, organizations }: NetworkDescription): Problem[] {
  const merchants = organizations.filter(({ kind }) => kind === 'merchant').length;
  const problems: Problem[] = [];
  const at = (code: ProblemCode, pointer: string, detail: string) => problems.push({ code, pointer, detail });
  if (merchants < MERCHANTS_MIN) {
    at('MERCHANTS_TOO_FEW', '/organizations', `has ${merchants} merchants; two endorse every transaction`);
  }
  if (organizations.length > ORGANIZATIONS_MAX) {
    const detail = `has ${organizations.length} organisations; the ports of a network take ${ORGANIZATIONS_MAX}`;
    at('ORGANIZATIONS_TOO_MANY', '/organizations', detail);
  }
  const unique = [
    ['slug', 'SLUG_REPEATED', (entry: OrganizationEntry) => entry.slug],
    ['name', 'NAME_REPEATED', (entry: OrganizationEntry) => asRead(entry.name)],
    ['mspId', 'MSP_ID_REPEATED', (entry: OrganizationEntry) => entry.mspId],
    ['domain', 'DOMAIN_REPEATED', (entry: OrganizationEntry) => domainOf(entry, common).replace(/[./]+$/, '')],
  ] as const;
  for (const [property, code, valueOf] of unique) {
    for (const [index, first] of repetitions(organizations.map(valueOf))) {
      // Where the slug is repeated, the domain that is made of it is no mistake of its own.
      if (property === 'domain' && organizations[index]?.slug === organizations[first]?.slug) continue;
      at(code, `/organizations/${index}/${property}`, `is that of organizations/${first} too`);
    }
  }
  return problems;
}

/** Where a value stands again, and where first; small and capital letters are alike, as to many file systems. */
export function repetitions(values: readonly string[]): [index: number, first: number][] {
  const alike = values.map((value) => value.toLowerCase());
  return alike.flatMap((value, index): [number, number][] =>
    alike.indexOf(value) < index ? [[index, alike.indexOf(value)]] : [],
  );
}

/** `harbor.commonpoint.example`, unless the organisation has a domain of its own. */
export function domainOf(entry: OrganizationEntry, common: string): string {
  return entry.domain ?? `${entry.slug}.${common}`;
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new DescriptionInvalid(path, [
      { code: 'FILE_UNREADABLE', pointer: '', detail: `cannot be read: ${(error as Error).message}` },
    ]);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new DescriptionInvalid(path, [
      { code: 'JSON_INVALID', pointer: '', detail: `is not JSON: ${(error as Error).message}` },
    ]);
  }
}

function problemsOfIssue(issue: z.core.$ZodIssue): Problem[] {
  const pointer = issue.path.map((step) => `/${String(step)}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'PROPERTY_UNKNOWN',
      pointer: `${pointer}/${key}`,
      detail: 'is not a property of this',
    }));
  }
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    return [{ code: 'PROPERTY_MISSING', pointer, detail: 'is required' }];
  }
  return [{ code: 'VALUE_INVALID', pointer, detail: issue.message }];
}
