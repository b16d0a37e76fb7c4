import type { Text } from '../wire/wire.gen';
import type { Language } from './i18n';

const pair = (vi: string, en: string): Text => ({ vi, en });

/** What each type of event means, in words. */
const types: Readonly<Record<string, Text>> = {
  'alarm.raised': pair('Cảnh báo bật', 'Alarm raised'),
  'alarm.acknowledged': pair('Cảnh báo đã được nhận', 'Alarm acknowledged'),
  'alarm.cleared': pair('Cảnh báo tắt', 'Alarm cleared'),
  'alarm.escalated': pair('Cảnh báo chuyển cấp trên', 'Alarm escalated'),
  'catalogue.amended': pair('Danh mục thủ tục thay đổi', 'Catalogue amended'),
  'clock.day_opened': pair('Mở ngày mới', 'Day opened'),
  'dossier.submitted': pair('Nộp hồ sơ', 'Submitted'),
  'dossier.received': pair('Tiếp nhận', 'Accepted'),
  'dossier.refused': pair('Không tiếp nhận', 'Refused'),
  'dossier.assigned': pair('Phân công xử lý', 'Assigned'),
  'dossier.supplement_requested': pair('Yêu cầu bổ sung', 'Supplement asked for'),
  'dossier.fee_requested': pair('Yêu cầu nộp phí, lệ phí', 'Fee asked for'),
  'dossier.withdrawn': pair('Xin rút hồ sơ', 'Withdrawn'),
  'dossier.paused': pair('Dừng xử lý', 'Stopped'),
  'dossier.resumed': pair('Tiếp tục xử lý', 'Resumed'),
  'dossier.resolved': pair('Xử lý xong', 'Resolved'),
  'dossier.returned': pair('Trả kết quả', 'Result handed over'),
  'dossier.apologised': pair('Thư xin lỗi, hẹn lại', 'Apology with a new date'),
  'explanation.requested': pair('Yêu cầu giải trình', 'Explanation ordered'),
  'explanation.submitted': pair('Nộp giải trình', 'Explanation submitted'),
  'explanation.accepted': pair('Chấp nhận giải trình', 'Explanation accepted'),
  'explanation.returned': pair('Trả lại giải trình', 'Explanation returned'),
  'explanation.withdrawn': pair('Rút yêu cầu giải trình', 'Order withdrawn'),
  'feed.up': pair('Kết nối thông', 'Link up'),
  'feed.down': pair('Kết nối mất', 'Link down'),
  'alert.raised': pair('Cảnh báo SOC', 'SOC alert'),
  'alert.triaged': pair('Đã phân loại', 'Triaged'),
  'alert.dismissed': pair('Bỏ qua', 'Dismissed'),
  'alert.promoted': pair('Nâng thành sự cố', 'Became an incident'),
  'incident.opened': pair('Phát hiện sự cố', 'Incident found'),
  'incident.verified': pair('Xác minh', 'Verified'),
  'incident.escalated': pair('Nâng mức nghiêm trọng', 'Escalated to severe'),
  'incident.contained': pair('Ngăn chặn', 'Contained'),
  'incident.resolved': pair('Khôi phục', 'Resolved'),
  'incident.closed': pair('Tổng kết, đóng', 'Closed'),
  'incident.reopened': pair('Mở lại', 'Reopened'),
  'incident.notified': pair('Thông báo', 'Notified'),
  'incident.eradicated': pair('Gỡ bỏ', 'Eradicated'),
  'incident.assessed': pair('Đánh giá mức độ', 'Assessed'),
  'incident.reported': pair('Báo cáo cấp quốc gia', 'Reported to the national centre'),
  'indicator.reported': pair('Báo cáo số liệu', 'Reported'),
  'indicator.missed': pair('Lỡ kỳ báo cáo', 'Period missed'),
  'indicator.reminded': pair('Nhắc báo cáo', 'Reminded'),
  'model.proposed': pair('Đề xuất mô hình', 'Proposed'),
  'model.preparing': pair('Chuẩn bị điều kiện', 'Preparing'),
  'model.blocked': pair('Vướng mắc', 'Blocked'),
  'model.started': pair('Triển khai', 'Started'),
  'model.site_activated': pair('Kích hoạt điểm', 'Site activated'),
  'model.milestone_planned': pair('Đặt mốc việc', 'Milestone planned'),
  'model.milestone_reached': pair('Đạt mốc việc', 'Milestone reached'),
  'model.suspended': pair('Tạm dừng', 'Suspended'),
  'model.completed': pair('Hoàn thành', 'Completed'),
  'model.maintained': pair('Duy trì', 'In regular use'),
  'payment.billed': pair('Phát sinh khoản phải nộp', 'Billed'),
  'payment.initiated': pair('Bắt đầu thanh toán', 'Started'),
  'payment.succeeded': pair('Thanh toán thành công', 'Succeeded'),
  'payment.failed': pair('Thanh toán thất bại', 'Failed'),
  'payment.cancelled': pair('Hủy thanh toán', 'Cancelled'),
  'payment.refunded': pair('Hoàn trả', 'Refunded'),
  'payment.reconciled': pair('Đối soát', 'Reconciled'),
  'step.opened': pair('Mở bước quy trình', 'Step opened'),
  'step.assigned': pair('Giao bước', 'Step assigned'),
  'step.done': pair('Xong bước', 'Step done'),
  'step.skipped': pair('Bỏ qua bước', 'Step skipped'),
  'system.registered': pair('Đăng ký hệ thống', 'System registered'),
  'system.level_approved': pair('Duyệt hồ sơ cấp độ', 'Level file approved'),
  'system.layer_assessed': pair('Đánh giá lớp bảo vệ', 'Layer assessed'),
  'system.audited': pair('Kiểm tra, đánh giá', 'Audited'),
  'system.retired': pair('Ngừng sử dụng', 'Retired'),
};

/** What the members of an event's data are called. */
const members: Readonly<Record<string, Text>> = {
  procedure: pair('Thủ tục', 'Procedure'),
  unit: pair('Đơn vị', 'Unit'),
  department: pair('Sở, ngành', 'Department'),
  channel: pair('Kênh', 'Channel'),
  level: pair('Mức độ', 'Level'),
  from: pair('Từ trạng thái', 'From status'),
  to: pair('Sang trạng thái', 'To status'),
  due: pair('Hạn', 'Due'),
  previous_due: pair('Hạn trước', 'Due before'),
  accept_by: pair('Phải trả lời tiếp nhận trước', 'To be accepted by'),
  accepted_late: pair('Tiếp nhận quá hạn', 'Accepted late'),
  reason: pair('Lý do', 'Reason'),
  timely: pair('So với hạn', 'Against the due date'),
  digitised: pair('Có số hóa thành phần', 'Digitised'),
  reused: pair('Có tái sử dụng', 'Reused'),
  reused_national: pair('Tái sử dụng từ DVCQG', 'Reused from the national portal'),
  electronic_result: pair('Kết quả điện tử', 'Electronic result'),
  full_online: pair('Trực tuyến toàn trình', 'Wholly online'),
  counts_received: pair('Tính là tiếp nhận', 'Counts as received'),
  flags: pair('Dấu hiệu', 'Flags'),
  amount_vnd: pair('Số tiền (đồng)', 'Amount (VND)'),
  method: pair('Hình thức', 'Method'),
  bill: pair('Khoản nộp', 'Bill'),
  dossier: pair('Hồ sơ', 'Dossier'),
  title: pair('Tên', 'Title'),
  name: pair('Tên', 'Name'),
  severity: pair('Mức', 'Severity'),
  category: pair('Loại', 'Type'),
  system: pair('Hệ thống', 'System'),
  rule: pair('Quy tắc', 'Rule'),
  originator: pair('Đối tượng', 'Originator'),
  figure: pair('Chỉ số', 'Figure'),
  value: pair('Giá trị', 'Value'),
  base: pair('Cơ sở', 'Base'),
  threshold: pair('Ngưỡng', 'Threshold'),
  by: pair('Vai trò', 'By'),
  question: pair('Câu hỏi', 'Question'),
  answer: pair('Trả lời', 'Answer'),
  alarm: pair('Cảnh báo', 'Alarm'),
  late: pair('Trễ', 'Late'),
  rounds: pair('Lần trả lời', 'Answers so far'),
  assignee: pair('Giao cho', 'Assigned to'),
  role: pair('Vai trò', 'Role'),
  incident: pair('Sự cố', 'Incident'),
  number: pair('Bước', 'Step'),
  indicator: pair('Chỉ tiêu', 'Indicator'),
  issuer: pair('Cơ quan báo cáo', 'Issuer'),
  as_of: pair('Tính đến', 'As of'),
  outcome: pair('Kết quả', 'Outcome'),
  owner: pair('Chủ quản', 'Owner'),
  lead: pair('Cơ quan chủ trì', 'Lead'),
  paid_on: pair('Ngày nộp', 'Paid on'),
};

/** The ten national statuses of a dossier. */
const statuses: readonly Text[] = [
  pair('Mới đăng ký', 'Just registered'),
  pair('Được tiếp nhận', 'Accepted'),
  pair('Không được tiếp nhận', 'Not accepted'),
  pair('Đang xử lý', 'In process'),
  pair('Yêu cầu bổ sung giấy tờ', 'Supplement asked for'),
  pair('Yêu cầu thực hiện nghĩa vụ tài chính', 'Fee asked for'),
  pair('Công dân yêu cầu rút hồ sơ', 'Withdrawn by the citizen'),
  pair('Dừng xử lý', 'Stopped'),
  pair('Đã xử lý xong', 'Processed'),
  pair('Đã trả kết quả', 'Result handed over'),
];

/** Words that stand in events' data. */
const words: Readonly<Record<string, Text>> = {
  early: pair('trước hạn', 'early'),
  on_time: pair('đúng hạn', 'on time'),
  late: pair('quá hạn', 'late'),
  full: pair('toàn trình', 'wholly online'),
  partial: pair('một phần', 'partly online'),
  info: pair('còn lại', 'information only'),
  true: pair('có', 'yes'),
  false: pair('không', 'no'),
};

const CHANNELS: readonly Text[] = [
  pair('trực tiếp', 'in person'),
  pair('trực tuyến', 'online'),
  pair('bưu chính công ích', 'by post'),
];

/** What happened, in words: "dossier.received.v1" → "Tiếp nhận"; the type itself where nobody named it. */
export function eventName(type: string, language: Language): string {
  return types[type.replace(/\.v\d+$/, '')]?.[language] ?? type;
}

/** What a member of an event's data is called. */
export function memberName(name: string, language: Language): string {
  return members[name]?.[language] ?? name;
}

/** A dossier's status in words. */
export function statusName(status: number, language: Language): string {
  return statuses[status - 1]?.[language] ?? String(status);
}

/** A value of an event's data in words, where it has any: statuses, channels, yes and no. */
export function valueName(noun: string, member: string, value: unknown, language: Language): string {
  if (noun === 'dossier' && typeof value === 'number') {
    if (member === 'from' || member === 'to') return statusName(value, language);
    if (member === 'channel') return CHANNELS[value - 1]?.[language] ?? String(value);
  }
  if (Array.isArray(value)) return value.map((v) => valueName(noun, member, v, language)).join(', ');
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  return words[text]?.[language] ?? text;
}
