import { disclosuresCollection, figuresCollection, termsCollection } from '../../../catalogue/src/index.js';

test('names are made of whole MSP ids, so that no two organisations share one', () => {
  expect(figuresCollection('HarborMSP')).toBe('figures-HarborMSP');
  expect(figuresCollection('Harbor')).not.toBe(figuresCollection('HarborMSP'));
  expect(disclosuresCollection('SecondMSP')).toBe('disclosures-SecondMSP');
});

test('a pair has one, in whichever order it is named', () => {
  expect(termsCollection('HarborMSP', 'CityParkMSP')).toBe('terms-CityParkMSP-HarborMSP');
  expect(termsCollection('CityParkMSP', 'HarborMSP')).toBe('terms-CityParkMSP-HarborMSP');
});
