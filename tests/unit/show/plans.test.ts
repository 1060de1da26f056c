import { describe, expect, it } from 'vitest';
import { cueNow, cueState } from '../../../shared/show/cues.ts';
import { BLANKS, nextHost, stepsOf } from '../../../shared/show/plans.ts';
import type { Segment } from '../../../shared/show/show.ts';

const card = (commands: { type: string; payload: Record<string, unknown> }[], cue?: string) => ({ commands, ...(cue === undefined ? {} : { cue }) });
const types = (steps: ReturnType<typeof stepsOf>): string[] => steps.map((step) => (step.state === 'ready' ? step.step.type : `${step.type} ${step.state}`));

describe('a 预案', () => {
  it('sends STOP before everything else, then its cue, then its commands as they stand', () => {
    const steps = stepsOf(card([{ type: 'listing.shelve', payload: { listingId: 'L7' } }, { type: 'show.freeze', payload: {} }, { type: 'show.pause', payload: { reason: '标错价' } }], '先别报价'), {});
    expect(types(steps)).toEqual(['show.freeze', 'cue.send', 'listing.shelve', 'show.pause']);
    expect(steps[1]).toEqual({ state: 'ready', step: { type: 'cue.send', payload: { text: '先别报价' } } });
  });

  it('fills in the listing on air and the next host, and says which is missing', () => {
    const wanted = card([{ type: 'listing.shelve', payload: { listingId: BLANKS.onAir } }, { type: 'host.change', payload: { host: BLANKS.host } }]);
    expect(stepsOf(wanted, {})).toEqual([
      { state: 'missing', type: 'listing.shelve', blank: 'onAir' },
      { state: 'missing', type: 'host.change', blank: 'host' },
    ]);
    expect(stepsOf(wanted, { onAir: 'L7', host: '安然' })).toEqual([
      { state: 'ready', step: { type: 'listing.shelve', payload: { listingId: 'L7' } } },
      { state: 'ready', step: { type: 'host.change', payload: { host: '安然' } } },
    ]);
  });

  it('names what it cannot send: a command nobody knows, or one whose payload does not fit', () => {
    expect(types(stepsOf(card([{ type: 'stream.cut', payload: {} }, { type: 'show.pause', payload: {} }]), {}))).toEqual(['stream.cut unknown', 'show.pause unknown']);
  });

  it('has no cue where there are no words', () => {
    expect(stepsOf(card([], '  '), {})).toEqual([]);
  });

  it('proposes the next host whom the run of show names, if that is another', () => {
    const segment = (id: string, host?: string): Segment => ({ id, kind: 'product', title: id, minutes: 10, ...(host === undefined ? {} : { host }) });
    const segments = [segment('a', '林溪'), segment('b', '林溪'), segment('c', '安然'), segment('d', '小雨')];
    expect(nextHost({ segments, segmentId: 'a', host: '林溪' })).toBe('安然');
    expect(nextHost({ segments, segmentId: 'c', host: '安然' })).toBe('小雨');
    expect(nextHost({ segments, segmentId: 'd', host: '小雨' })).toBeUndefined();
    expect(nextHost({ segments: [], host: '小雨' })).toBeUndefined();
  });
});

describe('a cue', () => {
  const cue = { expiresAt: 100 };

  it('is as far as what is known of it says, and nobody answered once its time is over', () => {
    expect(cueState(cue, 50)).toBe('sent');
    expect(cueState({ ...cue, deliveredAt: 1 }, 50)).toBe('delivered');
    expect(cueState({ ...cue, deliveredAt: 1, seenAt: 2 }, 50)).toBe('seen');
    expect(cueState({ ...cue, deliveredAt: 1, seenAt: 2 }, 100)).toBe('expired');
    expect(cueState({ ...cue, acknowledgedAt: 3 }, 200)).toBe('acknowledged');
  });

  it('is read while it is the newest, unanswered and in time', () => {
    expect(cueNow([{ expiresAt: 100 }, { expiresAt: 90 }], 80)).toEqual({ expiresAt: 90 });
    expect(cueNow([{ expiresAt: 100 }, { expiresAt: 90 }], 95)).toBeUndefined();
    expect(cueNow([{ expiresAt: 100, acknowledgedAt: 1 }], 80)).toBeUndefined();
  });
});
