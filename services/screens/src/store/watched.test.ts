import { expect, it } from 'vitest';
import type { AlarmCard, Frame, IncidentCard } from '../wire/wire.gen';
import { hiddenOf, rowsOf, uncarded } from './watched';

const alarm = (severity: string, acknowledged: boolean, raised = 0): AlarmCard =>
  ({ severity, acknowledged, raised }) as AlarmCard;
const incident = (status: string, severity = 'ordinary', changed = 0): IncidentCard =>
  ({ status, severity, changed }) as IncidentCard;

const frame = {
  alarms: {
    seen: alarm('late', true),
    seenWatch: alarm('watch', true),
    watch: alarm('watch', false),
    old: alarm('late', false, 1),
    late: alarm('late', false, 2),
  },
  incidents: {
    resolved: incident('resolved', 'severe', 9),
    closed: incident('closed', 'ordinary', 8),
    told: incident('notified'),
    clean: incident('eradicated', 'ordinary', 1),
    severe: incident('verified', 'severe'),
  },
  figures: { 'alarms.active': 7, 'incidents.open': 3 },
} as unknown as Frame;

it('active alarms stand first, those that nobody has seen above; then open incidents; what is over comes last', () => {
  expect(rowsOf(frame).map(({ id }) => id)).toEqual([
    ...['late', 'old', 'watch', 'seen', 'seenWatch'],
    ...['severe', 'clean', 'told'],
    ...['resolved', 'closed'],
  ]);
});

it('what is not seen is told by its kind, and what has no card is counted with it', () => {
  const rows = rowsOf(frame);
  const without = uncarded(frame);
  expect(without).toEqual({ alarms: 2, incidents: 0 });
  expect(hiddenOf(rows, 0, without)).toEqual({ alarms: 2, incidents: 0 });
  expect(hiddenOf(rows, 6, without)).toEqual({ alarms: 3, incidents: 5 });
});
