import { useWords } from '../i18n/words.ts';
import { useCommands, type Act } from '../stores/commands.ts';
import { useActivity } from './activity.ts';

/** Words for something sent from here: what it did where that is known, else what it is for. */
export function useActWords(): (act: Act) => { who: string; what: string } {
  const { t } = useWords();
  const commands = useCommands();
  const describe = useActivity();
  return (act) => {
    const [first] = commands.eventsOf(act.id);
    if (!first || act.state !== 'done') return { who: '', what: t(`act.command.${act.type}`) };
    const did = describe(first).text;
    return { who: first.by.name, what: act.type === 'undo' ? `${t('act.command.undo')} · ${did}` : did };
  };
}
