import { pair } from './pair';

/** The texts of the morning brief. */
export const briefTexts = {
  'brief.says.worst': pair(
    '{day}, {place} có {n} việc cần xử lý, gấp nhất là {worst}.',
    'On {day}, {n} {n:matter needs|matters need} somebody in {place}, first of all: {worst}.',
  ),
  'brief.says.there': pair('{what} ở {place}', '{what} in {place}'),
  'brief.says.needs': pair(
    '{day}, {place} có {n} việc cần xử lý.',
    'On {day}, {n} {n:matter needs|matters need} somebody in {place}.',
  ),
  'brief.says.calm': pair(
    '{day}, {place} không có việc nào cần xử lý.',
    'On {day}, nothing needs anybody in {place}.',
  ),
  'brief.says.day': pair(
    'Ngày làm việc gần nhất, {day}, tiếp nhận {received} hồ sơ ({change}) và giải quyết {resolved} ({resolvedChange}) so với {before}; trả trễ hạn {late} hồ sơ, bằng {rate} số đã giải quyết.',
    'On the last working day, {day}, {received} dossiers were received ({change}) and {resolved} resolved ({resolvedChange}) compared with {before}; {late} of those were returned late, {rate}.',
  ),
  'brief.says.more': pair('tăng\u00a0{n}', '{n} more'),
  'brief.says.fewer': pair('giảm\u00a0{n}', '{n} fewer'),
  'brief.says.same': pair('không\u00a0đổi', 'unchanged'),
  'brief.says.open': pair(
    'Hiện còn {open} hồ sơ đang xử lý, trong đó {overdue} đang quá hạn ({rate}).',
    '{open} dossiers are open, {overdue} of them overdue ({rate}).',
  ),
  'brief.says.where': pair(
    'Hiện còn {open} hồ sơ đang xử lý, trong đó {overdue} đang quá hạn ({rate}), tỷ lệ cao nhất ở {unit} ({share}).',
    '{open} dossiers are open, {overdue} of them overdue ({rate}), the highest share in {unit} ({share}).',
  ),
  'brief.standing': pair('Cảnh báo và việc chưa xử lý xong', 'Alarms and matters that are not settled'),
  'brief.copy': pair('Sao chép', 'Copy'),
  'brief.copied': pair('Đã sao chép', 'Copied'),
  'brief.uncopied': pair('Trình duyệt không cho sao chép', 'The browser does not let it be copied'),
  'brief.save': pair('Tải văn bản', 'Save as text'),
  'brief.file': pair('diem-tin-{day}.txt', 'morning-brief-{day}.txt'),
  'brief.figures': pair('{day} so với {before}', '{day} compared with {before}'),
  'brief.source': pair(
    'Nguồn: sổ cái, vị trí #{n}. Cùng vị trí sổ cái luôn cho cùng con số.',
    'Source: the event log, position #{n}. The same position always gives the same number.',
  ),
  'brief.soon': pair('Hồ sơ đến hạn trong 24 giờ', 'Dossiers due within 24 hours'),
  'brief.change': pair('Thay đổi', 'Change'),
  'brief.figure': pair('Chỉ số', 'Figure'),
} as const;
