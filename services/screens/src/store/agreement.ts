import type { Key } from '../i18n/i18n';
import {
  ReasonClickHouseAway,
  ReasonDiffer,
  ReasonFilling,
  ReasonLogAway,
  ReasonNoDatabase,
  ReasonNotCompared,
  ReasonReplaced,
  ReasonStarting,
} from '../wire/wire.gen';

/** Whether the figures agree with the ledger; `comparing` and `unknown` say nothing of them. */
export type Agreement = 'agrees' | 'differs' | 'comparing' | 'unknown';

/** Why they are not known to agree, in words. */
export const reasons: Readonly<Record<string, Key>> = {
  [ReasonDiffer]: 'reason.sums_differ',
  [ReasonReplaced]: 'reason.log_replaced',
  [ReasonStarting]: 'reason.starting',
  [ReasonLogAway]: 'reason.log_away',
  [ReasonClickHouseAway]: 'reason.clickhouse_away',
  [ReasonNoDatabase]: 'reason.clickhouse_empty',
  [ReasonFilling]: 'reason.clickhouse_filling',
  [ReasonNotCompared]: 'reason.not_compared',
};

/** What a gateway's heartbeat says of them: only true is agreement, whatever a later gateway may send. */
export function agreementOf(consistent: boolean | null, reason: string): Agreement {
  if (consistent === true) return 'agrees';
  if (consistent === false) return 'differs';
  return reason === ReasonStarting || reason === ReasonFilling ? 'comparing' : 'unknown';
}
