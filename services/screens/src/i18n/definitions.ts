import type { Text } from '../wire/wire.gen';
import type { Language } from './i18n';

const pair = (vi: string, en: string): Text => ({ vi, en });

/** What the figures count, by the rules of the provincial report on dossiers and of the regulations on incidents. */
const definitions: Readonly<Record<string, Text>> = {
  'dossiers.received': pair(
    'Hồ sơ được tiếp nhận lần đầu trong kỳ, mọi kênh; mỗi hồ sơ tính một lần.',
    'Dossiers accepted for the first time in the period, by any channel; each counts once.',
  ),
  'dossiers.resolved': pair(
    'Hồ sơ đã xử lý xong trong kỳ (trạng thái 9 hoặc 10), không tính trả lại và xin rút.',
    'Dossiers resolved in the period (status 9 or 10); those returned or withdrawn are not among them.',
  ),
  'dossiers.resolved_full_online': pair(
    'Hồ sơ đã xử lý xong mà mọi bước đều trực tuyến.',
    'Dossiers resolved with every step online.',
  ),
  'dossiers.resolved_early': pair(
    'Ngày xử lý xong trước ngày hạn.',
    'Resolved on a day before the due date.',
  ),
  'dossiers.resolved_on_time': pair(
    'Ngày xử lý xong đúng ngày hạn, hoặc hồ sơ không có hạn.',
    'Resolved on the due date, or without one.',
  ),
  'dossiers.resolved_late': pair('Ngày xử lý xong sau ngày hạn.', 'Resolved on a day after the due date.'),
  'dossiers.carried_over': pair(
    'Tiếp nhận trước kỳ và vẫn đang xử lý khi kỳ bắt đầu.',
    'Received before the period and still open when it began.',
  ),
  'dossiers.open': pair(
    'Hồ sơ đã tiếp nhận và chưa xong ở cuối kỳ, gồm cả hồ sơ đang dừng tính hạn.',
    'Dossiers received and not finished at the end of the period, those whose clock is stopped included.',
  ),
  'dossiers.in_time': pair(
    'Đang xử lý, hạn từ ngày cuối kỳ trở đi hoặc không có hạn.',
    'In progress, due on the period’s last day or later, or without a due date.',
  ),
  'dossiers.overdue': pair(
    'Đang xử lý và ngày hạn đã qua vào ngày cuối kỳ; hồ sơ đang dừng tính hạn không tính.',
    'In progress with a due date before the period’s last day; those whose clock is stopped do not count.',
  ),
  'dossiers.due_soon': pair(
    'Đang xử lý và đến hạn trong 24 giờ tới.',
    'In progress and due within 24 hours.',
  ),
  'dossiers.paused': pair(
    'Trạng thái 5, 6 hoặc 8: chờ bổ sung, chờ nộp phí hoặc dừng xử lý; hạn được cộng thêm khi tiếp tục.',
    'Status 5, 6 or 8: waiting for a supplement or a fee, or stopped; the due date moves when it resumes.',
  ),
  'dossiers.accepted_late': pair(
    'Trả lời tiếp nhận sau 8 giờ làm việc kể từ khi nộp.',
    'Accepted more than 8 working hours after it was submitted.',
  ),
  'payments.succeeded': pair(
    'Thanh toán được xác nhận thành công; thông báo trùng không tính lại.',
    'Payments confirmed as successful; a repeated confirmation does not count again.',
  ),
  'payments.amount_vnd': pair(
    'Tổng số tiền thanh toán thành công, đồng.',
    'Sum of successful payments, in VND.',
  ),
  'payments.unreconciled_overdue': pair(
    'Đã nộp nhưng quá hạn đối soát hằng ngày.',
    'Paid, but not reconciled within the daily deadline.',
  ),
  'alerts.raised': pair(
    'Cảnh báo của trung tâm giám sát an toàn thông tin; cảnh báo chưa phải là sự cố.',
    'Alerts of the security operations centre; an alert is not an incident.',
  ),
  'incidents.opened': pair(
    'Sự cố an toàn thông tin được phát hiện trong kỳ.',
    'Incidents found in the period.',
  ),
  'incidents.open': pair(
    'Sự cố chưa khắc phục xong ở cuối kỳ.',
    'Incidents not yet resolved at the end of the period.',
  ),
  'alarms.raised': pair(
    'Cảnh báo do quy tắc trên các chỉ số bật lên trong kỳ.',
    'Alarms that rules over figures raised in the period.',
  ),
  'explanations.overdue': pair(
    'Đơn vị còn nợ giải trình và hạn trả lời đã qua.',
    'Explanations still owed after their due date.',
  ),
};

/** What a figure counts; "" where its name says it all. */
export function definitionOf(figure: string, language: Language): string {
  return definitions[figure]?.[language] ?? '';
}
