/** Refusals in the reader's words, each at the field that it belongs to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '@commonpoint/client';
import { aboutFields, refusedField } from '../../console/src/data/refusals.js';
import { loadTexts, refusalText } from '../../console/src/texts/text.js';
import { zhRefusals } from '../../console/src/texts/zh-refusals.js';
import { problems } from '../../gateway-api/src/http/problems.js';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';

const refusal = (code: keyof typeof problems, pointers: readonly string[] = []): ProblemError =>
  new ProblemError(
    'POST',
    '/v1/x',
    {
      ...{ type: `/docs/errors#${code}`, title: '', status: 422, instance: '/v1/x', traceId: 't', retryable: false },
      ...{ code, detail: 'the whole of it' },
      errors: pointers.map((pointer) => ({ pointer, detail: `of ${pointer}` })),
    },
    {},
  );

describe('a refusal', () => {
  it.each([
    ['where its pointer leads', refusal('REQUEST_INVALID', ['/ppm']), 'ppm', 'of /ppm'],
    ['deep in the body', refusal('REQUEST_INVALID', ['/early/sharePpm']), 'early.sharePpm', 'of /early/sharePpm'],
    [
      'in a list that the form does not show as one',
      refusal('CAP_EXCEEDED', ['/grants/0/granted']),
      'granted',
      'of /grants/0/granted',
    ],
    ['in a list that was typed into one field', refusal('REQUEST_INVALID', ['/ppm/0']), 'ppm', 'of /ppm/0'],
    ['below what the form is about', refusal('REQUEST_INVALID', ['/limits/granted']), 'granted', 'of /limits/granted'],
    ['of the first pointer that is a field', refusal('REQUEST_INVALID', ['/lanes', '/ppm']), 'ppm', 'of /ppm'],
    ['by what its code is about', refusal('CAP_RAISE_EXCEEDED'), 'cap', 'the whole of it'],
    ['within what was written whole', refusal('REQUEST_INVALID', ['/ppm/kty']), 'ppm', 'of /ppm/kty'],
    ['by the first field there is', refusal('CAP_EXCEEDED'), 'granted', 'the whole of it'],
  ])('belongs to a field: %s', (_where, failure, name, detail) => {
    expect(refusedField(failure, ['cap', 'granted', 'ppm', 'early.sharePpm'])).toEqual({ name, detail });
  });

  it.each([
    ['a form that has no such field', refusal('CAP_BELOW_GRANTED', ['/cap'])],
    ['a state of things', refusal('PROGRAM_SUSPENDED')],
    ['a gateway that did not answer', new Error('no answer')],
    ['none', undefined],
  ])('belongs to no field: %s', (_what, failure) => {
    expect(refusedField(failure, ['limit'])).toBeUndefined();
  });

  it('is only about fields that some form has', () => {
    const sources = trackedFiles(/^console\/src\/.*\.tsx?$/)
      .map((path) => readFileSync(join(repositoryRoot, path), 'utf8'))
      .join('\n');
    const names = new Set(Object.values(aboutFields).flat());
    const unknown = [...names].filter(
      (name) => ![`name: '${name}'`, `('${name}')`, `, '${name}')`].some((written) => sources.includes(written)),
    );
    expect(unknown).toEqual([]);
  });

  it('is said in Chinese, whichever it is, and in English by the gateway itself', async () => {
    await loadTexts('zh');
    const unsaid = Object.keys(problems).filter((code) => !/[\u4e00-\u9fff].*。$/.test(refusalText(code) ?? ''));
    expect(unsaid).toEqual([]);
    expect(Object.keys(zhRefusals).filter((code) => !(code in problems))).toEqual([]);
    await loadTexts('en');
    expect(refusalText('CAP_EXCEEDED')).toBeUndefined();
  });
});
