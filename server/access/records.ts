import { Type, type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { AccessEntry, LinkRoleName, RoleName, ScopeName, ShowRole, TabletRole } from '../../shared/protocol/access.ts';

/** What is kept about people and keys, checked again whenever it is read. */

const PersonRecord = Type.Object({
  id: Type.String(),
  name: Type.String(),
  nameKey: Type.String(),
  role: RoleName,
  approver: Type.Boolean(),
  /** Grows with each new password; sessions of an earlier one are over. */
  epoch: Type.Integer(),
  createdAt: Type.Integer(),
});
export type PersonRecord = Static<typeof PersonRecord>;

const Membership = Type.Object({ role: Type.Optional(ShowRole) });

const Tablet = Type.Object({ id: Type.String(), name: Type.String(), role: TabletRole, showId: Type.String(), by: Type.String() });
const Linked = Type.Object({ id: Type.String(), name: Type.String(), role: LinkRoleName, showId: Type.String(), by: Type.String() });
/** Whose session it is: a person's, a paired tablet's, that of whoever opened a read-only link, or that of whoever holds the server itself (one-time link, admin key). */
const SessionRecord = Type.Object({
  personId: Type.Optional(Type.String()),
  epoch: Type.Optional(Type.Integer()),
  tablet: Type.Optional(Tablet),
  link: Type.Optional(Linked),
  owner: Type.Optional(Type.Boolean()),
  device: Type.String(),
  address: Type.String(),
  createdAt: Type.Integer(),
});
export type SessionRecord = Static<typeof SessionRecord>;

const PairingRecord = Type.Object({
  id: Type.String(),
  showId: Type.String(),
  role: TabletRole,
  name: Type.Optional(Type.String()),
  by: Type.String(),
  codeHash: Type.String(),
  secretHash: Type.String(),
});
export type PairingRecord = Static<typeof PairingRecord>;

const KeyRecord = Type.Object({
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(ScopeName),
  showId: Type.Optional(Type.String()),
  hash: Type.String(),
  createdAt: Type.Integer(),
  createdBy: Type.String(),
});
export type KeyRecord = Static<typeof KeyRecord>;

const LinkRecord = Type.Object({
  id: Type.String(),
  showId: Type.String(),
  role: LinkRoleName,
  name: Type.String(),
  hash: Type.String(),
  createdAt: Type.Integer(),
  /** Who made it: id and name. */
  by: Type.String(),
  createdBy: Type.String(),
});
export type LinkRecord = Static<typeof LinkRecord>;

const LogRecord = Type.Omit(AccessEntry, ['id']);

/** Makes a reader of stored records: undefined where there is none, or it is not what it should be and so opens nothing. */
function readerOf<S extends TSchema>(schema: S): (text: string | undefined) => Static<S> | undefined {
  const check = Compile(schema);
  return (text) => {
    if (text === undefined || text === '') return undefined;
    const value: unknown = JSON.parse(text);
    return check.Check(value) ? value : undefined;
  };
}

export const readPerson = readerOf(PersonRecord);
export const readMembership = readerOf(Membership);
export const readSession = readerOf(SessionRecord);
export const readPairing = readerOf(PairingRecord);
export const readKey = readerOf(KeyRecord);
export const readLink = readerOf(LinkRecord);
export const readLogged = readerOf(LogRecord);
