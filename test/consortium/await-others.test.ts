/** Waiting for others: what is waited for is said once, and what fails meanwhile is no end. */
import { awaitOthers, Waiting } from '../../consortium/terminal/await-others.js';
import { Complaint } from '../../consortium/terminal/complaint.js';
import { DangerousUpdate } from '../../network/config/dangers.js';

const after = (...looks: (() => Promise<string | Waiting>)[]): (() => Promise<string | Waiting>) => {
  const left = [...looks];
  return () => left.shift()!();
};
const waits = (why: string) => () => Promise.resolve(new Waiting(why));

test('each reason is said when it becomes one', async () => {
  const said: string[] = [];
  const look = after(
    waits('a vote'),
    waits('a vote'),
    () => Promise.reject(new Error('the peer is away')),
    waits('a vote'),
    () => Promise.resolve('done'),
  );
  expect(await awaitOthers(look, { say: (line) => said.push(line), everyMs: 0 })).toBe('done');
  expect(said).toEqual(['waiting: a vote', 'waiting: the peer is away', 'waiting: a vote']);
});

test('a complaint ends it', async () => {
  const look = after(() => Promise.reject(new Complaint('the files differ')));
  await expect(awaitOthers(look, { say: () => undefined, everyMs: 0 })).rejects.toThrow('the files differ');
});

test('what nobody should sign ends it with its reasons: it is no less dangerous later', async () => {
  const said: string[] = [];
  const look = after(
    waits('a vote'),
    () => Promise.reject(new DangerousUpdate(['two consenters have one certificate'])),
    () => Promise.resolve('done'),
  );
  const ended = awaitOthers(look, { say: (line) => said.push(line), everyMs: 0 });
  await expect(ended).rejects.toThrow(Complaint);
  await expect(ended).rejects.toThrow('nobody should sign this:\n- two consenters have one certificate');
  expect(said).toEqual(['waiting: a vote']);
});
