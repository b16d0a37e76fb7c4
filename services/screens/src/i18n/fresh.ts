import { pair } from './pair';

/** The texts of how agencies keep their contracts to report. */
export const freshTexts = {
  'fresh.agency': pair('Cơ quan', 'Agency'),
  'fresh.due': pair('Kỳ phải gửi', 'Periods due'),
  'fresh.onTime': pair('Gửi đúng hạn', 'Sent in time'),
  'fresh.late': pair('Gửi trễ', 'Sent late'),
  'fresh.missed': pair('Không gửi', 'Not sent'),
  'fresh.parts': pair(
    'Kỳ phải gửi = gửi đúng hạn + gửi trễ + không gửi.',
    'Periods due = sent in time + sent late + not sent.',
  ),
  'fresh.silent': pair('Số liệu còn thiếu', 'Figures owed now'),
  'fresh.reminders': pair('Lần nhắc', 'Reminders'),
  'fresh.last': pair('Số liệu đến ngày', 'Figures as of'),
  'fresh.lag': pair('{n} ngày', '{n} {n:day|days}'),
  'fresh.correct': pair('Đúng', 'Correct'),
  'fresh.complete': pair('Đủ: đã gửi, kể cả trễ', 'Complete: sent, late too'),
  'fresh.clean': pair('Sạch', 'Clean'),
  'fresh.live': pair('Sống: gửi đúng hạn', 'Live: sent in time'),
  'fresh.lead': pair(
    'Đúng: không phải đính chính. Đủ: kỳ phải gửi đã có số liệu, đúng hạn hay trễ. Sạch: không bất thường. Sống: kỳ phải gửi đã có số liệu đúng hạn.',
    'Correct: not corrected later. Complete: of the expected periods, those reported in time or late. Clean: nothing odd. Live: of the expected periods, those reported in time.',
  ),
  'fresh.units': pair('{n} đơn vị', '{n} {n:unit|units}'),
  'fresh.noContract': pair('không hẹn kỳ', 'no contract'),
  'fresh.silentOnly': pair('Chỉ cơ quan chưa gửi số liệu', 'Only agencies that have not sent their figures'),
} as const;
