import { JsonError, parseStrictJson } from '../../../gateway-api/src/http/strict-json.js';

const refusal = (text: string): JsonError => {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof JsonError) return error;
  }
  throw new Error('was not refused');
};

describe('strict JSON', () => {
  it.each([
    ['{}', {}],
    ['{"a":{"b":[1,"x:y",{"c":"\\":"}]}}', { a: { b: [1, 'x:y', { c: '":' }] } }],
    ['"\\ud83d\\ude00"', '😀'],
    ['{"a\\\\":1,"a\\"":2}', { 'a\\': 1, 'a"': 2 }],
    ['[]', []],
  ])('takes %s', (text, value) => {
    expect(parseStrictJson(text)).toEqual(value);
  });

  it.each([
    ['empty', '', /the body is empty/],
    ['cut short', '{"a":', /position 5/],
    ['a stray letter', '{"a":x}', /position 5/],
    ['a trailing comma', '{"a":1,}', /position 7 \(line 1, column 8\)/],
    ['on another line', '{\n"a":1\n"b":2}', /line 3, column 1/],
    ['single quotes', "{'a':1}", /position 1/],
    ['NaN', '{"a":NaN}', /position 5/],
    ['a hex number', '{"a":0x10}', /position 6/],
    ['a leading zero', '{"a":01}', /position 6/],
    ['two values', '{} {}', /position 3/],
    ['a raw control character', '{"a":"\u0001"}', /position 6/],
  ])('refuses %s and says where', (_name, text, message) => {
    expect(refusal(text).message).toMatch(message);
  });

  it.each([
    ['a repeated member', '{"a":1,"a":1}', /"a" at position 7/],
    ['a repeated member inside', '[{"x":{"b":1,"c":2,"b":3}}]', /"b" at position 19/],
    ['the same name spelt with an escape', '{"a":1,"\\u0061":2}', /"a" at position 7/],
    ['a repeated __proto__', '{"__proto__":1,"__proto__":2}', /"__proto__" at position 15/],
  ])('refuses %s', (_name, text, message) => {
    expect(refusal(text).message).toMatch(message);
  });

  it.each([
    ['U+0000', '{"a":["\\u0000"]}', '/a/0', /U\+0000/],
    ['half a surrogate pair', '{"a/b":{"c":"\\ud800"}}', '/a~1b/c', /surrogate/],
    ['the other half first', '"\\udc00\\ud800"', '', /surrogate/],
    ['a member __proto__', '{"a":[{"__proto__":{"b":1}}]}', '/a/0/__proto__', /__proto__/],
    ['a member __proto__ that is no object', '{"__proto__":1}', '/__proto__', /__proto__/],
    ['one that is spelt with an escape', '{"x":{"\\u005f_proto__":1}}', '/x/__proto__', /__proto__/],
    ['U+0000 in a name', '{"x":{"\\u0000":1}}', '/x', /U\+0000/],
  ])('refuses %s and points at it', (_name, text, pointer, message) => {
    expect(refusal(text)).toMatchObject({ pointer });
    expect(refusal(text).message).toMatch(message);
  });

  it.each([
    ['arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', `${'{"a":'.repeat(100_000)}"\\u0041"${'}'.repeat(100_000)}`],
  ])('refuses very deep %s without running out of stack', (_name, text) => {
    expect(refusal(text).message).toMatch(/nested more than 32 deep/);
  });
});
