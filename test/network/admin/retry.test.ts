import { describeError, retry } from '../../../network/admin/retry.js';

const quick = { what: 'dial', intervalMs: 1, timeoutMs: 200 };

test('tries until it works', async () => {
  let attempts = 0;
  const answer = await retry(quick, async () => {
    attempts += 1;
    if (attempts < 3) throw new Error('not yet');
    return 'done';
  });
  expect([answer, attempts]).toEqual(['done', 3]);
});

test('gives up when the time is over, and says what it tried and what came last', async () => {
  await expect(retry({ ...quick, timeoutMs: 5 }, () => Promise.reject(new Error('nobody there')))).rejects.toThrow(
    'Could not dial: nobody there',
  );
});

test('does not repeat what no waiting will heal', async () => {
  let attempts = 0;
  const action = () => {
    attempts += 1;
    return Promise.reject(new Error('access denied'));
  };
  await expect(retry({ ...quick, isFinal: () => true }, action)).rejects.toThrow('access denied');
  expect(attempts).toBe(1);
});

test("tells what each peer said, where a peer's gateway passed it on", () => {
  const error = Object.assign(new Error('10 ABORTED'), {
    details: [{ mspId: 'HarborMSP', message: 'no' }, { message: 'no either' }],
  });
  expect(describeError(error)).toBe('10 ABORTED; HarborMSP: no; no either');
});
