import { Database } from '../../../gateway-api/src/store/database.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { createIdempotencyRows } from '../../../gateway-api/src/store/idempotency.js';

const claim = (fields: object = {}) => ({
  scope: 'harbor till POST /v1/issuances',
  key: 'k',
  fingerprint: 'f',
  ...fields,
});
const reply = { status: 201, headers: { location: '/x' }, body: { a: '1' } };

describe('idempotency rows', () => {
  const open = () => createIdempotencyRows(new Database(':memory:', tables));

  it('take a key once', () => {
    const rows = open();
    expect(rows.claim(claim())).toEqual({ kind: 'new' });
    expect(rows.claim(claim())).toEqual({ kind: 'in-flight' });
  });

  it.each([
    ['scope', { scope: 'harbor other POST /v1/issuances' }],
    ['key', { key: 'l' }],
  ])('tell another %s apart', (_name, fields) => {
    const rows = open();
    rows.claim(claim());
    expect(rows.claim(claim(fields))).toEqual({ kind: 'new' });
  });

  it('see another content as a conflict, also in flight', () => {
    const rows = open();
    rows.claim(claim());
    expect(rows.claim(claim({ fingerprint: 'g' }))).toEqual({ kind: 'conflict' });
  });

  it('give back the reply that was stored', () => {
    const rows = open();
    rows.claim(claim());
    rows.complete(claim(), reply);
    expect(rows.claim(claim())).toEqual({ kind: 'replay', reply });
  });

  it('replay without a reply once it ended, one at a time', () => {
    const rows = open();
    rows.claim(claim());
    rows.end(claim());
    expect(rows.claim(claim())).toEqual({ kind: 'replay' });
    expect(rows.claim(claim())).toEqual({ kind: 'in-flight' });
  });

  it('give a released key away afresh, with other content too', () => {
    const rows = open();
    rows.claim(claim());
    rows.release(claim());
    expect(rows.claim(claim({ fingerprint: 'g' }))).toEqual({ kind: 'new' });
  });

  describe('in a transaction that is undone', () => {
    const undone = (database: Database, work: () => void): void => {
      const broken = (): void =>
        database.transaction('rebuildable', () => {
          work();
          throw new Error('the disk is full');
        });
      expect(broken).toThrow('full');
    };
    const begin = () => {
      const database = new Database(':memory:', tables);
      return { database, rows: createIdempotencyRows(database) };
    };

    it('claim nothing', () => {
      const { database, rows } = begin();
      undone(database, () => rows.claim(claim()));
      expect(rows.claim(claim({ fingerprint: 'g' }))).toEqual({ kind: 'new' });
    });

    it.each(['complete', 'release'] as const)('%s nothing: what was in flight is so still', (how) => {
      const { database, rows } = begin();
      database.transaction('rebuildable', () => rows.claim(claim()));
      undone(database, () => rows[how](claim(), reply));
      expect(rows.claim(claim())).toEqual({ kind: 'in-flight' });
      database.transaction('rebuildable', () => rows.complete(claim(), reply));
      expect(rows.claim(claim())).toEqual({ kind: 'replay', reply });
    });

    it('leave what was committed before, and what a part of another row left', () => {
      const { database, rows } = begin();
      database.transaction('rebuildable', () => rows.claim(claim()));
      undone(database, () => undefined);
      expect(rows.claim(claim())).toEqual({ kind: 'in-flight' });
      database.transaction('rebuildable', () => {
        rows.complete(claim(), reply);
        const part = (): void =>
          database.part(() => {
            throw new Error('a row failed');
          });
        expect(part).toThrow('a row failed');
      });
      expect(rows.claim(claim())).toEqual({ kind: 'replay', reply });
    });
  });

  it('know after a restart what was claimed, and that nobody is waiting for it', () => {
    const db = new Database(':memory:', tables);
    createIdempotencyRows(db).claim(claim());
    const rows = createIdempotencyRows(db);
    expect(rows.claim(claim({ fingerprint: 'g' }))).toEqual({ kind: 'conflict' });
    expect(rows.claim(claim())).toEqual({ kind: 'replay' });
  });

  it('vanish with the transaction they were made in', () => {
    const db = new Database(':memory:', tables);
    const rows = createIdempotencyRows(db);
    const failing = (): void =>
      db.transaction('synced', () => {
        rows.claim(claim());
        throw new Error('disk full');
      });
    expect(failing).toThrow('disk full');
    rows.end(claim());
    expect(rows.claim(claim({ fingerprint: 'g' }))).toEqual({ kind: 'new' });
  });

  it('are forgotten by age', () => {
    const rows = open();
    rows.claim(claim());
    expect(rows.forgetBefore(new Date(Date.now() - 60_000))).toBe(0);
    expect(rows.forgetBefore(new Date(Date.now() + 60_000))).toBe(1);
  });
});
