/**
 * Process managers: what follows from an event by itself, in other streams. The runner reads the ledger in its order from a bookmark, hands each event to whoever
 * handles its type, and moves the bookmark on when that has been done. A follow-up sends commands whose ids are made from the event, so doing it again changes nothing:
 * the bookmark may be lost, two programs may run it at the same time, and a program that was stopped goes on where it was.
 * What fails stays where it is and is tried again at the next run, and after a while by itself; until then nothing behind it is done, and `status` says so.
 */
import { type Bookmark, type EventStore, isBookmarkOf, keepBookmark, readBookmark, type RecordedEvent } from '#event-store';
import { type Actor, type CommandContext, DomainError, uuidOf } from '#kernel';

export interface FollowUp {
  readonly name: string;
  readonly types: readonly string[];
  /** Looks at the event as it is stored: most need not be opened to see that nothing follows. Everything of the types where absent. */
  readonly concerns?: (stored: RecordedEvent) => boolean;
  /** Must be repeatable. Events of imported rows never come: a book of past years sets nothing going by itself. */
  readonly react: (event: RecordedEvent) => Promise<void>;
}
export interface StuckFollowUp {
  readonly followUp: string;
  readonly eventId: string;
  readonly type: string;
  readonly streamId: string;
  /** Code of the refusal; `UNEXPECTED` for a fault of the program. */
  readonly code: string;
  readonly message: string;
  /** RFC 3339 UTC. */
  readonly since: string;
  readonly attempts: number;
}
export interface FollowUpStatus {
  readonly followUps: readonly string[];
  /** The last event looked at; null before the first. */
  readonly position: string | null;
  readonly stuck: StuckFollowUp | null;
}

/** Who acts: nobody, the program, by what the event says. */
export const FOLLOW_UP: Actor = { staffId: 'follow-up' };

/** The context of what follows from an event; `what` tells several consequences of one event apart. */
export const followUpContext = ({ eventId }: RecordedEvent, jurisdiction: CommandContext['jurisdiction'], what: string, now: string): CommandContext =>
  ({ commandId: uuidOf(`follow-up/${eventId}/${what}`), actor: FOLLOW_UP, jurisdiction, now, correlationId: uuidOf(`follow-up/${eventId}`), payloadDigest: `follow-up/${eventId}` });

const PAGE = 1_000;
/** How long what is stuck waits to be tried again where nothing else runs it. */
const STUCK_RETRY_MS = 30_000;

export class FollowUps {
  private bookmark: Bookmark | undefined;
  private opened = false;
  private running: Promise<void> | undefined;
  /** Somebody asked while a run was under way: what was recorded just before its end is not left lying. */
  private again = false;
  private stuck: StuckFollowUp | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;
  private tell: (stuck: StuckFollowUp | null) => void = () => undefined;

  /**
   * @param file where the bookmark is kept; it may be deleted
   * @param open an event of the store as a reaction needs it: most events nobody reacts to, and need not be opened
   */
  constructor(private readonly store: EventStore, private readonly file: string, private readonly followUps: readonly FollowUp[], private readonly now: () => string, private readonly retryMs = STUCK_RETRY_MS, private readonly open: (event: RecordedEvent) => RecordedEvent = (event) => event) {}

  /** Told when something gets stuck, and, with null, when it is no longer. */
  watch(tell: (stuck: StuckFollowUp | null) => void): void {
    this.tell = tell;
  }

  status(): FollowUpStatus {
    return { followUps: this.followUps.map(({ name }) => name), position: this.bookmark?.position ?? null, stuck: this.stuck ?? null };
  }

  /** Does what is due. While it is being done already, this returns at once: what a follow-up records itself is looked at by the run under way. */
  async run(): Promise<void> {
    this.again = true;
    if (this.running !== undefined) return;
    this.running = this.whileAsked();
    try {
      await this.running;
    } finally {
      this.running = undefined;
    }
    if (this.stuck !== undefined) this.retryLater();
  }

  /** Waits for a run under way. */
  async settled(): Promise<void> {
    await this.running;
  }

  /** Nothing is tried again by itself any more; waits for a run under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.running?.catch(() => undefined);
  }

  private retryLater(): void {
    if (this.stopped || this.retry !== undefined) return;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.run().catch(() => this.retryLater());
    }, this.retryMs).unref();
  }

  private async whileAsked(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.catchUp();
    }
  }

  private async catchUp(): Promise<void> {
    if (!this.opened) this.bookmark = await this.foundAgain();
    this.opened = true;
    for (;;) {
      const { events, end } = await this.store.readAll({ after: this.bookmark?.position, limit: PAGE });
      let reacted = false;
      for (const event of events) {
        const done = await this.follow(event);
        if (done === 'failed') {
          if (reacted) this.keep();
          return;
        }
        reacted ||= done === 'reacted';
        this.bookmark = { position: event.position, eventId: event.eventId, before: this.bookmark?.position ?? null };
        if (this.stuck !== undefined) this.tell(null);
        this.stuck = undefined;
      }
      // Looking at a few events again costs less than a file after every command.
      if (reacted || !end) this.keep();
      if (end) return;
    }
  }

  private async follow(event: RecordedEvent): Promise<'reacted' | 'none' | 'failed'> {
    if (event.metadata['source'] !== undefined) return 'none';
    let reacted = false;
    for (const { name, types, concerns, react } of this.followUps) {
      if (!types.includes(event.type) || concerns?.(event) === false) continue;
      try {
        await react(this.open(event));
        reacted = true;
      } catch (error) {
        const known = this.stuck?.eventId === event.eventId ? this.stuck : undefined;
        const { eventId, type, streamId } = event;
        this.stuck = {
          followUp: name, eventId, type, streamId, code: error instanceof DomainError ? error.code : 'UNEXPECTED', message: error instanceof Error ? error.message : String(error),
          since: known?.since ?? this.now(), attempts: (known?.attempts ?? 0) + 1,
        };
        if (known === undefined) this.tell(this.stuck);
        return 'failed';
      }
    }
    return reacted ? 'reacted' : 'none';
  }

  /** Without a bookmark of this ledger everything is looked at again, which repeats nothing. */
  private async foundAgain(): Promise<Bookmark | undefined> {
    const kept = readBookmark(this.file);
    return kept !== undefined && (await isBookmarkOf(this.store, kept)) ? kept : undefined;
  }

  private keep(): void {
    if (this.bookmark !== undefined) keepBookmark(this.file, this.bookmark);
  }
}
