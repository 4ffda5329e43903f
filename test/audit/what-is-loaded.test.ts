/** What a thread that judges blocks has to load before it begins. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('no gRPC is loaded for judging blocks, nor the services of Fabric', () => {
  const judge = join(__dirname, '../../gateway-api/dist/watch/block-judge.js');
  const script = `require(${JSON.stringify(judge)}); console.log(JSON.stringify(Object.keys(require.cache)));`;
  const { stdout } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', script]);
  const loaded = JSON.parse(stdout.toString()) as string[];
  expect(loaded.filter((path) => path.includes('block-audit.js'))).toHaveLength(1);
  expect(loaded.filter((path) => /grpc/.test(path))).toEqual([]);
});
