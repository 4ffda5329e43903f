/** For the tests of bridges: one between Harbor's programme and its legacy programme. */
import { catalogue, type Bridge, type ErrorCode } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { alice, citypark, harbor, issue, post } from './consortium.js';

export const stamps: Bridge = {
  programId: 'harbor',
  bridgeId: 'stamps',
  legacyName: 'Harbor Stamps',
  in: { perDay: '100', inAll: '250' },
  out: { perDay: '60', inAll: '90' },
  status: 'open',
};

export const setBridge = (ledger: LedgerStub, more: Partial<Bridge> = {}, by: StubCaller = harbor()) =>
  ledger.submit(by, catalogue.setBridge, { ...stamps, ...more });
export const getBridge = (ledger: LedgerStub, bridgeId = 'stamps') =>
  ledger.submit(citypark(), catalogue.getBridge, { programId: 'harbor', bridgeId });
export const intoPoints = (id: string, amount: string, more: object = {}) =>
  issue(id, alice, amount, { bridgeId: 'stamps', ...more });

export const bridgeErrors: [ErrorCode, string, (ledger: LedgerStub) => Promise<unknown>][] = [
  ['NOT_ISSUER', 'another merchant sets a bridge', (l) => setBridge(l, {}, citypark())],
  ['PROGRAM_UNKNOWN', 'a bridge of no programme', (l) => setBridge(l, { programId: 'harbor-none' })],
  ['ROLE_NOT_ALLOWED', 'a bridge sets its own caps', (l) => setBridge(l, {}, harbor('bridge'))],
  ['BRIDGE_UNKNOWN', 'asked for', (l) => getBridge(l)],
  ['BRIDGE_UNKNOWN', 'crossed', (l) => post(l, harbor('bridge'), intoPoints('br-1', '5'))],
  [
    'BRIDGE_CLOSED',
    'crossed',
    async (l) => {
      await setBridge(l, { status: 'closed' });
      return post(l, harbor('bridge'), intoPoints('br-1', '5'));
    },
  ],
  [
    'BRIDGE_CAP_EXCEEDED',
    'in one operation',
    async (l) => {
      await setBridge(l);
      return post(l, harbor('bridge'), intoPoints('br-1', '101'));
    },
  ],
];
