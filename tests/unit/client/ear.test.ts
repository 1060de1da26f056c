import { describe, expect, it } from 'vitest';
import type { Alert, AlertLevel } from '../../../shared/alerts/alert.ts';
import { Ear } from '../../../client/composables/ear.ts';

const alert = (id: string, level: AlertLevel = 'amber', more: Partial<Alert> = {}): Alert => ({ id, kind: 'stream.lost', level, since: 0, params: {}, ...more });
const listening = (...first: Alert[]): Ear => {
  const ear = new Ear();
  expect(ear.hear(first, 0)).toBeUndefined();
  return ear;
};

describe('which alerts sound', () => {
  it('not those that were there when one came, nor those again after a lost line', () => {
    const ear = listening(alert('a', 'red'), alert('b'));
    expect(ear.hear([alert('a', 'red'), alert('b')], 10_000)).toBeUndefined();
  });

  it('a new one by its level, and one that turned from amber to red', () => {
    const ear = listening(alert('a'));
    expect(ear.hear([alert('a'), alert('b')], 10_000)).toBe('amber');
    expect(ear.hear([alert('a', 'red'), alert('b')], 20_000)).toBe('red');
    expect(ear.hear([alert('a'), alert('b')], 30_000)).toBeUndefined();
  });

  it('not one that somebody has taken note of', () => {
    const ear = listening();
    expect(ear.hear([alert('a', 'red', { acknowledged: { at: 1, by: '小王' } })], 10_000)).toBeUndefined();
  });

  it('what breaks together is told once, but red is heard through amber', () => {
    const ear = listening();
    expect(ear.hear([alert('a')], 10_000)).toBe('amber');
    expect(ear.hear([alert('a'), alert('b')], 11_000)).toBeUndefined();
    expect(ear.hear([alert('a'), alert('b'), alert('c', 'red')], 11_500)).toBe('red');
    expect(ear.hear([alert('c', 'red'), alert('d', 'red')], 12_000)).toBeUndefined();
    expect(ear.hear([alert('e')], 15_000)).toBe('amber');
  });

  it('in another show what comes first is old again', () => {
    const ear = listening();
    ear.forget();
    expect(ear.hear([alert('a', 'red')], 10_000)).toBeUndefined();
  });
});
