/** Every screen of the console, by its address: of each kind one that has something to show. */
import { screens } from '../../console/src/shell/screens.js';
import type { Filled } from './filled.js';
import { thisMonth } from './filled.js';

export function screenPaths(of: Filled): readonly string[] {
  const account = `members/account/${encodeURIComponent(of.accountId)}`;
  return [
    ...screens.map(({ slug }) => slug),
    'programs/harbor',
    'programs?tab=rates',
    'programs/harbor/credit/CityParkMSP',
    ...['acceptances', 'notes', 'bridges', 'rules'].map((tab) => `programs/harbor?tab=${tab}`),
    'members?tab=accounts',
    'members?tab=holds',
    ...['lots', 'statement', 'holds', 'notes', 'lines', 'manage'].map((tab) => `${account}?tab=${tab}`),
    `members/operation/HarborMSP/${of.operationId}`,
    `members/operation/HarborMSP/${of.spentId}`,
    'lines?of=own',
    'lines/CityParkMSP/line-1',
    `clearing/cycles/${thisMonth()}`,
    'clearing/settlements',
    `clearing/cycles/${thisMonth()}/GreenMartMSP`,
    'clearing/terms',
    'clearing/terms/GreenMartMSP/2',
    'clearing/terms/GreenMartMSP/3',
    'imports?tab=migrations',
    `imports/${of.importId}`,
    'governance/constitution',
    'governance/orders',
    `governance/orders/${encodeURIComponent(of.orderId)}`,
    `governance/${encodeURIComponent(of.proposalId)}`,
    'governance/propose',
    'explorer/blocks/0',
    `explorer/blocks/${of.block}`,
    `explorer/transactions/${of.txId}`,
    'explorer/history?key=program%2Fharbor',
    'explorer?tab=configurations',
    'explorer/configurations/0',
    `webhooks/${of.webhookId}`,
    'nowhere',
  ];
}
