/** The channel's configurations, by height. */
import { showConfiguration } from '../../explorer/show-configuration.js';
import { route } from '../../http/route.js';
import { exampleHash, exampleTime } from '../examples.js';
import { page } from '../parameters.js';
import { about, answerLines, blockPath, exampleIndexed, exampleLine, explorerOf, ofBlock } from './asked.js';
import { configurationLinesView, configurationView } from './views.js';

export const listConfigurations = route({
  ...about,
  operationId: 'listConfigurations',
  method: 'get',
  path: '/v1/explorer/configurations',
  summary: 'The blocks that brought the channel a configuration, newest first.',
  query: page,
  errors: ['EXPLORER_OFF', 'CURSOR_INVALID'],
  replies: { 200: { description: 'A page.', schema: configurationLinesView } },
  example: {
    replies: {
      200: { configurations: [{ ...exampleLine, number: 0, configuration: 0 }], ...exampleIndexed, asOfBlock: 42 },
    },
  },
  handle: (context, gateway) =>
    answerLines(context, gateway, 'configurations', (explorer, before, most) => explorer.configurations(before, most)),
});

export const readConfiguration = route({
  ...about,
  operationId: 'readConfiguration',
  method: 'get',
  path: '/v1/explorer/configurations/{block}',
  summary: 'The channel’s configuration as it was after a block: who takes part, who orders, who has to sign what.',
  params: blockPath,
  errors: ofBlock,
  replies: { 200: { description: 'The configuration.', schema: configurationView } },
  example: {
    params: { block: '42' },
    replies: {
      200: {
        block: 0,
        sequence: 0,
        channel: 'points',
        consensus: 'BFT',
        consenters: [{ id: 1, mspId: 'HarborMSP', name: 'orderer0.harbor.example' }],
        organizations: [
          { mspId: 'HarborMSP', roots: [{ name: 'ca.harbor.example', fingerprint: exampleHash, endsAt: exampleTime }] },
        ],
        policies: [{ path: '/Channel/Application/Endorsement', policy: 'MAJORITY Endorsement' }],
        asOfBlock: 42,
      },
    },
  },
  handle: async ({ params }, gateway) => {
    const { block, configuration } = await explorerOf(gateway).configurationAt(params.block);
    return {
      status: 200,
      body: { block, ...showConfiguration(configuration), asOfBlock: gateway.projection.lastBlock() },
    };
  },
});
