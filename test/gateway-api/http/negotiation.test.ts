/** Which type is given, by the header and the second time by what is remembered of it. */
import { createNegotiation } from '../../../gateway-api/src/http/negotiation.js';

const types = ['application/json', 'application/x-ndjson', 'text/csv'];

function negotiating() {
  const asked: string[] = [];
  const negotiate = createNegotiation(types);
  const of = (accept: string) =>
    negotiate({
      headers: { accept },
      accepts: (given: string[]) => {
        expect(given).toEqual(types);
        asked.push(accept);
        return accept.includes('csv') ? 'text/csv' : false;
      },
    } as never);
  return { asked, of };
}

it('what was chosen for a header is chosen again, also that nothing was', () => {
  const { asked, of } = negotiating();
  expect([of('text/csv'), of('image/png'), of('text/csv'), of('image/png')]).toEqual([
    'text/csv',
    false,
    'text/csv',
    false,
  ]);
  expect(asked).toEqual(['text/csv', 'image/png']);
});

it('remembers a few, and no long ones', () => {
  const { asked, of } = negotiating();
  const long = `text/csv, ${'a/b, '.repeat(100)}`;
  of(long);
  of(long);
  expect(asked).toHaveLength(2);
  for (let n = 0; n < 1_000; n += 1) of(`image/${n}`);
  of('image/1');
  of('image/999');
  expect(asked.slice(2)).toHaveLength(1_001);
});
