import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { CommandType, Payload } from '../../shared/show/commands.ts';
import { useCommands, type Failure } from '../stores/commands.ts';
import { useDialogs } from '../stores/dialogs.ts';
import { useShow } from '../stores/show.ts';

export interface FormCommand {
  working: Readonly<Ref<boolean>>;
  /** Why the last try came to nothing; the form says it, no toast does. */
  failure: ShallowRef<Failure | undefined>;
  /** The revision the form was filled from: what others change after it is not overwritten unseen. */
  seen: Ref<number>;
  /** Sends it and says whether it was done. */
  send: <T extends CommandType>(type: T, payload: Payload<T>) => Promise<boolean>;
  /** Sends it and closes the dialog where it was done. */
  submit: <T extends CommandType>(type: T, payload: Payload<T>) => Promise<boolean>;
}

/** A dialog's form that ends in a command. */
export function useForm(): FormCommand {
  const commands = useCommands();
  const dialogs = useDialogs();
  const store = useShow();
  const working = ref(false);
  const failure = shallowRef<Failure>();
  const seen = ref(store.show?.revision ?? 0);

  async function send<T extends CommandType>(type: T, payload: Payload<T>): Promise<boolean> {
    if (working.value) return false;
    working.value = true;
    failure.value = undefined;
    const outcome = await commands.send(type, payload, { seen: seen.value, inline: true });
    working.value = false;
    if (outcome.state !== 'done') failure.value = outcome.failure;
    else seen.value = outcome.revision;
    return outcome.state === 'done';
  }
  async function submit<T extends CommandType>(type: T, payload: Payload<T>): Promise<boolean> {
    const done = await send(type, payload);
    if (done) dialogs.close();
    return done;
  }
  return { working, failure, seen, send, submit };
}
