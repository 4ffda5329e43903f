import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes } from '@commonpoint/catalogue';
import { asProblem, problemBody, Problem } from '../../../gateway-api/src/http/problem.js';
import { problems, problemSentences, requestProblemCodes } from '../../../gateway-api/src/http/problems.js';
import { Failure, gatewayFailureCodes } from '../../../gateway-api/src/channel/failures.js';

const codes = Object.keys(problems) as (keyof typeof problems)[];

describe('the table of problems', () => {
  it('has every code of the ledger, the gateway and the request, and no other', () => {
    const known = [errorCodes, gatewayFailureCodes, requestProblemCodes].flatMap((each) => Object.keys(each));
    expect([...codes].sort()).toEqual([...known].sort());
    expect(new Set(known).size).toBe(known.length);
  });

  it('is what docs/errors.md says', () => {
    const path = join(__dirname, '../../../docs/errors.md');
    // To bring it up to date: UPDATE_DOCS=1 npm run test:unit -- test/gateway-api/http/problems, then npm run format
    if (process.env['UPDATE_DOCS'] !== undefined) writeTable(path);
    const text = readFileSync(path, 'utf8');
    const rows = [...text.matchAll(/^\| +(\d{3}) +\| +`(\w+)` +\| +(yes)? *\| +(.*?) +\|$/gm)];
    const documented = rows.map(([, status, code, retryable, sentence]) => ({
      status: Number(status),
      code,
      retryable: retryable === 'yes',
      sentence,
    }));
    expect(documented).toEqual(
      codes.map((code) => ({
        status: problems[code].status,
        code,
        retryable: problems[code].retryable,
        sentence: problemSentences[code],
      })),
    );
  });

  it('is in order of status', () => {
    const statuses = codes.map((code) => problems[code].status);
    expect(statuses).toEqual([...statuses].sort((a, b) => a - b));
  });
});

describe('a problem', () => {
  it('has the members of RFC 9457 and nothing empty', () => {
    expect(problemBody(new Problem('ROUTE_UNKNOWN'), '/x', 'f'.repeat(32))).toEqual({
      type: '/docs/errors#ROUTE_UNKNOWN',
      title: 'Nothing here',
      status: 404,
      detail: 'There is nothing at this path.',
      instance: '/x',
      code: 'ROUTE_UNKNOWN',
      traceId: 'f'.repeat(32),
      retryable: false,
    });
  });

  it.each(codes.filter((code) => problems[code].status >= 503))('%s says when to try again', (code) => {
    expect(asProblem(new Failure(code as never)).more.headers).toEqual({ 'retry-after': '1' });
  });

  it('carries what a failure knows', () => {
    const failure = new Failure('ID_CONFLICT', 'differs', {
      field: 'amount',
      txId: 'a',
      errors: [{ pointer: '/amount', detail: 'differs' }],
    });
    expect(problemBody(asProblem(failure), '/x', 't')).toMatchObject({
      code: 'ID_CONFLICT',
      detail: 'differs',
      field: 'amount',
      txId: 'a',
      errors: [{ pointer: '/amount' }],
    });
  });

  it('does not pass on what a peer said that nobody can read', () => {
    expect(asProblem(new Failure('PEER_REPLY_INVALID', 'TypeError: x of undefined')).message).toBe(
      gatewayFailureCodes.PEER_REPLY_INVALID,
    );
  });

  it('made of anything else is internal', () => {
    expect(asProblem(new Error('secret'))).toMatchObject({
      code: 'INTERNAL',
      message: expect.not.stringContaining('secret'),
    });
  });
});

/** `npm run format` then sets its columns. */
function writeTable(path: string): void {
  const rows = codes.map((code) => {
    const { status, retryable } = problems[code];
    return `| ${status} | \`${code}\` | ${retryable ? 'yes' : ''} | ${problemSentences[code]} |`;
  });
  const table = ['| Status | Code | Retry | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const [before = ''] = readFileSync(path, 'utf8').split(/^\| Status \| /m);
  writeFileSync(path, `${before}${table}\n`);
}
