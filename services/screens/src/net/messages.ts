import {
  TypeDelta,
  TypeError as TypeErrorMessage,
  TypeHeartbeat,
  TypeHello,
  TypeShow,
  TypeSnapshot,
  type Delta,
  type Error as ErrorMessage,
  type Heartbeat,
  type Hello,
  type Show,
  type Snapshot,
} from '../wire/wire.gen';

/** Anything that a gateway says; `type` tells which. */
export type ServerMessage =
  | (Hello & { type: typeof TypeHello })
  | (Snapshot & { type: typeof TypeSnapshot })
  | (Delta & { type: typeof TypeDelta })
  | (Heartbeat & { type: typeof TypeHeartbeat })
  | (ErrorMessage & { type: typeof TypeErrorMessage })
  | (Show & { type: typeof TypeShow });

const known: ReadonlySet<unknown> = new Set([
  TypeHello,
  TypeSnapshot,
  TypeDelta,
  TypeHeartbeat,
  TypeErrorMessage,
  TypeShow,
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
