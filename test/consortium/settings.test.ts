import { Complaint } from '../../consortium/terminal/complaint.js';
import { readSettings, tellsUsage } from '../../consortium/launcher/settings.js';

describe('settings of a start', () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({
      dataDir: expect.stringMatching(/\/data$/),
      firstGatewayPort: 8081,
      network: 'embedded',
      descriptionPath: expect.stringMatching(/\/consortium\.json$/),
      networkBasePort: undefined,
      stewards: true,
    });
  });

  it('take what is empty for what is not set', () => {
    expect(readSettings({ DATA_DIR: '', PORT: '', NETWORK: '', NETWORK_PORT: '' })).toEqual(readSettings({}));
  });

  it('are read from the environment', () => {
    const environment = {
      DATA_DIR: '/elsewhere',
      PORT: '9001',
      NETWORK: 'native',
      NETWORK_PORT: '20000',
      CONSORTIUM: '/five.json',
      STEWARDS: 'off',
    };
    expect(readSettings(environment)).toEqual({
      dataDir: '/elsewhere',
      firstGatewayPort: 9001,
      network: 'native',
      descriptionPath: '/five.json',
      networkBasePort: 20_000,
      stewards: false,
    });
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65535'],
    ['PORT', '80a'],
    ['PORT', '1e3'],
    ['NETWORK_PORT', '-1'],
    ['NETWORK', 'fabric'],
    ['NETWORK', 'docker'],
    ['STEWARDS', 'no'],
  ])('%s=%s is refused with exit code 2', (name, value) => {
    const refused = () => readSettings({ [name]: value });
    expect(refused).toThrow(Complaint);
    expect(refused).toThrow(name);
    expect(refused).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe('what is typed behind a command that has settings alone', () => {
  it.each(['--help', '-h'])('%s is answered with all of them, and nothing is started', (typed) => {
    const said = jest.spyOn(console, 'log').mockReturnValue(undefined);
    expect(tellsUsage('npm start', [typed])).toBe(true);
    for (const name of ['npm start', 'DATA_DIR', 'PORT', 'NETWORK', 'NETWORK_PORT', 'CONSORTIUM', 'STEWARDS'])
      expect(said.mock.calls.join()).toContain(name);
    said.mockRestore();
  });

  it.each([
    ['"--port"', ['--port', '9000']],
    ['"me"', ['--help', 'me']],
    ['""', ['']],
  ])('%s of %j is named first and refused with exit code 2', (wrong, typed) => {
    const refused = () => tellsUsage('npm start', typed);
    expect(refused).toThrow(new RegExp(`^npm start takes no argument ${wrong}: .*\\.\n\nUsage: npm start`));
    expect(refused).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('nothing is as it should be', () => expect(tellsUsage('npm start', [])).toBe(false));
});
