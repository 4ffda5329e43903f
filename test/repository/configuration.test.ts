/** The page about a gateway's configuration has every field, with the default that the code has, and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { gatewayConfig } from '../../gateway-api/src/config.js';
import { repositoryRoot } from '../support/repository-files.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
}

const fieldsOf = ({ properties = {}, required = [] }: Schema, before = ''): [string, string][] =>
  Object.entries(properties).flatMap(([name, member]) => {
    if (member.properties !== undefined) return fieldsOf(member, `${before}${name}.`);
    const otherwise =
      member.default === undefined
        ? 'absent'
        : typeof member.default === 'string'
          ? member.default
          : JSON.stringify(member.default);
    const isRequired =
      member.default === undefined &&
      required.includes(name) &&
      !/^(cashierReversals|tokens|signIn|tracing)\./.test(before);
    return [[`${before}${name}`, isRequired ? 'required' : otherwise] as [string, string]];
  });

test('every field of config.json is described, with what it is otherwise', () => {
  const page = readFileSync(join(repositoryRoot, 'docs', 'configuration.md'), 'utf8');
  const told = [...page.matchAll(/^\| `([\w.]+)` +\| (\S+) +\| (\S.*?\.) +\|$/gm)].map(
    ([, field = '', otherwise = '']): [string, string] => [field, otherwise.replaceAll('`', '')],
  );
  const known = fieldsOf(z.toJSONSchema(gatewayConfig, { io: 'input', unrepresentable: 'any' }) as Schema);
  expect(told.toSorted()).toEqual(known.toSorted());
});
