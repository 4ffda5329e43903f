/** Who audits a running network, by what the network wrote of itself. */
import { auditorOf } from '../../consortium/launcher/audit-connection.js';
import { Complaint } from '../../consortium/terminal/complaint.js';
import type { ConnectionDescription } from '../../network/admin/connection-description.js';

const described = (...organizations: { mspId: string; kind: string }[]) =>
  ({
    organizations: Object.fromEntries(organizations.map((each) => [each.mspId, each])),
  }) as unknown as ConnectionDescription;
const harbor = { mspId: 'HarborMSP', kind: 'merchant' };

it('is the first auditor, whatever it is called', () => {
  const [first, second] = ['RegulatorMSP', 'AuditorMSP'].map((mspId) => ({ mspId, kind: 'auditor' }));
  expect(auditorOf(described(harbor, first!, second!))).toEqual({ mspId: 'RegulatorMSP', role: 'auditor' });
});

it('is nobody where none audits, which is said in one sentence', () => {
  expect(() => auditorOf(described(harbor))).toThrow(Complaint);
  expect(() => auditorOf(described(harbor))).toThrow(/^No organisation [^.]+\.json names no auditor\.$/);
});
