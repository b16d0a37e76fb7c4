import {
  TypeDelta,
  TypeError as TypeErrorMessage,
  TypeHeartbeat,
  TypeHello,
  TypeSnapshot,
  type Delta,
  type Error as ErrorMessage,
  type Heartbeat,
  type Hello,
  type Snapshot,
} from '../wire/wire.gen';

/** Anything that a gateway says; `type` tells which. */
export type ServerMessage =
  | (Hello & { type: typeof TypeHello })
  | (Snapshot & { type: typeof TypeSnapshot })
  | (Delta & { type: typeof TypeDelta })
  | (Heartbeat & { type: typeof TypeHeartbeat })
  | (ErrorMessage & { type: typeof TypeErrorMessage });

const known: ReadonlySet<unknown> = new Set([
  TypeHello,
  TypeSnapshot,
  TypeDelta,
  TypeHeartbeat,
  TypeErrorMessage,
]);

/** The message in `text`, or undefined if it is none that this program knows. */
export function parseMessage(text: string): ServerMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isKnown = typeof value === 'object' && value !== null && 'type' in value && known.has(value.type);
  return isKnown ? (value as ServerMessage) : undefined;
}
