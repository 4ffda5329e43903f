/** Which organisations are asked to endorse. */
import { Endorsers } from '../../../gateway-api/src/fabric/endorsers.js';

const merchants = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];

test('the own organisation and one other merchant; one that failed comes last', () => {
  const endorsers = new Endorsers('HarborMSP', merchants, () => 0);
  expect(endorsers.choices()).toEqual([
    ['HarborMSP', 'CityParkMSP'],
    ['HarborMSP', 'GreenMartMSP'],
  ]);
  endorsers.failed(['CityParkMSP']);
  expect(endorsers.choices()[0]).toEqual(['HarborMSP', 'GreenMartMSP']);
});

test('an organisation that has to endorse is asked, also while it rests', () => {
  const endorsers = new Endorsers('HarborMSP', merchants, () => 0);
  endorsers.failed(['GreenMartMSP']);
  expect(endorsers.choices(['GreenMartMSP'])).toEqual([['HarborMSP', 'GreenMartMSP']]);
});

test('where it is the own organisation, any other merchant will do', () => {
  expect(new Endorsers('HarborMSP', merchants).choices(['HarborMSP'])).toHaveLength(2);
});
