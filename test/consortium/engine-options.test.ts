/** No program fails to start because its engine has another name for something. */
import { spawnSync } from 'node:child_process';
import { engineOptions } from '../../consortium/launcher/engine-options.js';

test('this engine knows them all', () => {
  expect(spawnSync(process.execPath, [...engineOptions(), '--version']).status).toBe(0);
  expect(engineOptions()).toContain('--invocation-count-for-maglev=1000');
});

test('what an engine does not know is left out', () => {
  expect(engineOptions(['--of-an-engine-to-come=1'])).toEqual(engineOptions([]));
});
