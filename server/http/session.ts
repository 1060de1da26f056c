import cookies from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { LinkBody, LinkOpened, Me, PairBody, SignInBody } from '../../shared/protocol/access.ts';
import { Refusal } from '../../shared/protocol/problems.ts';
import { mayApprove, type LinkRole } from '../../shared/show/permissions.ts';
import { ShowIdText } from '../../shared/show/schemas.ts';
import type { Access, Caller } from '../access/access.ts';
import { SESSION_COOKIE, linkCookie, sessionOf } from '../access/cookie.ts';
import type { Begun } from '../access/sign-in.ts';
import { checkOrigin, fromOf } from './guard.ts';

/** The doors: signing in by link, key, password or pairing code, asking who one is, signing out. Open to everybody; access counts attempts. */
export const sessionRoutes = (access: Access, origins: readonly string[]): FastifyPluginAsyncTypebox =>
  async (app) => {
    // Only here are cookies set: the plugin's hooks would cost every batch of events something.
    await app.register(cookies);
    /** This machine's own browser may come unencrypted where others cannot. */
    const cookieFor = ({ protocol }: FastifyRequest) => ({ httpOnly: true, sameSite: 'strict', path: '/', secure: protocol === 'https' }) as const;

    async function begin(request: FastifyRequest, reply: FastifyReply, begun: Promise<Begun>): Promise<Me> {
      const { token, seconds } = await begun;
      const before = sessionOf(request.headers.cookie);
      // One browser, one session: the one it had would otherwise live on unseen.
      if (before !== undefined) await access.signIn.end(before);
      reply.setCookie(SESSION_COOKIE, token, { ...cookieFor(request), maxAge: seconds });
      return me(await callerOf(token));
    }

    async function callerOf(session: string | undefined, show?: string): Promise<Caller> {
      const caller = await access.whoIs({ session }, show);
      if (!caller) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
      return caller;
    }

    async function me({ kind, id, name, role, subject, bound, within }: Caller): Promise<Me> {
      const approver = subject !== undefined && mayApprove(subject);
      return {
        person: { id, name, role, approver, ...(bound === undefined ? {} : { showId: bound }) },
        ...(within === undefined ? {} : { roleInShow: subject ? role : null }),
        ...(kind === 'person' && role !== 'admin' ? { shows: await access.staff.partsOf({ id }) } : {}),
        ...(kind === 'owner' ? { firstAccount: await access.staff.isEmpty() } : {}),
      };
    }

    app.post('/session', { schema: { summary: 'Sign in by one-time link, admin key, or name and password', tags: ['session'], body: SignInBody, response: { 200: Me } } }, (request, reply) => {
      checkOrigin(request, origins);
      const { body } = request;
      const from = fromOf(request);
      return begin(request, reply, 'token' in body ? access.signIn.withToken(body.token, from) : access.signIn.withPassword(body.name, body.password, from));
    });

    app.post('/session/pair', { schema: { summary: 'Pair a tablet by six digits or QR code', tags: ['session'], body: PairBody, response: { 200: Me } } }, (request, reply) => {
      checkOrigin(request, origins);
      return begin(request, reply, access.pairing.use(request.body.code, request.body.deviceName, fromOf(request)));
    });

    app.post(
      '/session/link',
      { schema: { summary: 'Open a read-only link to a wall or overlay', tags: ['session'], body: LinkBody, response: { 200: LinkOpened } } },
      async (request, reply) => {
        checkOrigin(request, origins);
        const had = (role: LinkRole, showId: string): string | undefined => sessionOf(request.headers.cookie, linkCookie(role, showId));
        const { token, seconds, showId, role } = await access.links.open(request.body.token, had, fromOf(request));
        reply.setCookie(linkCookie(role, showId), token, { ...cookieFor(request), maxAge: seconds });
        return { showId, role };
      },
    );

    app.get(
      '/session',
      { schema: { summary: 'Who am I, and in this show', tags: ['session'], querystring: Type.Object({ show: Type.Optional(ShowIdText) }), response: { 200: Me } } },
      async (request) => me(await callerOf(sessionOf(request.headers.cookie), request.query.show)),
    );

    app.delete('/session', { schema: { summary: 'Sign out', tags: ['session'], response: { 204: Type.Null() } } }, async (request, reply) => {
      checkOrigin(request, origins);
      const token = sessionOf(request.headers.cookie);
      const caller = await access.whoIs({ session: token });
      if (token !== undefined) await access.signIn.end(token);
      if (caller) access.log.note('signed-out', caller.name, fromOf(request));
      reply.clearCookie(SESSION_COOKIE, cookieFor(request));
      return reply.code(204).send(null);
    });
  };
