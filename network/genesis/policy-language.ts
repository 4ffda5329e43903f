/** Signature policies in the notation of Fabric’s people. */
import { common, msp } from '@hyperledger/fabric-protos';

/**
 * Reads the notation in which Fabric people write signature policies: `OR('HarborMSP.peer', 'CityParkMSP.peer')`,
 * `AND(...)`, `OutOf(2, ...)`, nested as deep as wanted. Roles are member, admin, client, peer and orderer.
 *
 * Reference: common/policydsl/policyparser.go in hyperledger/fabric.
 */
export function parseSignaturePolicy(text: string): common.SignaturePolicyEnvelope {
  const parser = new PolicyParser(text);
  return parser.parse();
}

/** All of `mspIds`' peers, of which `count` must sign. */
export function peersOutOf(count: number, mspIds: readonly string[]): string {
  return `OutOf(${count}, ${mspIds.map((mspId) => `'${mspId}.peer'`).join(', ')})`;
}

const ROLES: Readonly<Record<string, 0 | 1 | 2 | 3 | 4>> = {
  member: msp.MSPRole.MSPRoleType.MEMBER,
  admin: msp.MSPRole.MSPRoleType.ADMIN,
  client: msp.MSPRole.MSPRoleType.CLIENT,
  peer: msp.MSPRole.MSPRoleType.PEER,
  orderer: msp.MSPRole.MSPRoleType.ORDERER,
};

const TOKEN = /\s*(?:'([^']*)'|([A-Za-z]+)|(\d+)|([(),]))/y;

type Token = { readonly kind: 'principal' | 'name' | 'number' | 'mark'; readonly text: string };

class PolicyParser {
  readonly #tokens: Token[];
  readonly #principals: string[] = [];
  #position = 0;

  constructor(private readonly text: string) {
    this.#tokens = tokenize(text);
  }

  parse(): common.SignaturePolicyEnvelope {
    const rule = this.#rule();
    if (this.#position !== this.#tokens.length) {
      throw this.#error('the policy should end here');
    }
    const envelope = new common.SignaturePolicyEnvelope();
    envelope.setVersion(0);
    envelope.setRule(rule);
    envelope.setIdentitiesList(this.#principals.map(encodePrincipal));
    return envelope;
  }

  #rule(): common.SignaturePolicy {
    const token = this.#next();
    if (token.kind === 'principal') {
      return this.#signedBy(token.text);
    }
    if (token.kind !== 'name') {
      throw this.#error(`unexpected ${token.text}`);
    }
    this.#expect('(');
    const operator = token.text.toLowerCase();
    const explicit = operator === 'outof' ? this.#count() : undefined;
    const rules = this.#rules();
    switch (operator) {
      case 'and':
        return outOf(rules.length, rules);
      case 'or':
        return outOf(1, rules);
      case 'outof':
        return outOf(explicit ?? 0, rules);
      default:
        throw this.#error(`unknown operator ${token.text}`);
    }
  }

  #count(): number {
    const token = this.#next();
    if (token.kind !== 'number') {
      throw this.#error('OutOf begins with a number');
    }
    this.#expect(',');
    return Number.parseInt(token.text, 10);
  }

  #rules(): common.SignaturePolicy[] {
    const rules = [this.#rule()];
    for (;;) {
      const { text } = this.#next();
      if (text === ')') {
        return rules;
      }
      if (text !== ',') {
        throw this.#error(`expected a comma instead of ${text}`);
      }
      rules.push(this.#rule());
    }
  }

  #signedBy(principal: string): common.SignaturePolicy {
    encodePrincipal(principal);
    let index = this.#principals.indexOf(principal);
    if (index === -1) {
      index = this.#principals.push(principal) - 1;
    }
    const policy = new common.SignaturePolicy();
    policy.setSignedBy(index);
    return policy;
  }

  #next(): Token {
    const token = this.#tokens[this.#position];
    if (token === undefined) {
      throw this.#error('it ends too early');
    }
    this.#position += 1;
    return token;
  }

  #expect(mark: string): void {
    const { text } = this.#next();
    if (text !== mark) {
      throw this.#error(`expected ${mark} instead of ${text}`);
    }
  }

  #error(reason: string): Error {
    return new Error(`Not a signature policy: ${this.text} (${reason})`);
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    if (match === null) {
      throw new Error(`Not a signature policy: ${text} (cannot read on at ${trimmed.slice(start)})`);
    }
    const [, principal, name, number, mark] = match;
    if (principal !== undefined) {
      tokens.push({ kind: 'principal', text: principal });
    } else if (name !== undefined) {
      tokens.push({ kind: 'name', text: name });
    } else if (number !== undefined) {
      tokens.push({ kind: 'number', text: number });
    } else {
      tokens.push({ kind: 'mark', text: mark ?? '' });
    }
  }
  return tokens;
}

function encodePrincipal(text: string): msp.MSPPrincipal {
  const separator = text.lastIndexOf('.');
  const type = ROLES[text.slice(separator + 1).toLowerCase()];
  if (separator < 1 || type === undefined) {
    throw new Error(`Not a principal: ${text}; write MspId.member, .admin, .client, .peer or .orderer`);
  }
  const role = new msp.MSPRole();
  role.setMspIdentifier(text.slice(0, separator));
  role.setRole(type);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
}

/** A rule that holds when `count` of `rules` do. */
export function outOf(count: number, rules: readonly common.SignaturePolicy[]): common.SignaturePolicy {
  const nOutOf = new common.SignaturePolicy.NOutOf();
  nOutOf.setN(count);
  nOutOf.setRulesList([...rules]);
  const policy = new common.SignaturePolicy();
  policy.setNOutOf(nOutOf);
  return policy;
}
