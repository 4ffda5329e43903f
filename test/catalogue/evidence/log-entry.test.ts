import { leafInput, leafText } from '@commonpoint/catalogue';

test.each([
  ['plain text', '{"amount":"5"}'],
  ['nothing', ''],
  ['characters of several bytes', '{"campaign":"Köln 点 🎁"}'],
  ['half a character', 'before \ud83c behind'],
  ['half a character at both ends', '\udf81x\ud83c'],
])('a leaf made of text is the one made of its bytes: %s', (_what, value) => {
  for (const part of ['x', 'ключ', '\ud83c', '']) {
    const key = ['imported', 'HarborMSP', part, '0'];
    expect(Buffer.from(leafText(key, value)).equals(leafInput(key, Buffer.from(value)))).toBe(true);
  }
});
