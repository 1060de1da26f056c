import { Refusal } from '../../shared/protocol/problems.ts';
import type { LinkView, NewLink } from '../../shared/protocol/access.ts';
import type { LinkRole } from '../../shared/show/permissions.ts';
import type { Store } from '../store/store.ts';
import { countAttempt, linkByAddress } from './attempts.ts';
import type { AccessLog, From } from './log.ts';
import { readLink, readSession, type LinkRecord } from './records.ts';
import type { Begun, SignIn } from './sign-in.ts';
import { hashOf, isSame, newId, newToken } from './tokens.ts';

/** Links a show may have at once. */
const MOST_LINKS = 50;
/** A wall that hangs for weeks, an overlay opened anew before each show. Unit: s. */
const LINK_S = 30 * 86_400;
const SHAPE = /^([0-9a-f]{12})_([A-Za-z0-9_-]{32})$/;

export interface LinksOptions {
  store: Pick<Store, 'doors' | 'sessions'>;
  signIn: SignIn;
  log: AccessLog;
  /** Unix ms. */
  now: () => number;
}

/** A link that was opened: what it is for, and the session it began or goes on with. */
export type Opened = Begun & { showId: string; role: LinkRole };

/** Read-only links to a show's wall and overlay: shown once, kept as a hash; one that is removed ends all that came in by it. */
export class Links {
  constructor(private readonly options: LinksOptions) {}

  /** @returns the link with its token, this once. @throws Refusal LIMIT_REACHED */
  async make(showId: string, { role, name }: NewLink, by: { id: string; name: string }, from: Pick<From, 'address'>): Promise<LinkView & { token: string }> {
    const { store: { doors }, log, now } = this.options;
    if ((await doors.linksOf(showId)).links.length >= MOST_LINKS) throw new Refusal('LIMIT_REACHED', `This show has ${MOST_LINKS} links already. Remove those that are not used.`, { params: { limit: MOST_LINKS } });
    const id = newId();
    const secret = newToken();
    const record: LinkRecord = { id, showId, role, name: name.trim(), hash: hashOf(secret), createdAt: now(), by: by.id, createdBy: by.name };
    await doors.putLink(showId, id, JSON.stringify(record));
    log.note('link-made', by.name, from, detailOf(record));
    return { ...viewOf(record, null), token: `${id}_${secret}` };
  }

  /** A show's links, the newest first. */
  async list(showId: string): Promise<LinkView[]> {
    const { links, openedAt } = await this.options.store.doors.linksOf(showId);
    return links.flatMap((text) => readLink(text) ?? []).map((record) => viewOf(record, Number(openedAt[record.id] ?? 0) || null)).sort((a, b) => b.createdAt - a.createdAt);
  }

  /** @throws Refusal NOT_FOUND, also for a link of another show. */
  async remove(showId: string, id: string, by: { name: string }, from: Pick<From, 'address'>): Promise<void> {
    const { store: { doors, sessions }, log, now } = this.options;
    const record = readLink(await doors.link(id));
    if (record?.showId !== showId || !(await doors.removeLink(showId, id))) throw new Refusal('NOT_FOUND', 'There is no such link; it may have been removed already.');
    log.note('link-removed', by.name, from, detailOf(record));
    // They are over already; what is left of them would only be listed.
    const opened = (await sessions.list(now())).filter(({ session }) => readSession(session)?.link?.id === id);
    await Promise.all(opened.map(({ hash }) => sessions.remove(hash)));
  }

  /**
   * Exchanges a link's token for a session; the one this browser has of the same link goes on, so that a source which is reloaded all day leaves no others behind.
   * @param tokenOf the session token this browser has for that screen of that show
   * @throws Refusal UNAUTHENTICATED, RATE_LIMITED
   */
  async open(token: string, tokenOf: (role: LinkRole, showId: string) => string | undefined, from: From): Promise<Opened> {
    const { store: { doors }, signIn, log, now } = this.options;
    const counters = [linkByAddress(from.address)];
    await countAttempt(doors, counters);
    const [, id = '', secret = ''] = SHAPE.exec(token) ?? [];
    const record = id === '' ? undefined : readLink(await doors.link(id));
    if (!record || !isSame(record.hash, hashOf(secret))) {
      log.note('link-refused', '', from, from.device);
      throw new Refusal('UNAUTHENTICATED', "This link was removed, or is not whole. Ask for a new one: it is made under the show's Settings, Wall and overlay.");
    }
    await doors.forgive(counters);
    await doors.openedLink(id, now());
    const { showId, role, name, by } = record;
    const had = tokenOf(role, showId);
    if (had !== undefined && (await this.goesOn(had, id))) return { token: had, seconds: LINK_S, showId, role };
    log.note('link-opened', name, from, detailOf(record));
    return { ...(await signIn.begin({ link: { id, name, role, showId, by } }, from, LINK_S)), showId, role };
  }

  /** Lets a session of this very link last its full time again. @returns whether it is one. */
  private async goesOn(token: string, linkId: string): Promise<boolean> {
    const { sessions } = this.options.store;
    const text = (await sessions.whoIs(hashOf(token), undefined))?.session;
    if (text === undefined || readSession(text)?.link?.id !== linkId) return false;
    await sessions.put(hashOf(token), text, LINK_S, this.options.now());
    return true;
  }
}

const detailOf = ({ name, role, showId }: LinkRecord): string => `${name} in ${showId}, ${role}`;

const viewOf = ({ id, role, name, createdAt, createdBy }: LinkRecord, openedAt: number | null): LinkView => ({ id, role, name, createdAt, createdBy, openedAt });
