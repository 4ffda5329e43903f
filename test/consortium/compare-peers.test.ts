/** Peers at one height. */
import { differencesOf } from '../../consortium/launcher/compare-peers.js';

const same = (peer: string) => ({ peer, block: 'b', state: 's' });

it('none differ that have the same', () => expect(differencesOf([same('a'), same('b'), same('c')])).toEqual([]));
it('one with another state is named, and one with another chain', () => {
  const others = [same('a'), same('b'), same('c')];
  expect(differencesOf([{ peer: 'd', block: 'b', state: 'x' }, ...others])).toEqual([
    'd has another state than most: b x',
  ]);
  expect(differencesOf([...others, { peer: 'd', block: 'x', state: 'x' }])).toEqual([
    'd has another chain than most: x x',
  ]);
});
it('of two that differ one is named', () => {
  expect(differencesOf([same('a'), { peer: 'b', block: 'b', state: 'x' }])).toHaveLength(1);
});
