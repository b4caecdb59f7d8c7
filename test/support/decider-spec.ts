/** `given(events).when(command)` for any decider: what was decided, or why not; and that the events fold. */
import type { Decided, Decider, DomainEvent } from '#kernel';

export function specificationOf<State, Command, Event extends DomainEvent>(decider: Decider<State, Command, Event>) {
  return {
    given(events: readonly Event[]) {
      const fold = (): State => events.reduce((state, event) => decider.evolve(state, event), decider.initialState());
      return {
        when(command: Command) {
          return {
            /** The events decided, which also fold without complaint. */
            then(expected: readonly Decided<Event>[]): void {
              const decided = decider.decide(command, fold());
              expect(JSON.parse(JSON.stringify(decided))).toEqual(JSON.parse(JSON.stringify(expected)));
              decided.reduce((state, event) => decider.evolve(state, event), fold());
            },
            thenRefused(code: string): void {
              expect(() => decider.decide(command, fold())).toThrow(expect.objectContaining({ name: 'DomainError', code }) as Error);
            },
          };
        },
      };
    },
  };
}
