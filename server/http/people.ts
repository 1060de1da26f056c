import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { MemberBody, MemberParams, MemberView, NewPerson, PasswordBody, PersonEdit, PersonParams, PersonView } from '../../shared/protocol/access.ts';
import type { Access } from '../access/access.ts';
import { fromOf, personOf, serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

const tags = ['people'];

/** People, their passwords, and their part in shows. */
export const peopleRoutes = (access: Access): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { staff, log } = access;

    serve(app, 'GET /people', { summary: 'Everybody with an account', tags, response: { 200: Type.Array(PersonView) } }, () => staff.list());

    serve(app, 'POST /people', { summary: 'Make an account', tags, body: NewPerson, response: { 201: PersonView } }, async (request, reply) => {
      const person = await staff.make(request.body);
      log.note('person-made', personOf(request).name, fromOf(request), `${person.name}, ${person.role}`);
      return reply.code(201).send(person);
    });

    serve(
      app, 'PATCH /people/:personId',
      { summary: "Change a name, a role, the right to approve prices, or reset a password, which ends that person's sessions", tags, params: PersonParams, body: PersonEdit, response: { 200: PersonView } },
      async (request) => {
        const person = await staff.edit(request.params.personId, request.body);
        const { password, ...changes } = request.body;
        log.note('person-changed', personOf(request).name, fromOf(request), `${person.name}: ${JSON.stringify(changes)}${password === undefined ? '' : ', password'}`);
        return person;
      },
    );

    serve(app, 'DELETE /people/:personId', { summary: 'Remove an account', tags, params: PersonParams, response: { 204: Type.Null() } }, async (request, reply) => {
      const name = await staff.remove(request.params.personId);
      log.note('person-removed', personOf(request).name, fromOf(request), name);
      return reply.code(204).send(null);
    });

    serve(app, 'PUT /session/password', { summary: "Change one's own password; every other session of one's own ends", tags, body: PasswordBody, response: { 204: Type.Null() } }, async (request, reply) => {
      const { current, password } = request.body;
      await staff.changePassword(personOf(request), current, password);
      log.note('password-changed', personOf(request).name, fromOf(request));
      return reply.code(204).send(null);
    });

    serve(app, 'GET /shows/:id/members', { summary: 'Who has a part in this show', tags, params: ShowParams, response: { 200: Type.Array(MemberView) } }, (request) => staff.members(request.params.id));

    serve(
      app, 'PUT /shows/:id/members/:personId',
      { summary: 'Give a person a part in this show, in their own role or another', tags, params: MemberParams, body: MemberBody, response: { 200: MemberView } },
      async (request) => {
        const { id, personId } = request.params;
        const member = await staff.join(id, personId, request.body.role);
        log.note('member-added', personOf(request).name, fromOf(request), `${member.name} in ${id}, ${member.role}`);
        return member;
      },
    );

    serve(app, 'DELETE /shows/:id/members/:personId', { summary: 'Take a person out of this show', tags, params: MemberParams, response: { 204: Type.Null() } }, async (request, reply) => {
      const { id, personId } = request.params;
      await staff.leave(id, personId);
      log.note('member-removed', personOf(request).name, fromOf(request), `${personId} in ${id}`);
      return reply.code(204).send(null);
    });
    await Promise.resolve();
  };
