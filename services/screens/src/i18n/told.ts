import { pair } from './pair';

/** How values are spelt out. */
export const spelt = {
  former: pair('đơn vị không còn trên bản đồ này', 'a unit that is not on this map'),
  unknown: pair('không có tên trong danh mục', 'not named in the catalogue'),
  of: pair('{value} trên {base} ({rate})', '{value} of {base} ({rate})'),
  trend: pair('{value}, kỳ trước {base} ({rate})', '{value}, before {base} ({rate})'),
  hours: pair('{n} giờ làm việc không có tín hiệu', 'nothing heard for {n} working {n:hour|hours}'),
  hoursLimit: pair('{n} giờ làm việc', '{n} working {n:hour|hours}'),
  days: pair('{n} ngày làm việc', '{n} working {n:day|days}'),
  calendarDays: pair('{n} ngày', '{n} {n:day|days}'),
  seconds: pair('{n} giây', '{n} {n:second|seconds}'),
  minutes: pair('{n} phút', '{n} {n:minute|minutes}'),
  clock: pair('{h} giờ {n} phút', '{h} h {n} min'),
  reportedHours: pair('{n} giờ', '{n} {n:hour|hours}'),
  points: pair('{n} điểm', '{n} {n:point|points}'),
  yes: pair('có', 'yes'),
  no: pair('không', 'no'),
  layer: pair('lớp {n}: {word}', 'layer {n}: {word}'),
  playlist: pair('một danh sách phát', 'a playlist'),
  nothing: pair('chưa có nội dung', 'nothing yet'),
  other: pair('nội dung khác', 'something else'),
  role: pair('vai trò {id}', 'role {id}'),
  dong: pair('{n} đồng', '{n} VND'),
} as const;

/** What is said of an event beside its data. */
export const told = {
  automatic: pair('Hệ thống, theo quy tắc', 'The system, by its rules'),
  source: pair('Phần mềm nghiệp vụ gửi', 'Sent by a source system'),
  person: pair('Không ghi vai trò', 'No role recorded'),
  data: pair('Dữ liệu khác', 'Other data'),
  type: pair('Loại sự kiện', 'Type'),
  id: pair('Mã sự kiện', 'Event id'),
  from: pair('Nguồn', 'Source'),
  position: pair('Vị trí sổ cái', 'Log position'),
  counted: pair('Tính vào lúc', 'Counts at'),
  recorded: pair('Ghi sổ lúc', 'Recorded'),
  because: pair('Do sự kiện', 'Because of event'),
  chain: pair('Chuỗi sự kiện', 'Correlation'),
  attributes: pair('Thuộc tính khác của nguồn', 'Other attributes of the source'),
} as const;

/** Who sends events that has no name. */
export const senders = {
  source: pair('nguồn {id}', 'source {id}'),
  simulator: pair('bộ mô phỏng', 'the simulator'),
  program: pair('hệ thống này', 'this system'),
} as const;
