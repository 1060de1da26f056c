import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ENTRY_ZERO, compareEntries, eventId, parseEventId, type EntryId } from '../../shared/ids.ts';
import { TALLY_PARTS } from '../../shared/metrics/view.ts';
import { readSeries, type SeriesAsked } from '../../shared/metrics/series.ts';
import { Refusal, noShow } from '../../shared/protocol/problems.ts';
import type { Analyst } from '../recording/analyst.ts';
import { decode } from '../room/decode.ts';
import type { Views } from '../room/views.ts';
import type { Store } from '../store/store.ts';
import { serve } from './guard.ts';
import { AfterQuery, PartsQuery, ShowParams, WindowQuery } from './schemas.ts';

const POINTS_LIMIT = 10_000;
const PAGE = 16;

/** Reading what was counted: the tally, its series, the journal beneath. */
export const tallyRoutes = (store: Store, views: Views, analyst: Pick<Analyst, 'series' | 'journal' | 'isRecorded'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(
      app, 'GET /shows/:id/tally',
      { summary: 'Every metric by its id', tags: ['numbers'], params: ShowParams, querystring: Type.Object({ after: AfterQuery, window: WindowQuery, parts: PartsQuery }) },
      (request) => {
        const { after, window, parts } = request.query;
        const wanted = parts?.split(',');
        return views.tally(request.params.id, window ?? 'show', {
          after: after === undefined ? undefined : parseEventId(after)?.entry,
          parts: wanted && TALLY_PARTS.filter((part) => wanted.includes(part)),
        });
      },
    );

    serve(
      app, 'GET /shows/:id/series',
      {
        summary: 'Metrics over time, by event time',
        tags: ['numbers'],
        params: ShowParams,
        querystring: Type.Object({
          from: Type.Optional(Type.Integer({ minimum: 0, description: 'Unix seconds' })),
          to: Type.Optional(Type.Integer({ minimum: 0, description: 'Unix seconds' })),
          step: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400, description: 'seconds, default 10' })),
          metrics: Type.String({ minLength: 1, maxLength: 2_000, description: 'metric ids, separated by commas' }),
        }),
      },
      async (request) => {
        const { from, to, step = 10, metrics } = request.query;
        if (from !== undefined && to !== undefined && (to - from) / step > POINTS_LIMIT) {
          throw new Refusal('TOO_LARGE', `A series has at most ${POINTS_LIMIT} points. Ask for a longer step.`);
        }
        const { id } = request.params;
        const asked: SeriesAsked = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), step, metrics: metrics.split(',') };
        if (!(await views.isArchived(id))) return readSeries(await views.inside(id), asked);
        const archived = await analyst.series(id, asked);
        if (!archived) throw noShow(id);
        return archived;
      },
    );

    serve(
      app, 'GET /shows/:id/journal',
      {
        summary: 'The journal, one event a line',
        tags: ['numbers'],
        params: ShowParams,
        querystring: Type.Object({ after: AfterQuery, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: 'default 1,000' })) }),
      },
      async (request, reply) => {
        const { id } = request.params;
        if ((await store.journal.tail(id)) === ENTRY_ZERO && !(await analyst.isRecorded(id))) throw new Refusal('NOT_FOUND', `There is no show ${id}. Check the id.`);
        const after = request.query.after === undefined ? undefined : parseEventId(request.query.after);
        return reply.type('application/x-ndjson').send(Buffer.from(await journalLines({ store, analyst }, id, after, request.query.limit ?? 1_000)));
      },
    );
    await Promise.resolve();
  };

interface Journals {
  store: Store;
  analyst: Pick<Analyst, 'journal' | 'isRecorded'>;
}

/** The next entries behind `last`: from the recording what the journal no longer holds. */
async function entriesAfter({ store, analyst }: Journals, showId: string, last: string, limit: number): Promise<{ entries: { id: string; feed: string; events: readonly object[] }[]; isEnd: boolean }> {
  const entries = (await store.journal.after(showId, last, PAGE)).map(decode);
  // Asked behind it: what was taken away meanwhile is not missed.
  const isShelved = entries.length === 0 && (await store.journal.tail(showId)) === ENTRY_ZERO;
  if (isShelved || compareEntries(last, await store.recordings.begins(showId)) < 0) {
    const recorded = await analyst.journal(showId, last as EntryId, limit);
    if (recorded.length > 0) return { entries: recorded, isEnd: false };
  }
  return { entries, isEnd: entries.length < PAGE };
}

async function journalLines(from: Journals, showId: string, after: { entry: string; index: number } | undefined, limit: number): Promise<string> {
  const lines: string[] = [];
  // An event inside an entry may be asked for: that entry is read again, and its first events left out.
  let last = after === undefined ? ENTRY_ZERO : after.index < 0 ? after.entry : before(after.entry);
  for (;;) {
    const { entries, isEnd } = await entriesAfter(from, showId, last, limit - lines.length + 1);
    for (const { id, feed, events } of entries) {
      for (let index = 0; index < events.length; index++) {
        if (after && compareEntries(id, after.entry) === 0 && index <= after.index) continue;
        if (lines.length === limit) return lines.join('');
        const event = events[index];
        const sourceId = event && 'id' in event ? event.id : undefined;
        lines.push(`${JSON.stringify({ ...event, id: eventId(id, index), ...(sourceId === undefined ? {} : { sourceId }), ...(feed === '' ? {} : { feed: feedOf(event) ?? feed }) })}\n`);
      }
    }
    last = entries.at(-1)?.id ?? last;
    if (isEnd) return lines.join('');
  }
}

/** The feed that a fact itself names, by which it is counted. */
const feedOf = (event: object | undefined): unknown => (event && 'feed' in event ? event.feed : undefined);

/** The greatest entry id smaller than `entry`. */
function before(entry: string): string {
  const [time = '0', sequence = '0'] = entry.split('-');
  return sequence === '0' ? `${Number(time) - 1}-18446744073709551615` : `${time}-${Number(sequence) - 1}`;
}
