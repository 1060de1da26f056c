import { describe, expect, it } from 'vitest';
import { ACTIONS, allowedTo, may, type Subject } from '../../../shared/show/permissions.ts';
import { forbidden, lostRights, type Caller } from '../../../server/access/caller.ts';

const SUBJECTS: Subject[] = [
  ...(['admin', 'controller', 'host', 'assistant', 'analyst'] as const).flatMap((role) => [{ role }, { role, approver: true }]),
  ...(['ingest', 'claims', 'read', 'admin'] as const).map((scope) => ({ scopes: [scope] })),
  { scopes: ['ingest', 'claims'] },
];
const caller = (subject: Subject | undefined, more: Partial<Caller> = {}): Caller => ({
  kind: 'person', id: 'p-1', name: '小王', role: subject && 'role' in subject ? subject.role : 'key', subject, within: 'd11', by: { session: 'x' }, ...more,
});

describe('a caller', () => {
  it('may what the table says, and nothing else', () => {
    for (const subject of SUBJECTS) for (const action of ACTIONS) expect([subject, action, forbidden(caller(subject), action) === undefined]).toEqual([subject, action, may(subject, action)]);
  });

  it('may nothing in a show they have no part in', () => {
    for (const action of ACTIONS) expect(forbidden(caller(undefined), action)?.code).toBe('FORBIDDEN');
  });

  it('who is bound to one show may see only themselves outside it', () => {
    const { within: _within, ...outside } = caller({ scopes: ['admin'] }, { kind: 'key', bound: 'd11' });
    expect(ACTIONS.filter((action) => !forbidden(outside, action))).toEqual(['GET /shows', 'GET /sessions', 'DELETE /sessions/:sessionId', 'show:leave', 'clock:ask']);
  });

  it('is told who may', () => {
    expect(forbidden(caller({ role: 'host' }), 'listing.price')?.message).toBe('The role host may not do this. Who may: admin, controller, a key with scope admin.');
    expect(forbidden(caller({ role: 'host' }), 'approval.grant')?.message).toContain('with the right to approve prices');
    expect(forbidden(caller({ scopes: ['read'] }), 'show.start')?.extra.params).toMatchObject({ action: 'show.start', allowed: allowedTo('show.start').join(', ').replace('key:', 'a key with scope ') });
    expect(forbidden(caller(undefined), 'show.start')?.message).toContain('not a member');
    expect(forbidden(caller(undefined, { kind: 'tablet', bound: 'other' }), 'show.start')?.message).toContain('another show');
  });
});

describe('rights', () => {
  it('are lost where anything is, and not where some are gained or a name changes', () => {
    const controller = caller({ role: 'controller' });
    expect(lostRights(controller, caller({ role: 'analyst' }))).toBe(true);
    expect(lostRights(controller, caller(undefined))).toBe(true);
    expect(lostRights(caller({ role: 'host', approver: true }), caller({ role: 'host' }))).toBe(true);
    expect(lostRights(controller, caller({ role: 'admin' }))).toBe(false);
    expect(lostRights(controller, { ...controller, name: '小李' })).toBe(false);
    expect(lostRights(caller({ role: 'host' }), caller({ role: 'host', approver: true }))).toBe(false);
    // Each may something the other may not.
    expect(lostRights(caller({ role: 'analyst' }), caller({ role: 'host' }))).toBe(true);
  });
});
