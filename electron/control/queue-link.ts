import type { AskInput, AskName, AskOutput } from './door-calls.ts';
import type { EngineNews, Holder, Topic } from './messages.ts';

/** The way to a queue, whoever holds it: this process or another one. */
export interface QueueLink {
  /** Null = this process. */
  readonly holder: Holder | null;
  /** Asks a call of the contract or of the door. Throws `ConvoyFailure`. */
  ask<K extends AskName>(name: K, input: AskInput<K>): Promise<AskOutput<K>>;
  /** Hears events from now on. To be called once. */
  hear(to: readonly Exclude<Topic, 'window'>[], listener: (news: EngineNews) => void): Promise<void>;
  /** Settles when the other end is gone, however that came; never for this process. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}
