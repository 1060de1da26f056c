import { describe, expect, it } from 'vitest';
import { ROLES, type CommandType, type Role } from '../../../shared/show/commands.ts';
import { ACTIONS, LINK_ROLES, ROUTES, SCOPES, may, type Action, type Subject } from '../../../shared/show/permissions.ts';

/** By hand, and on purpose not derived from the table: a = admin, c = controller, h = host, s = assistant, n = analyst. */
const COMMANDS_BY_ROLE: Record<CommandType, string> = {
  'show.edit': 'ac', 'show.rehearse': 'ac', 'show.start': 'ac', 'show.pause': 'ac', 'show.resume': 'ac', 'show.end': 'ac', 'show.tellPast': 'ac',
  'show.freeze': 'acs', 'show.unfreeze': 'ac', 'host.change': 'ac',
  'listing.take': 'ac', 'listing.add': 'ac', 'listing.edit': 'ac', 'listing.price': 'ac', 'listing.pin': 'acs', 'listing.unpin': 'acs',
  'listing.shelve': 'ac', 'listing.unshelve': 'ac', 'listing.reorder': 'ac', 'listing.explain': 'achs',
  'segment.add': 'ac', 'segment.edit': 'ac', 'segment.reorder': 'ac', 'segment.start': 'ac', 'segment.skip': 'ac',
  'rhythm.set': 'ac', 'rhythm.done': 'acs', 'cue.send': 'acs', 'cue.acknowledge': 'achs', 'alert.acknowledge': 'acs',
  'deal.plan': 'ac', 'deal.start': 'ac', 'deal.extend': 'ac', 'deal.stop': 'ac', 'coupon.record': 'acs', 'draw.record': 'acs',
  'stock.adjust': 'ac', 'stock.count': 'ac', 'hold.release': 'ac',
  'approval.grant': 'a', 'platform.confirm': 'acs', 'undo': 'ac',
};
const LETTER: Record<Role, string> = { admin: 'a', controller: 'c', host: 'h', assistant: 's', analyst: 'n' };
const TYPES = Object.keys(COMMANDS_BY_ROLE) as CommandType[];

describe('who may send which command', () => {
  it.each(ROLES.flatMap((role) => TYPES.map((type): [Role, CommandType] => [role, type])))('%s: %s', (role, type) => {
    expect(may({ role }, type)).toBe(COMMANDS_BY_ROLE[type].includes(LETTER[role]));
  });

  it('an approval is granted by whoever has the right, and by nobody else', () => {
    for (const role of ROLES) {
      expect(may({ role, approver: true }, 'approval.grant')).toBe(true);
      expect(may({ role }, 'approval.grant')).toBe(role === 'admin');
    }
    expect(may({ scopes: ['admin'] }, 'approval.grant')).toBe(true);
    expect(may({ role: 'analyst', approver: true }, 'listing.price')).toBe(false);
  });
});

describe('links and keys', () => {
  const allowed = (subject: Subject): Action[] => ACTIONS.filter((action) => may(subject, action)).toSorted();

  it('a link shows and never acts', () => {
    expect(allowed({ role: 'overlay' })).toEqual(['clock:ask', 'overlay:join', 'show:leave']);
    expect(allowed({ role: 'wall' })).toEqual(['clock:ask', 'show:leave', 'wall:join']);
  });

  it('a key does what its scope says and no more', () => {
    expect(allowed({ scopes: ['ingest'] })).toEqual(['POST /shows/:id/events']);
    expect(allowed({ scopes: ['claims'] })).toEqual(['GET /shows/:id/claims/:claimId', 'POST /shows/:id/claims', 'POST /shows/:id/claims/:claimId/cancel', 'POST /shows/:id/claims/:claimId/pay']);
    expect(allowed({ scopes: ['read'] }).filter((action) => !action.startsWith('GET ') && !action.includes(':'))).toEqual([]);
    expect(allowed({ scopes: ['read'] })).toContain('GET /metrics');
    // A key has no password to change.
    expect(allowed({ scopes: ['admin'] })).toEqual(ACTIONS.filter((action) => action !== 'PUT /session/password').toSorted());
    expect(allowed({ scopes: [] })).toEqual([]);
    expect(allowed({ scopes: ['ingest', 'claims'] })).toHaveLength(5);
  });

  it('nothing is open to nobody, and only the admin manages people and keys', () => {
    const everybody: Subject[] = [...ROLES.map((role): Subject => ({ role })), ...LINK_ROLES.map((role): Subject => ({ role })), ...SCOPES.map((scope): Subject => ({ scopes: [scope] }))];
    for (const action of ACTIONS) expect(everybody.some((subject) => may(subject, action))).toBe(true);
    for (const route of ['POST /people', 'POST /keys', 'DELETE /keys/:keyId', 'GET /people'] as const) {
      expect(everybody.filter((subject) => may(subject, route))).toEqual([{ role: 'admin' }, { scopes: ['admin'] }]);
    }
    expect(Object.keys(ROUTES).every((route) => /^(GET|POST|PUT|PATCH|DELETE) \//.test(route))).toBe(true);
  });
});
