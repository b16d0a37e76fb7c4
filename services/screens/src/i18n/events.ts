import type { EventNoun, EventType } from '../wire/events.gen';
import type { Text } from '../wire/wire.gen';
import type { Language } from './i18n';
import { pair } from './pair';

/** What each type of event means, in words. */
const types: Readonly<Record<EventType, Text>> = {
  'alarm.raised': pair('Cảnh báo phát sinh', 'Alarm raised'),
  'alarm.acknowledged': pair('Cảnh báo đã được nhận', 'Alarm acknowledged'),
  'alarm.cleared': pair('Cảnh báo tắt', 'Alarm cleared'),
  'alarm.escalated': pair('Cảnh báo chuyển cấp trên', 'Alarm escalated'),
  'catalogue.amended': pair('Danh mục thủ tục thay đổi', 'Catalogue amended'),
  'command.answered': pair('Lệnh đã được trả lời', 'Command answered'),
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
  'dossier.transferred': pair('Chuyển đơn vị khác xử lý', 'Transferred to another unit'),
  'display.paired': pair('Ghép màn hình', 'Display paired'),
  'display.assigned': pair('Giao nội dung cho màn hình', 'Display told what to show'),
  'display.commanded': pair('Ra lệnh cho màn hình', 'Display commanded'),
  'display.unpaired': pair('Gỡ ghép màn hình', 'Display unpaired'),
  'explanation.requested': pair('Yêu cầu giải trình', 'Explanation ordered'),
  'explanation.submitted': pair('Nộp giải trình', 'Explanation submitted'),
  'explanation.accepted': pair('Chấp nhận giải trình', 'Explanation accepted'),
  'explanation.returned': pair('Trả lại giải trình', 'Explanation returned'),
  'explanation.withdrawn': pair('Rút yêu cầu giải trình', 'Order withdrawn'),
  'feed.up': pair('Kết nối hoạt động', 'Link up'),
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
  'indicator.reported': pair('Gửi số liệu', 'Reported'),
  'indicator.missed': pair('Kỳ không nộp', 'A period was never sent'),
  'indicator.reminded': pair('Nhắc gửi số liệu', 'Reminded'),
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
  'playlist.saved': pair('Lưu danh sách phát', 'Playlist saved'),
  'playlist.deleted': pair('Xóa danh sách phát', 'Playlist deleted'),
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
  'source.refused': pair('Từ chối nguồn có đồng hồ chạy nhanh', 'Source with a fast clock refused'),
  'system.retired': pair('Ngừng sử dụng', 'Retired'),
};

/** What a thing is called by its noun, before its number: "Hồ sơ …". */
const nouns: Readonly<Record<EventNoun, Text>> = {
  alarm: pair('Cảnh báo', 'Alarm'),
  alert: pair('Cảnh báo SOC', 'SOC alert'),
  catalogue: pair('Danh mục thủ tục', 'Catalogue of procedures'),
  clock: pair('Ngày của sổ cái', 'The log’s day'),
  command: pair('Lệnh', 'Command'),
  display: pair('Màn hình treo tường', 'Display'),
  dossier: pair('Hồ sơ', 'Dossier'),
  explanation: pair('Giải trình', 'Explanation'),
  feed: pair('Kết nối', 'Link'),
  incident: pair('Sự cố', 'Incident'),
  indicator: pair('Số liệu cơ quan gửi', 'Reported figure'),
  model: pair('Mô hình', 'Model'),
  payment: pair('Khoản nộp', 'Payment'),
  playlist: pair('Danh sách phát', 'Playlist'),
  source: pair('Nguồn gửi dữ liệu', 'Source'),
  step: pair('Bước ứng cứu', 'Step'),
  system: pair('Hệ thống', 'System'),
};

/** What a thing is called by its noun; undefined for one that there is not. */
export function nounName(noun: string, language: Language): string | undefined {
  return Object.hasOwn(nouns, noun) ? nouns[noun as EventNoun][language] : undefined;
}

/** What happened, in words: "dossier.received.v1" → "Tiếp nhận"; a type that there is not is an event. */
export function eventName(type: string, language: Language): string {
  const kind = type.replace(/\.v\d+$/, '');
  const named = Object.hasOwn(types, kind) ? types[kind as EventType] : pair('Sự kiện', 'Event');
  return named[language];
}
