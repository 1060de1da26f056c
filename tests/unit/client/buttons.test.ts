import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import HoldButton from '../../../client/components/ui/HoldButton.vue';
import { heeds, keyOf } from '../../../client/composables/hotkeys.ts';
import { createWords } from '../../../client/i18n/i18n.ts';

const words = await createWords('zh-CN');
const held = (props: { disabled?: boolean } = {}) => mount(HoldButton, { props, slots: { default: '解除' }, global: { plugins: [words] } });

describe('a button that is held', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('fires once after 600 ms of pointer, Space or Enter', () => {
    for (const [down, up] of [['pointerdown', 'pointerup'], ['keydown.space', 'keyup.space'], ['keydown.enter', 'keyup.enter']] as const) {
      const button = held();
      void button.trigger(down, { button: 0 });
      vi.advanceTimersByTime(599);
      expect(button.emitted('fire')).toBeUndefined();
      vi.advanceTimersByTime(1);
      void button.trigger(up);
      vi.advanceTimersByTime(2_000);
      expect(button.emitted('fire')).toHaveLength(1);
    }
  });

  it('does nothing when let go, left, or blurred before', () => {
    for (const end of ['pointerup', 'pointerleave', 'pointercancel', 'blur']) {
      const button = held();
      void button.trigger('pointerdown', { button: 0 });
      vi.advanceTimersByTime(500);
      void button.trigger(end);
      vi.advanceTimersByTime(5_000);
      expect(button.emitted('fire')).toBeUndefined();
    }
  });

  it('does nothing with another button of the mouse, while disabled, or once it is gone', () => {
    const other = held();
    void other.trigger('pointerdown', { button: 2 });
    const off = held({ disabled: true });
    void off.trigger('pointerdown', { button: 0 });
    const gone = held();
    void gone.trigger('pointerdown', { button: 0 });
    gone.unmount();
    vi.advanceTimersByTime(5_000);
    for (const button of [other, off, gone]) expect(button.emitted('fire')).toBeUndefined();
  });

  it('is not started anew by the repeats of a held key', () => {
    const button = held();
    for (let ms = 0; ms < 2_000; ms += 50) {
      void button.trigger('keydown.space', { repeat: ms > 0 });
      vi.advanceTimersByTime(50);
    }
    expect(button.emitted('fire')).toHaveLength(1);
  });

  it('asks what clicks without holding to click again within 3 s, in words', async () => {
    const button = held();
    await button.trigger('click', { detail: 0 });
    expect(button.emitted('fire')).toBeUndefined();
    expect(button.get('[role=status]').text()).toBe('再按一次确认');
    vi.advanceTimersByTime(2_999);
    await button.trigger('click', { detail: 0 });
    expect(button.emitted('fire')).toHaveLength(1);
    expect(button.text()).toBe('解除');
    await button.trigger('click', { detail: 0 });
    vi.advanceTimersByTime(3_000);
    await button.trigger('click', { detail: 0 });
    expect(button.emitted('fire')).toHaveLength(1);
  });

  it('forgets the first of two clicks when the focus leaves, and takes none while disabled', async () => {
    const left = held();
    await left.trigger('click', { detail: 0 });
    await left.trigger('blur');
    await left.trigger('click', { detail: 0 });
    const off = held({ disabled: true });
    for (let n = 0; n < 2; n++) await off.trigger('click', { detail: 0 });
    for (const button of [left, off]) expect(button.emitted('fire')).toBeUndefined();
  });

  it('is not fired by quick clicks of the mouse, however many', async () => {
    const button = held();
    for (let detail = 1; detail <= 4; detail++) {
      await button.trigger('pointerdown', { button: 0 });
      vi.advanceTimersByTime(80);
      await button.trigger('pointerup');
      await button.trigger('click', { detail });
    }
    vi.advanceTimersByTime(5_000);
    expect(button.emitted('fire')).toBeUndefined();
  });
});

describe('keys', () => {
  it('are known by their place where an input method hides them', () => {
    expect(keyOf({ key: 'N', code: 'KeyN', shiftKey: true })).toBe('n');
    expect(keyOf({ key: 'Process', code: 'KeyN', shiftKey: false })).toBe('n');
    expect(keyOf({ key: 'Process', code: 'Digit7', shiftKey: false })).toBe('7');
    expect(keyOf({ key: 'Process', code: 'Slash', shiftKey: true })).toBe('?');
    expect(keyOf({ key: 'Process', code: 'Enter', shiftKey: false })).toBe('enter');
  });

  it('Enter stays with a focused button, the arrows with tabs and lists of their own', () => {
    const heeded = (html: string, key: string): boolean => {
      document.body.innerHTML = html;
      const event = new KeyboardEvent('keydown', { key, bubbles: true });
      let answer = false;
      document.addEventListener('keydown', () => void (answer = heeds(event)), { once: true });
      (document.querySelector('#at') ?? document.body).dispatchEvent(event);
      return answer;
    };
    expect(heeded('', 'Enter')).toBe(true);
    expect(heeded('<button id="at"></button>', 'Enter')).toBe(false);
    expect(heeded('<button id="at"></button>', 'n')).toBe(true);
    expect(heeded('<div role="tablist"><i id="at"></i></div>', 'ArrowDown')).toBe(false);
    expect(heeded('', 'ArrowDown')).toBe(true);
    expect(heeded('<div role="dialog" data-state="open"></div>', 'n')).toBe(false);
  });
});
