import { computed, onScopeDispose, ref, toValue, type ComputedRef } from 'vue';
import type { CommandType, Payload } from '../../shared/show/commands.ts';
import { useCommands, type Act, type CommandOutcome, type SendOptions } from '../stores/commands.ts';
import { useRefusal } from './refusal.ts';

/** How long a button shows how its command ended. Unit: ms. */
const SAID_FOR = 2_500;

export interface Command {
  /** What became of the last press, for a moment after it ended; then `idle` again. */
  state: ComputedRef<'idle' | Act['state']>;
  /** Why pressing is of no use now, in words (no line, role, the rules); undefined where it is. */
  blocked: ComputedRef<string | undefined>;
  /** Nothing to send, blocked, or the last press is still under way. */
  disabled: ComputedRef<boolean>;
  /** Sends it; where it is blocked, a toast says why and nothing is sent. The outcome is for who needs it: toasts say it anyway. */
  press: () => Promise<CommandOutcome | undefined>;
}

/**
 * One button's command: greyed out with the reason where the server would refuse it, and showing sending → done / refused /
 * unknown after the press. `ActButton.vue` is the button for it.
 *
 *     const take = useCommand('listing.take', () => ({ listingId, seenOnAir: store.show?.onAir?.listingId ?? null }));
 *     <button :aria-disabled="take.disabled.value" :title="take.blocked.value" @click="take.press">
 *
 * @param payload what to send, read at the moment of the press; undefined while there is nothing to send.
 */
export function useCommand<T extends CommandType>(type: T | (() => T), payload: () => Payload<T> | undefined, options: SendOptions | (() => SendOptions) = {}): Command {
  const commands = useCommands();
  const refusal = useRefusal();
  const last = ref('');
  let forget: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(forget));

  const state = computed(() => (last.value === '' ? 'idle' : (commands.acts.find(({ id }) => id === last.value)?.state ?? 'idle')));
  const why = computed(() => {
    const wanted = payload();
    const failure = wanted && commands.refusal(toValue(type), wanted);
    // Below the floor is sent all the same: it then waits for a second person.
    return failure?.code === 'BELOW_FLOOR' ? undefined : failure;
  });
  const blocked = computed(() => why.value && refusal(why.value));
  const disabled = computed(() => payload() === undefined || blocked.value !== undefined || state.value === 'sending' || state.value === 'unknown');

  async function press(): Promise<CommandOutcome | undefined> {
    const wanted = payload();
    if (why.value) commands.say(toValue(type), why.value);
    if (disabled.value || !wanted) return undefined;
    clearTimeout(forget);
    const outcome = await commands.send(toValue(type), wanted, { ...toValue(options), pressed: (id) => void (last.value = id) });
    forget = setTimeout(() => void (last.value = ''), SAID_FOR);
    return outcome;
  }
  return { state, blocked, disabled, press };
}
