/**
 * Gives every object of an OpenAPI description a name of its own, so that clients made from it have readable types: each
 * goes among the components once, however often it occurs, and where it stood a reference stays. A reader of the
 * description that knows no references inside is not there any more to be found.
 */

type Json = Record<string, unknown>;

/** What an object is called where it stands, and, if another one has that name, within what. */
interface Place {
  readonly name: string;
  readonly within: string;
}

export class NamedSchemas {
  /** What members are, by their name or `Schema.name`, where their schema does not say so itself. */
  readonly #descriptions: Readonly<Record<string, string>>;
  /** By their content, members included. */
  readonly #names = new Map<string, string>();
  readonly #byName = new Map<string, Json>();

  /** Names that only `add` gives. */
  readonly #reserved: ReadonlySet<string>;

  constructor(descriptions: Readonly<Record<string, string>>, reserved: ReadonlySet<string>) {
    this.#descriptions = descriptions;
    this.#reserved = reserved;
  }

  /** The components, in the order of their names. */
  get schemas(): Readonly<Record<string, object>> {
    return Object.fromEntries([...this.#byName].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /**
   * A schema that has a name already. What else would have this content is a reference to it.
   *
   * @throws Error if another one has the name.
   */
  add(name: string, schema: object): void {
    const members = this.#membersOf(schema as Json, name);
    const content = contentOf(members);
    const known = this.#byName.get(name);
    if (known !== undefined && contentOf(known) !== content) throw new Error(`there are two schemas named ${name}`);
    if (!this.#names.has(content)) this.#names.set(content, name);
    this.#byName.set(name, members);
  }

  /** The schema as it is to be written at a place: a reference if it is an object, with references in it otherwise. */
  at(schema: object, name: string, within = ''): object {
    return this.#referring(schema as Json, { name, within });
  }

  #referring(schema: Json, place: Place): Json {
    if (isReference(schema)) return schema;
    const { description, ...own } = schema;
    const members = this.#membersOf(own, place.name);
    const isNamed = members['properties'] !== undefined || branchesOf(members).some(isReference);
    const said = description === undefined ? {} : { description };
    return { ...said, ...(isNamed ? { $ref: `#/components/schemas/${this.#nameOf(members, place)}` } : members) };
  }

  /** The schema with its members, items and branches referred to. */
  #membersOf(schema: Json, name: string): Json {
    const result: Json = { ...schema };
    if (result['properties'] !== undefined) {
      const members = Object.entries(result['properties'] as Record<string, Json>);
      result['properties'] = Object.fromEntries(
        members.map(([key, member]) => {
          const said = member['description'] ?? this.#descriptions[`${name}.${key}`] ?? this.#descriptions[key];
          const described = said === undefined ? member : { ...member, description: said };
          return [key, this.#referring(described, { name: capital(key), within: name })];
        }),
      );
    }
    if (isSchema(result['items'])) result['items'] = this.#referring(result['items'], inOne(name));
    if (isSchema(result['additionalProperties'])) {
      result['additionalProperties'] = this.#referring(result['additionalProperties'], inOne(name));
    }
    for (const key of ['oneOf', 'anyOf', 'allOf', 'prefixItems'] as const) {
      const branches = result[key] as Json[] | undefined;
      if (branches === undefined) continue;
      const constant = constantMember(branches);
      result[key] = branches.map((branch, index) => {
        const value = constant === undefined ? undefined : constantOf(branch, constant);
        const branchName = value === undefined ? `${name}${index === 0 ? '' : index + 1}` : `${capital(value)}${name}`;
        return this.#referring(branch, { name: branchName, within: '' });
      });
      if (key === 'oneOf' && constant !== undefined)
        result['discriminator'] = this.#discriminator(result[key], constant);
    }
    return result;
  }

  /** Which branch it is stands in the member that is another constant in each. */
  #discriminator(branches: unknown, propertyName: string): object | undefined {
    const mapping: Record<string, string> = {};
    for (const { $ref } of branches as { $ref?: string }[]) {
      const schema = $ref === undefined ? undefined : this.#byName.get($ref.split('/').at(-1)!);
      const value = schema === undefined ? undefined : constantOf(schema, propertyName);
      if (value === undefined) return undefined;
      mapping[value] = $ref!;
    }
    return { propertyName, mapping };
  }

  #nameOf(schema: Json, { name, within }: Place): string {
    const content = contentOf(schema);
    const known = this.#names.get(content);
    if (known !== undefined) return known;
    const isFree = (candidate: string): boolean => !this.#byName.has(candidate) && !this.#reserved.has(candidate);
    let free = [name, `${within}${name}`].find(isFree);
    for (let count = 2; free === undefined; count++) free = [`${within}${name}${count}`].find(isFree);
    this.#names.set(content, free);
    this.#byName.set(free, schema);
    return free;
  }
}

const isSchema = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const isReference = (schema: Json): boolean => typeof schema['$ref'] === 'string';
const branchesOf = (schema: Json): Json[] => [...((schema['oneOf'] ?? schema['anyOf'] ?? []) as Json[])];
const capital = (key: string): string =>
  key
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** One of many: `Lots` are of `Lot`, `Entries` of `Entry`. */
function inOne(name: string): Place {
  const one = name.endsWith('ies') ? `${name.slice(0, -3)}y` : /[^s]s$/.test(name) ? name.slice(0, -1) : `${name}Item`;
  return { name: one, within: name };
}

function constantOf(schema: Json, member: string): string | undefined {
  const value = (schema['properties'] as Record<string, Json> | undefined)?.[member]?.['const'];
  return typeof value === 'string' ? value : undefined;
}

/** The member that is another constant in every branch. */
function constantMember(branches: readonly Json[]): string | undefined {
  const [first, ...others] = branches;
  if (first === undefined || others.length === 0) return undefined;
  return Object.keys((first['properties'] as object | undefined) ?? {}).find((member) => {
    const values = branches.map((branch) => constantOf(branch, member));
    return values.every((value) => value !== undefined) && new Set(values).size === values.length;
  });
}

const contentOf = (schema: Json): string => JSON.stringify(sorted(schema));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isSchema(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
