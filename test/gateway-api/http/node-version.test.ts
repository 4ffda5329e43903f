import { requireNode } from '../../../gateway-api/src/node-version.js';

describe('the Node version', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each(['24.0.0', '25.1.0'])('%s will do', (version) => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    requireNode(version);
    expect(exit).not.toHaveBeenCalled();
  });

  it.each(['20.19.0', '22.12.0'])('%s is answered with a sentence', (version) => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    requireNode(version);
    expect(exit).toHaveBeenCalledWith(1);
    expect(written.mock.calls.join('')).toContain(`needs Node 24 or later and was started with Node ${version}`);
  });
});
