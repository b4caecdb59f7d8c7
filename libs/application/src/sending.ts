/** How a command was sent, and what that makes of it: its name, its digest, the revision it is meant for. */
import type { CommandOutcome } from '#event-store';
import { type Actor, type CommandContext, type DomainEvent, uuidOf } from '#kernel';

export interface Sending {
  /** A command sent again with the same key by the same person is answered with what it did then; other content under the key is refused. Absent: the same statement is the same command. */
  readonly idempotencyKey?: string | undefined;
  /** The revision of the stream at which the sender looked. */
  readonly ifRevision?: bigint | undefined;
  /** Told where the stream stands after the command, where the answer does not say so itself. */
  readonly tellRevision?: ((revision: bigint) => void) | undefined;
}

type Sent = Pick<CommandContext, 'commandId' | 'correlationId' | 'payloadDigest' | 'ifRevision' | 'actor'>;

/**
 * The part of a command's context that comes from its sending.
 * @param about what the command is about, in full: two commands about different things never have one name
 * @param payloadDigest of what the sender stated, without anything that depends on the day it arrives
 * @param unkeyed names a command that has no key; its content where absent
 */
export function sentAs(about: string, payloadDigest: string, actor: Actor, { idempotencyKey, ifRevision }: Sending, unkeyed = payloadDigest): Sent {
  // Keys are the sender's own: those of two people never meet.
  const commandId = uuidOf(`${about}/${idempotencyKey === undefined ? unkeyed : `${actor.staffId}/${idempotencyKey}`}`);
  return { commandId, correlationId: commandId, payloadDigest, ifRevision, actor };
}

/** What became of a step, as its sender is told. Of a step that decided nothing there is nothing to tell: every step records something, or is refused. */
export function takenOf(step: string, outcome: Exclude<CommandOutcome<DomainEvent>, { status: 'refused' }>): { readonly outcome: 'recorded' | 'alreadyRecorded'; readonly events: readonly string[]; readonly revision: bigint } {
  if (outcome.status === 'unchanged') throw new Error(`the step ${step} decided nothing`);
  return { outcome: outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded', events: outcome.events.map(({ type }) => type), revision: outcome.revision };
}
