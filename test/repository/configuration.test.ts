/** The page about a gateway's configuration has every field, with the default that the code has, and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { bridgeConfig } from '../../bridge/src/config.js';
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

test('every field of bridge.json is described, with what it is otherwise', () => {
  const page = readFileSync(join(repositoryRoot, 'docs', 'bridge.md'), 'utf8');
  const [, section = ''] = page.split('## Configuration');
  const rows = [...section.split('## ')[0]!.matchAll(/^\| ((?:`[.\w]+`(?:, )?)+) +\| (\S[^|]*?) +\| \S.* \|$/gm)];
  const told = rows.flatMap(([, names = '', otherwise = '']): [string, string][] => {
    const all = [...names.matchAll(/`([.\w]+)`/g)].map(([, name = '']) => name);
    const before = all[0]!.slice(0, all[0]!.indexOf('.') + 1);
    return all.map((name) => [name.startsWith('.') ? before + name.slice(1) : name, otherwise]);
  });
  const { properties = {} } = z.toJSONSchema(bridgeConfig, { io: 'input' }) as Schema;
  const { legacy, ...rest } = properties as Record<string, Schema & { readonly oneOf?: readonly Schema[] }>;
  const legacies = (legacy?.oneOf ?? []).flatMap(({ properties: of = {} }) => Object.entries(of));
  const known = [
    ...fieldsOf({ properties: rest }).map(([name, otherwise]) => [name, otherwise]),
    ...legacies.map(([name, { default: value }]) => [
      `legacy.${name}`,
      value === undefined ? 'absent' : String(value as string | number),
    ]),
  ];
  expect(new Set(told.map(([name]) => name))).toEqual(new Set(known.map(([name]) => name)));
  const defaults = known.filter(([name, otherwise]) => otherwise !== 'absent' && !name!.startsWith('metrics.'));
  for (const [name, otherwise] of defaults) expect(told).toContainEqual([name, otherwise]);
});
