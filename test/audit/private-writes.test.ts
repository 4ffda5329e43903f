/** Whose endorsement the audit asks for where it cannot see what was written. */
import { disclosuresCollection, figuresCollection, termsCollection } from '@commonpoint/catalogue';
import { findForeignWrite } from '../../audit/src/private-writes.js';

const [harbor, citypark, greenmart, auditor] = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP', 'AuditorMSP'] as const;

test.each<[string, string, string[], boolean]>([
  ['figures by their owner', figuresCollection(harbor), [harbor], true],
  ['figures by their owner and another one', figuresCollection(harbor), [citypark, harbor], true],
  ['figures by others', figuresCollection(harbor), [citypark, greenmart], false],
  ['figures by nobody', figuresCollection(harbor), [], false],
  ['terms by the two', termsCollection(harbor, citypark), [harbor, citypark], true],
  ['terms by all three', termsCollection(harbor, citypark), [greenmart, harbor, citypark], true],
  ['terms by one of the two', termsCollection(harbor, citypark), [harbor], false],
  ['terms by one of the two and another one', termsCollection(harbor, citypark), [harbor, greenmart], false],
  ['a disclosure by the auditor', disclosuresCollection(auditor), [auditor], true],
  ['a disclosure by the merchant', disclosuresCollection(auditor), [harbor, citypark], false],
  ['a collection that nobody knows', 'others', [harbor, citypark], false],
])('%s', (_name, collection, endorsers, theirs) => {
  expect(findForeignWrite(collection, new Set(endorsers)) === undefined).toBe(theirs);
});
