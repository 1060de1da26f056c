import { ref, type Ref } from 'vue';
import { useProblem } from '../i18n/problem.ts';
import { useWords } from '../i18n/words.ts';
import type { Failure } from '../stores/session.ts';

export interface Attempt {
  working: Readonly<Ref<boolean>>;
  /** Why the last try came to nothing, in words; '' where it did not. */
  trouble: Ref<string>;
  /** Tries once at a time. @param words for failures that deserve better ones than their code's. @returns whether it was done. */
  run: (work: () => Promise<Failure | undefined>, words?: (failure: Failure) => string | undefined) => Promise<boolean>;
}

/** Something pressed that the server does or refuses: sending, then done, or the reason in words. */
export function useAttempt(): Attempt {
  const { t } = useWords();
  const problem = useProblem();
  const working = ref(false);
  const trouble = ref('');

  function say(failure: Failure): string {
    // Without an answer nobody knows; what is shown was read again meanwhile.
    if (failure.code === 'OFFLINE' || failure.code === 'UNKNOWN' || failure.code === 'OUTCOME_UNKNOWN') return t('doors.common.unknown');
    return t('doors.common.refused', { why: problem(failure) });
  }

  async function run(work: () => Promise<Failure | undefined>, words: (failure: Failure) => string | undefined = () => undefined): Promise<boolean> {
    if (working.value) return false;
    working.value = true;
    trouble.value = '';
    const failure = await work();
    working.value = false;
    if (failure) trouble.value = words(failure) ?? say(failure);
    return failure === undefined;
  }
  return { working, trouble, run };
}
