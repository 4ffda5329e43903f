/** Lines of the shim's log that nobody wants cost nothing. */
import '../../chaincode/src/index.js';
import { getLogger } from 'fabric-shim/lib/logger.js';

const logger = getLogger('lib/handler.js') as ReturnType<typeof getLogger> & { level: string; write: () => boolean };

function writtenAt(level: string): { lines: number; read: number } {
  const written = { lines: 0, read: 0 };
  const before = logger.level;
  const write = jest.spyOn(logger, 'write').mockReturnValue(true);
  const about = {
    toJSON: () => {
      written.read += 1;
      return {};
    },
  };
  logger.level = level;
  logger.debug('one of %j', about);
  logger.info('another');
  written.lines = write.mock.calls.length;
  write.mockRestore();
  logger.level = before;
  return written;
}

test('a line below the level that is wanted is not made', () => {
  expect(writtenAt('error')).toEqual({ lines: 0, read: 0 });
});

test('one that is wanted is', () => {
  expect(writtenAt('debug').lines).toBe(2);
});
