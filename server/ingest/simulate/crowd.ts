import { hashOf, type Random } from './random.ts';

export const SOURCES = ['natural', 'paid', 'follow', 'search', 'short-video', 'share'] as const;
export type Source = (typeof SOURCES)[number];

/** One person in the room. */
export interface Visitor {
  /** Counted from 0 in the order of first arrival. */
  person: number;
  viewerId: string;
  source: Source;
  follower: boolean;
  leavesAt: number;
  /** Told apart from an earlier visit of the same person. */
  visit: number;
}

/** Who is in the room, who has been, who bought: all by small numbers, so that a million people stay cheap. */
export class Crowd {
  private readonly inside: Visitor[] = [];
  private readonly places = new Map<number, number>();
  private readonly bought = new Set<number>();
  private readonly follows = new Set<number>();
  private visits = 0;

  constructor(
    private readonly random: Random,
    private readonly idOf: (person: number) => string,
    /** The most different people that ever come; after them only those who have been here return. */
    private readonly people: number,
    /** How many have been here already. */
    private known: number,
  ) {}

  get size(): number {
    return this.inside.length;
  }

  /** How many different people have come. */
  get seen(): number {
    return this.known;
  }

  /** Somebody new, or now and then somebody who was here before; undefined when everybody is inside. */
  arrive(source: Source, leavesAt: number, returning: boolean): Visitor | undefined {
    const person = returning || this.known >= this.people ? this.outsider() : this.known;
    if (person === undefined) return undefined;
    if (person === this.known) this.known += 1;
    const visitor: Visitor = { person, viewerId: this.idOf(person), source, follower: this.isFollower(person, source), leavesAt, visit: this.visits++ };
    this.places.set(person, this.inside.push(visitor) - 1);
    return visitor;
  }

  leave(visitor: Visitor): boolean {
    const place = this.places.get(visitor.person);
    if (place === undefined || this.inside[place]?.visit !== visitor.visit) return false;
    const last = this.inside.pop();
    if (last && last !== visitor) {
      this.inside[place] = last;
      this.places.set(last.person, place);
    }
    this.places.delete(visitor.person);
    return true;
  }

  isHere(visitor: Visitor): boolean {
    const place = this.places.get(visitor.person);
    return place !== undefined && this.inside[place]?.visit === visitor.visit;
  }

  anyone(): Visitor | undefined {
    return this.inside[this.random.below(this.inside.length)];
  }

  everyone(): readonly Visitor[] {
    return this.inside;
  }

  /** True the first time only. */
  follow(visitor: Visitor): boolean {
    if (visitor.follower) return false;
    visitor.follower = true;
    this.follows.add(visitor.person);
    return true;
  }

  /** Notes a purchase; true when it is this person's first in the shop. */
  buy(visitor: Visitor): boolean {
    const known = this.bought.has(visitor.person) || hashOf(`${visitor.viewerId} bought before`) < (visitor.follower ? 0.6 : 0.2);
    this.bought.add(visitor.person);
    return !known;
  }

  private isFollower(person: number, source: Source): boolean {
    return source === 'follow' || this.follows.has(person) || hashOf(`${this.idOf(person)} follows`) < 0.12;
  }

  private outsider(): number | undefined {
    for (let attempt = 0; attempt < 20 && this.known > 0; attempt++) {
      const person = this.random.below(this.known);
      if (!this.places.has(person)) return person;
    }
    return this.known < this.people ? this.known : undefined;
  }
}
