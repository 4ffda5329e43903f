/** Whatever stands in a path, a query or a body: it is taken or refused with a pointer, and nothing ever breaks on it. */
import { routes } from '../../../gateway-api/src/subjects/index.js';
import { Problem } from '../../../gateway-api/src/http/problem.js';
import { validate } from '../../../gateway-api/src/http/validation.js';
import type { Route } from '../../../gateway-api/src/http/route.js';

const texts = [
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  'x',
  '\u0000',
  '9999-99',
  '2026-13',
  '0000-00',
  '9'.repeat(400),
  '__proto__',
  'é',
  '%',
];
const values: readonly unknown[] = [
  ...texts,
  null,
  undefined,
  true,
  0,
  -1,
  1.5,
  1e308,
  NaN,
  [],
  {},
  [[]],
  [null],
  { a: {} },
];

/** The value with each of its parts in turn replaced by something hostile, and with something hostile added. */
function* spoilt(value: unknown): Generator {
  yield* values;
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) for (const bad of spoilt(item)) yield value.with(at, bad);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      for (const bad of spoilt(item)) yield { ...value, [name]: bad };
    }
    for (const bad of values) yield { ...value, more: bad };
  }
}

/** Every name that the schema of a query knows, with the example's values where it has some. */
function queryOf(route: Route): Record<string, unknown> {
  const schema = route.query as { shape?: object; _zod?: { def: { in?: { shape?: object } } } } | undefined;
  const names = Object.keys(schema?.shape ?? {});
  return { ...Object.fromEntries(names.map((name) => [name, 'x'])), ...route.example.query };
}

it.each(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    let tried = 0;
    const parts = [
      [route.params, route.example.params ?? {}],
      [route.query, queryOf(route)],
      [route.body, route.example.body ?? {}],
    ] as const;
    for (const [schema, example] of parts) {
      if (schema === undefined) continue;
      for (const value of spoilt(example)) {
        tried++;
        try {
          validate(schema, value);
        } catch (error) {
          if (!(error instanceof Problem)) throw new Error(`broke on ${JSON.stringify(value)}`, { cause: error });
          expect(error.code).toBe('REQUEST_INVALID');
        }
      }
      // What is optional may also be alone: a rule about two fields must not rely on the other one.
      for (const name of Object.keys(example))
        for (const bad of values) {
          const alone = { [name]: bad };
          try {
            validate(schema, alone);
          } catch (error) {
            if (!(error instanceof Problem)) throw new Error(`broke on ${JSON.stringify(alone)}`, { cause: error });
          }
        }
    }
    expect(tried).toBeGreaterThanOrEqual(0);
  },
);
