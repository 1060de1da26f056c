import { Type, type Static, type TSchema } from 'typebox';
import { LINK_ROLES, SCOPES } from '../show/permissions.ts';
import { ROLES } from '../show/commands.ts';
import { Id, ShowIdText, Words } from '../show/schemas.ts';
import { optional } from '../record.ts';

/** People, sessions, pairings and keys as HTTP says them. Times are Unix ms. */

const oneOf = <const T extends string[]>(values: readonly [...T]) => Type.Enum(values);
const Moment = Type.Integer({ minimum: 0 });
const Maybe = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

export const RoleName = oneOf(ROLES);
/** Roles a show may give beside a person's own: whoever is admin is so everywhere. */
export const SHOW_ROLES = ['controller', 'host', 'assistant', 'analyst'] as const;
export const ShowRole = oneOf(SHOW_ROLES);
export type ShowRole = Static<typeof ShowRole>;
/** What a paired tablet may be. */
export const TABLET_ROLES = ['host', 'assistant'] as const;
export const TabletRole = oneOf(TABLET_ROLES);
export type TabletRole = Static<typeof TabletRole>;
export const LinkRoleName = oneOf(LINK_ROLES);
export const ScopeName = oneOf(SCOPES);

/** Screens a socket may say it is; events name the screen a decision came from. */
export const SCREENS = ['desk', 'host', 'wall', 'overlay', 'review'] as const;
export type Screen = (typeof SCREENS)[number];
export const isScreen = (value: unknown): value is Screen => SCREENS.some((screen) => screen === value);

export const PASSWORD_MIN = 10;
const PASSWORD_MAX = 256;
export const Password = Type.String({ minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX, description: `at least ${PASSWORD_MIN} characters` });
const Name = Words(64);

/** Signing in: the secret of a one-time link or the admin key, or a name and a password. */
export const SignInBody = Type.Union([
  Type.Object({ token: Type.String({ minLength: 1, maxLength: 256 }) }, { additionalProperties: false }),
  Type.Object({ name: Name, password: Type.String({ minLength: 1, maxLength: PASSWORD_MAX }) }, { additionalProperties: false }),
]);
/** `code`: six digits, or the secret of a QR code. */
export const PairBody = Type.Object({ code: Type.String({ minLength: 6, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }), deviceName: Type.Optional(Name) });
/** `token`: what the address of a read-only link carries behind its #. */
export const LinkBody = Type.Object({ token: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }) });
/** The one screen of one show that a link opens. */
export const LinkOpened = Type.Object({ showId: Type.String(), role: LinkRoleName });
export const PasswordBody = Type.Object({ current: Type.String({ minLength: 1, maxLength: PASSWORD_MAX }), password: Password });

/** Who is signed in. With `show` asked for, `role` is the one in that show, and null where this person has no part in it. */
export const Me = Type.Object({
  person: Type.Object({
    id: Type.String(),
    name: Type.String(),
    role: Type.String(),
    /** The right to approve prices. */
    approver: Type.Boolean(),
    /** The only show a tablet may act in. */
    showId: Type.Optional(Type.String()),
  }),
  roleInShow: Type.Optional(Maybe(Type.String())),
  /** A person's part in shows, and their role in each. Absent where one has the same role in every show, or belongs to one. */
  shows: Type.Optional(Type.Array(Type.Object({ id: Type.String(), role: RoleName }))),
  /** Nobody has an account yet: make the first one. */
  firstAccount: Type.Optional(Type.Boolean()),
});
export type Me = Static<typeof Me>;

export const PersonView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: RoleName,
  approver: Type.Boolean(),
  /** Whether this person can sign in. */
  hasPassword: Type.Boolean(),
  createdAt: Moment,
});
export type PersonView = Static<typeof PersonView>;
export const NewPerson = Type.Object({ name: Name, role: RoleName, approver: Type.Optional(Type.Boolean()), password: Type.Optional(Password) });
export type NewPerson = Static<typeof NewPerson>;
export const PersonEdit = Type.Object(optional(NewPerson.properties), { minProperties: 1 });
export type PersonEdit = Static<typeof PersonEdit>;

/** `role`: in this show; `own`: where no other was given for it. */
export const MemberView = Type.Object({ personId: Type.String(), name: Type.String(), role: RoleName, own: Type.Boolean(), approver: Type.Boolean() });
export type MemberView = Static<typeof MemberView>;
export const MemberBody = Type.Object({ role: Type.Optional(ShowRole) });

export const NewPairing = Type.Object({ role: TabletRole, name: Type.Optional(Name) });
export type NewPairing = Static<typeof NewPairing>;
/** Either opens the show to one tablet, once: `code` is typed, `secret` is what the QR code carries (`/pair#SECRET`). */
export const PairingView = Type.Object({ id: Type.String(), showId: Type.String(), role: TabletRole, code: Type.String(), secret: Type.String(), expiresAt: Moment });
export type PairingView = Static<typeof PairingView>;

export const NewLink = Type.Object({ role: LinkRoleName, name: Name });
export type NewLink = Static<typeof NewLink>;
/** A read-only link to a show's wall or overlay. */
export const LinkView = Type.Object({
  id: Type.String(),
  role: LinkRoleName,
  name: Type.String(),
  createdAt: Moment,
  createdBy: Type.String(),
  /** When it was last opened; null while it never was. */
  openedAt: Maybe(Moment),
});
export type LinkView = Static<typeof LinkView>;
/** `token` is shown this once: only its hash is kept. The link's address is `/shows/SHOW/ROLE#TOKEN`. */
export const MadeLink = Type.Object({ ...LinkView.properties, token: Type.String() });
export type MadeLink = Static<typeof MadeLink>;

export const NewKey = Type.Object({
  name: Name,
  scopes: Type.Array(ScopeName, { minItems: 1, maxItems: SCOPES.length, uniqueItems: true }),
  showId: Type.Optional(ShowIdText),
});
export type NewKey = Static<typeof NewKey>;
export const KeyView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(ScopeName),
  showId: Type.Optional(Type.String()),
  createdAt: Moment,
  createdBy: Type.String(),
  lastUsedAt: Maybe(Moment),
});
export type KeyView = Static<typeof KeyView>;
/** `key` is shown this once: only its hash is kept. */
export const MadeKey = Type.Object({ ...KeyView.properties, key: Type.String() });

export const SessionView = Type.Object({
  id: Type.String(),
  person: Type.Object({ id: Type.String(), name: Type.String(), role: Type.String() }),
  device: Type.String(),
  address: Type.String(),
  showId: Type.Optional(Type.String()),
  createdAt: Moment,
  lastSeenAt: Moment,
  expiresAt: Moment,
  /** The session that asks. */
  current: Type.Boolean(),
});
export type SessionView = Static<typeof SessionView>;

/** What the access log tells of. */
export const ACCESS_EVENTS = [
  'signed-in', 'sign-in-refused', 'signed-out', 'paired', 'pair-refused', 'pairing-offered', 'refused', 'session-ended', 'password-changed',
  'person-made', 'person-changed', 'person-removed', 'member-added', 'member-removed', 'key-made', 'key-removed',
  'link-made', 'link-removed', 'link-opened', 'link-refused', 'recording-deleted', 'recording-imported',
] as const;
export type AccessEvent = (typeof ACCESS_EVENTS)[number];
export const AccessEntry = Type.Object({
  id: Type.String(),
  at: Moment,
  what: oneOf(ACCESS_EVENTS),
  /** The name of who did it, or under which it was tried. */
  who: Type.String(),
  address: Type.String(),
  detail: Type.String(),
});
export type AccessEntry = Static<typeof AccessEntry>;

/** How much of what it said it had stored a Redis may lose when it dies: nothing, about a second, what came since its last picture of itself, all. */
export const DURABILITIES = ['always', 'second', 'system', 'pictures', 'none', 'unknown'] as const;
/** The server as it stands: what it opens, and what it keeps. */
export const ServerView = Type.Object({
  /** Whether other devices on the network can reach it. */
  lan: Type.Boolean(),
  /** Where they do, the likeliest first: of the local network, then what PUBLIC_ORIGIN names. */
  addresses: Type.Array(Type.String()),
  /** Whether what travels is encrypted. */
  tls: Type.Boolean(),
  /** Of the authority that devices are to trust, SHA-256, where the server made its certificate itself. */
  fingerprint: Type.Optional(Type.String()),
  redis: Type.Object({ durability: oneOf(DURABILITIES), /** Its last write to disk failed. */ failing: Type.Boolean() }),
});
export type ServerView = Static<typeof ServerView>;

export const PersonParams = Type.Object({ personId: Id });
export const MemberParams = Type.Object({ id: ShowIdText, personId: Id });
export const LinkParams = Type.Object({ id: ShowIdText, linkId: Id });
export const KeyParams = Type.Object({ keyId: Id });
export const SessionParams = Type.Object({ sessionId: Id });
