/** Whose certificate blocks are read by when some of a gateway's are good for nothing. */
import type { Role } from '@commonpoint/catalogue';
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import { ReadingRoles } from '../../../gateway-api/src/fabric/reading-roles.js';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const certificates = new Map(
  (['admin', 'cashier', 'operator'] as const).map((role) => [role as Role, { endsAt: new Date(NOW + 1) }]),
);
const revoked = new ChannelFailure('identity-refused', 'access denied: channel [points] creator org [HarborMSP]');
const cutOff = new ChannelFailure('malformed', 'Unexpected status response: 403');

it('one that was revoked is passed over, whatever showed it, and all are tried again once none is left', () => {
  const roles = new ReadingRoles();
  expect(roles.choose(certificates, NOW)).toBe('admin');
  roles.note('admin', revoked);
  expect(roles.choose(certificates, NOW)).toBe('cashier');
  roles.note('cashier', cutOff);
  expect(roles.choose(certificates, NOW)).toBe('operator');
  roles.note('operator', revoked);
  expect([roles.choose(certificates, NOW), roles.choose(certificates, NOW)]).toEqual(['admin', 'admin']);
});

it('so is one that has ended; what else goes wrong says nothing of it', () => {
  const roles = new ReadingRoles();
  for (const kind of ['unavailable', 'deadline', 'refused'] as const)
    roles.note('admin', new ChannelFailure(kind, 'no'));
  roles.note('admin', new ChannelFailure('malformed', 'Unexpected status response: 404'));
  expect(roles.choose(certificates, NOW)).toBe('admin');
  const ended = new Map(certificates).set('admin', { endsAt: new Date(NOW) });
  expect(roles.choose(ended, NOW)).toBe('cashier');
  expect(roles.choose(ended, NOW + 1)).toBe('admin');
});
