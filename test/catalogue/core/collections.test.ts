/** The collections that the catalogue names are those that the network defines. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AUDITOR_MSP_ID,
  disclosuresCollection,
  figuresCollection,
  termsCollection,
} from '../../../catalogue/src/index.js';
import { createTopology, merchants } from '../../../network/topology.js';
import { repositoryRoot } from '../../support/repository-files.js';

const defined = JSON.parse(readFileSync(join(repositoryRoot, 'collections_config.json'), 'utf8')) as {
  name: string;
  policy: string;
  endorsementPolicy: { signaturePolicy: string };
  memberOnlyRead: boolean;
  memberOnlyWrite: boolean;
}[];
const mspIds = merchants(createTopology()).map(({ mspId }) => mspId);
const pairs = mspIds.flatMap((one, index) => mspIds.slice(index + 1).map((other) => [one, other] as const));

test('one for each merchant, one for each pair, one for what is disclosed, and no other', () => {
  const named = [
    ...mspIds.map(figuresCollection),
    ...pairs.map(([one, other]) => termsCollection(one, other)),
    disclosuresCollection(AUDITOR_MSP_ID),
  ];
  expect(defined.map(({ name }) => name).sort()).toEqual(named.sort());
});

test.each(pairs)('of %s and %s in whichever order', (one, other) => {
  expect(termsCollection(one, other)).toBe(termsCollection(other, one));
});

test.each(mspIds)('the figures of %s are its own to hold and to endorse', (mspId) => {
  expect(defined.find(({ name }) => name === figuresCollection(mspId))).toMatchObject({
    policy: `OR('${mspId}.member')`,
    endorsementPolicy: { signaturePolicy: `OR('${mspId}.peer')` },
    memberOnlyRead: true,
    memberOnlyWrite: true,
  });
});
