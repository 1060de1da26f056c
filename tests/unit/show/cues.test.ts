import { describe, expect, it } from 'vitest';
import { LI, live } from './make.ts';

describe('a cue', () => {
  it('goes to the host and stays for the seconds it was given', () => {
    const stage = live();
    const [event] = stage.do('cue.send', { text: ' 报价格 ', seconds: 30 });
    expect(event).toMatchObject({ type: 'cue.sent', cue: { text: '报价格', at: stage.now, expiresAt: stage.now + 30_000, by: { name: '小王' } } });
    stage.do('cue.send', { text: '喝口水' });
    expect(stage.show.cues[1]?.expiresAt).toBe(stage.now + 15_000);
  });

  it('is delivered, seen and acknowledged, each once and by whom', () => {
    const stage = live();
    stage.do('cue.send', { text: '报价格' });
    const cueId = stage.show.cues[0]?.id ?? '';
    stage.do('cue.acknowledge', { cueId, as: 'delivered' });
    const delivered = stage.now;
    stage.do('cue.acknowledge', { cueId, as: 'seen' });
    stage.do('cue.acknowledge', { cueId }, { by: LI, expectedRevision: 1 });
    expect(stage.show.cues[0]).toMatchObject({ deliveredAt: delivered, seenAt: delivered + 1_000, acknowledgedAt: delivered + 2_000, acknowledgedBy: { name: '小李' } });
    expect(stage.refused('cue.acknowledge', { cueId, as: 'seen' }).code).toBe('WRONG_STATE');
  });

  it('acknowledged at once counts as delivered and seen', () => {
    const stage = live();
    stage.do('cue.send', { text: '报价格' });
    stage.do('cue.acknowledge', { cueId: stage.show.cues[0]?.id ?? '' });
    expect(stage.show.cues[0]).toMatchObject({ deliveredAt: stage.now, seenAt: stage.now, acknowledgedAt: stage.now });
  });

  it('can be a preset of the show', () => {
    const stage = live();
    stage.do('show.edit', { cuePresets: [{ id: 'slow', text: '讲慢一点', seconds: 60 }], emergencyCards: [{ id: 'e1', kind: 'outage', title: '断流', cue: '稳住', commands: [{ type: 'show.pause', payload: { reason: '断流' } }] }] });
    stage.do('cue.send', { preset: 'slow' });
    expect(stage.show.cues[0]).toMatchObject({ text: '讲慢一点', preset: 'slow', expiresAt: stage.now + 60_000 });
    expect(stage.refused('cue.send', { preset: 'nope' })).toMatchObject({ code: 'INVALID', errors: [{ path: '/payload/text' }] });
    expect(stage.show.emergencyCards).toHaveLength(1);
  });

  it('is one of the last fifty', () => {
    const stage = live();
    stage.do('cue.send', { text: '第一条' });
    const first = stage.show.cues[0]?.id ?? '';
    for (let i = 0; i < 50; i++) stage.do('cue.send', { text: `第 ${i} 条` });
    expect(stage.show.cues).toHaveLength(50);
    expect(stage.refused('cue.acknowledge', { cueId: first }).code).toBe('NOT_FOUND');
  });
});

describe('an alert', () => {
  it('is acknowledged once, and says by whom', () => {
    const stage = live();
    stage.do('alert.acknowledge', { alertId: 'feed:douyin:1' }, { by: LI });
    expect(stage.show.alerts['feed:douyin:1']).toEqual({ at: stage.now, by: '小李' });
    expect(stage.refused('alert.acknowledge', { alertId: 'feed:douyin:1' })).toMatchObject({ code: 'WRONG_STATE', params: { by: '小李' } });
  });

  it('is forgotten once two hundred others followed', () => {
    const stage = live();
    for (let i = 0; i < 205; i++) stage.do('alert.acknowledge', { alertId: `a:${i}` });
    expect(Object.keys(stage.show.alerts)).toHaveLength(200);
    expect(stage.show.alerts['a:0']).toBeUndefined();
  });
});
