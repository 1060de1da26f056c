import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { csvOf } from '../../shared/review/csv.ts';
import { readReview } from '../../shared/review/read.ts';
import { tableOf } from '../../shared/review/tables.ts';
import { ACTION_KINDS, type ReviewView } from '../../shared/review/view.ts';
import { TABLE_IDS } from '../../shared/review/words.ts';
import { Refusal, noShow } from '../../shared/protocol/problems.ts';
import type { LoggedEvent } from '../../shared/show/log.ts';
import { readLog } from '../desk/log.ts';
import type { Analyst } from '../recording/analyst.ts';
import { xlsxOf } from '../review/xlsx.ts';
import type { Views } from '../room/views.ts';
import type { Store } from '../store/store.ts';
import { serve } from './guard.ts';
import { ShowParams, WindowQuery } from './schemas.ts';

const PAGE = 1_000;
const Name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 128, description }));
const ACTIONS: ReadonlySet<string> = new Set(ACTION_KINDS);
const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

/** The morning after: the review, and its tables as files. */
export const reviewRoutes = (store: Store, views: Views, analyst: Pick<Analyst, 'review' | 'slice' | 'medians' | 'playback'>, now: () => number): FastifyPluginAsyncTypebox =>
  async (app) => {
    const review = async (showId: string): Promise<ReviewView> => {
      if (await views.isArchived(showId)) {
        const archived = await analyst.review(showId, now());
        if (!archived) throw noShow(showId);
        return (await store.shows.get(showId)) ? archived : { ...archived, recorded: true };
      }
      const tally = await views.inside(showId);
      const stored = await store.shows.get(showId);
      if (!stored) throw noShow(showId);
      return readReview(stored.show, tally, await actionEvents(store, showId), now());
    };

    serve(app, 'GET /shows/:id/review', { summary: 'The review: summary, listings, deals, segments, sources, hosts, hours, what followed each action, incidents', tags: ['review'], params: ShowParams }, (request) => review(request.params.id));

    serve(
      app, 'GET /shows/:id/review/slice',
      {
        summary: 'A part of an ended show: its figures, funnel, listings, sources, hours, and new buyers against returning ones',
        tags: ['review'],
        params: ShowParams,
        querystring: Type.Object({
          source: Name('of viewers who came from there'),
          host: Name('what happened on this host\'s shifts; orders by when they were created'),
          listing: Name('a listing\'s id'),
          segment: Name('a segment\'s id: the time from its beginning to its end'),
          from: Type.Optional(Type.Integer({ minimum: 0, description: 'Unix seconds' })),
          to: Type.Optional(Type.Integer({ minimum: 0, description: 'Unix seconds, not included' })),
        }),
      },
      async (request) => {
        const { id } = request.params;
        await views.mustBeArchived(id);
        const slice = await analyst.slice(id, request.query, now());
        if (!slice) throw noShow(id);
        return slice;
      },
    );

    serve(app, 'GET /shows/:id/review/medians', { summary: 'What is usual in this room: the median of every metric over its last ten ended shows but this one; demos and rehearsals apart', tags: ['review'], params: ShowParams }, async (request) => {
      const { id } = request.params;
      if (!(await store.shows.get(id)) && !(await analyst.review(id, now()))) throw noShow(id);
      return analyst.medians(id);
    });

    serve(
      app, 'GET /shows/:id/playback',
      {
        summary: 'Ten seconds of an ended show as a desk saw them: what a desk that joins there gets, and what it is told each second after',
        tags: ['review'],
        params: ShowParams,
        querystring: Type.Object({ at: Type.Optional(Type.Integer({ minimum: 0, description: 'Unix ms; default the beginning' })), window: WindowQuery }),
      },
      async (request, reply) => {
        const { id } = request.params;
        await views.mustBeArchived(id);
        const reel = await analyst.playback(id, request.query.at ?? 0, request.query.window ?? 'show');
        if (reel !== undefined) return reply.type(TYPES.json).send(reel);
        if (!(await store.shows.get(id))) throw noShow(id);
        throw new Refusal('WRONG_STATE', 'Only a show that was on air, and that is recorded from its beginning, can be played back. Read its review instead.');
      },
    );

    serve(
      app, 'GET /shows/:id/export',
      {
        summary: 'The review as a file: XLSX and JSON hold every table, CSV the one asked for',
        tags: ['review'],
        params: ShowParams,
        querystring: Type.Object({
          format: Type.Enum(['csv', 'xlsx', 'json']),
          table: Type.Optional(Type.Enum(TABLE_IDS, { description: 'default summary; for CSV' })),
          lang: Type.Optional(Type.Enum(['zh', 'en'], { description: 'of the headings, default zh' })),
        }),
      },
      async (request, reply) => {
        const { format, table = 'summary', lang = 'zh' } = request.query;
        const { id } = request.params;
        const view = await review(id);
        const { currency } = view.show;
        const name = `${id}-${format === 'csv' ? table : 'review'}.${format}`;
        reply.type(TYPES[format]).header('content-disposition', `attachment; filename="${name}"`);
        if (format === 'json') return reply.send(JSON.stringify(view));
        if (format === 'csv') return reply.send(csvOf(tableOf(view, table, lang), currency, lang));
        return reply.send(xlsxOf(TABLE_IDS.map((each) => tableOf(view, each, lang)), currency, lang));
      },
    );
    await Promise.resolve();
  };

/** Everything of a show's log that a review tells of. */
async function actionEvents(store: Store, showId: string): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for (let before: string | undefined; ; ) {
    const page = await readLog(store.logbook, showId, { limit: PAGE, types: ACTIONS, ...(before === undefined ? {} : { before }) });
    for (const entry of page.entries) if (entry.outcome === 'done') events.push(...entry.events);
    if (page.before === null) return events;
    ({ before } = page);
  }
}
