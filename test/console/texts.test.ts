/** Every text in every language, with the same names to fill in; none that nobody shows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { governanceAction, operationKinds, roles, rows } from '@commonpoint/catalogue';
import { en } from '../../console/src/texts/en.js';
import { zh } from '../../console/src/texts/zh.js';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';

const filled = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted();
const sources = trackedFiles(/^console\/src\/(?!texts\/(en|zh)).*\.tsx?$/)
  .map((path) => readFileSync(join(repositoryRoot, path), 'utf8'))
  .join('\n');

describe('texts of the console', () => {
  it('stand in both languages, in the same order', () => {
    expect(Object.keys(zh)).toEqual(Object.keys(en));
    expect(Object.values(zh).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('name whatever the ledger has of a closed list: kinds of operations, of rows, of actions, and roles', () => {
    const lists = {
      kind: operationKinds,
      row: Object.keys(rows),
      action: governanceAction.options.map(({ shape }) => shape.kind.value),
      role: roles,
    };
    const unnamed = Object.entries(lists).flatMap(([group, values]) =>
      values.map((value) => `${group}.${value}`).filter((name) => !(name in en)),
    );
    expect(unnamed).toEqual([]);
  });

  it('have the same names to fill in', () => {
    const differ = Object.entries(en).filter(
      ([name, text]) => filled(text).join() !== filled(zh[name as keyof typeof en]).join(),
    );
    expect(differ).toEqual([]);
  });

  it('are all in Chinese, but for what is called so everywhere', () => {
    const latin = Object.entries(zh).filter(
      ([, text]) => !/[\u4e00-\u9fff]/.test(text) && /[a-z]{3}/i.test(text.replaceAll(/\{\w+\}/g, '')),
    );
    expect(latin.filter(([, text]) => !/^(API|OIDC|MSP|Webhook|URL|CSV)/.test(text))).toEqual([]);
  });

  it('are all shown somewhere', () => {
    const groups = new Set(
      [...sources.matchAll(/(?:tOf\(|group=|tOf\(\s*)'?"?([a-zA-Z-]+)/g)].map(([, group = '']) => group),
    );
    const dead = Object.keys(en).filter((name) => {
      const group = name.slice(0, name.lastIndexOf('.'));
      return !sources.includes(`'${name}'`) && !groups.has(group) && !sources.includes(`\`${group}.$`);
    });
    expect(dead.filter((name) => !name.startsWith('status.'))).toEqual([]);
  });
});
