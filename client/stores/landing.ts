import { Type } from 'typebox';
import type { Show } from '../../shared/show/show.ts';
import { checkOf } from '../live/check.ts';
import { useLive } from '../live/live.ts';
import { isShow } from '../live/shapes.ts';
import { mainPage } from './pages.ts';
import { useSession } from './session.ts';

const isList = checkOf(Type.Array(Type.Unknown()));
const listOf = (body: unknown): body is unknown[] => isList(body);

/** The show somebody on set is wanted in: the one that runs, the real one before a rehearsal, else the next to start; none where all are over. */
export function landingShow(shows: readonly Show[]): Show | undefined {
  const running = shows.filter(({ status }) => status === 'live' || status === 'paused');
  const planned = shows.filter(({ status }) => status === 'planned').sort((a, b) => (a.startsAt ?? Infinity) - (b.startsAt ?? Infinity));
  return running.find(({ rehearsalOf }) => rehearsalOf === undefined) ?? running[0] ?? planned[0];
}

/** Where somebody begins who has just come in: hosts and assistants at the tablet's page of their show, everybody else at the shows. */
export function useLanding(): () => Promise<string> {
  const { http } = useLive();
  const session = useSession();
  return async () => {
    const { person } = session;
    if (person?.showId !== undefined) return `/shows/${encodeURIComponent(person.showId)}/host`;
    if (mainPage(person?.role) !== 'host') return '/shows';
    const outcome = await http.get('/shows', listOf);
    const show = outcome.ok ? landingShow(outcome.value.filter(isShow)) : undefined;
    return show ? `/shows/${encodeURIComponent(show.id)}/${mainPage(session.roleIn(show.id))}` : '/shows';
  };
}
