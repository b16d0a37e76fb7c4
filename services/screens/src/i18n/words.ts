import type { Text } from '../wire/wire.gen';
import type { Language } from './i18n';

const pair = (vi: string, en: string): Text => ({ vi, en });

/** The words that stand in events' data, by their set; numbers are written as text. */
export const words: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  flag: {
    skipped: pair('thiếu bước trung gian trong dữ liệu gửi đến', 'steps in between were not reported'),
    repeated: pair('đã ở trạng thái đó từ trước', 'it was so already'),
    out_of_order: pair('đến muộn, không thay đổi gì', 'came out of order and changes nothing'),
    supplement_repeated: pair('yêu cầu bổ sung lần nữa', 'asked for a supplement again'),
    supplement_late: pair('yêu cầu bổ sung sau thời hạn cho phép', 'asked for a supplement too late'),
    contradicts: pair('trái với điều đã biết', 'contradicts what is known'),
    off_cadence: pair('kỳ báo cáo không đúng lịch hẹn', 'not one of the expected periods'),
  },
  severity: {
    watch: pair('theo dõi', 'watch'),
    late: pair('báo động', 'alarm'),
    low: pair('thấp', 'low'),
    medium: pair('trung bình', 'medium'),
    high: pair('cao', 'high'),
    critical: pair('nghiêm trọng', 'critical'),
    ordinary: pair('thông thường', 'ordinary'),
    severe: pair('nghiêm trọng', 'severe'),
  },
  alertStatus: {
    open: pair('mới', 'new'),
    triaged: pair('đã phân loại', 'triaged'),
    dismissed: pair('đã bỏ qua', 'dismissed'),
    promoted: pair('thành sự cố', 'an incident'),
  },
  incidentStatus: {
    open: pair('Phát hiện', 'Found'),
    notified: pair('Thông báo', 'Notified'),
    verified: pair('Xác minh', 'Verified'),
    contained: pair('Ngăn chặn', 'Contained'),
    eradicated: pair('Gỡ bỏ', 'Eradicated'),
    resolved: pair('Khôi phục', 'Resolved'),
    closed: pair('Tổng kết', 'Closed'),
  },
  report: {
    initial: pair('báo cáo ban đầu', 'initial report'),
    progress: pair('báo cáo diễn biến', 'progress report'),
    closing: pair('báo cáo kết thúc', 'closing report'),
  },
  owed: { '1': pair('phải gửi', 'owed'), '-1': pair('đã xong', 'settled') },
  explanationStatus: {
    requested: pair('chờ đơn vị trả lời', 'waiting for the unit'),
    submitted: pair('đã trả lời, chờ chấp nhận', 'answered, waiting for acceptance'),
    accepted: pair('được chấp nhận', 'accepted'),
    returned: pair('bị trả lại, phải trả lời lại', 'returned, owed again'),
    withdrawn: pair('đã rút yêu cầu', 'withdrawn'),
  },
  modelStatus: {
    proposed: pair('đề xuất', 'proposed'),
    preparing: pair('chuẩn bị điều kiện', 'preparing'),
    blocked: pair('chờ giải pháp', 'waiting for a solution'),
    in_progress: pair('đang triển khai', 'being rolled out'),
    suspended: pair('tạm dừng', 'suspended'),
    completed: pair('hoàn thành', 'completed'),
    maintained: pair('duy trì', 'in regular use'),
  },
  paymentStatus: {
    unpaid: pair('chưa thanh toán', 'not paid'),
    pending: pair('chờ thanh toán', 'pending'),
    paid: pair('đã thanh toán', 'paid'),
    cancelled: pair('đã hủy', 'cancelled'),
    refunded: pair('đã hoàn phí', 'refunded'),
  },
  outcome: {
    matched: pair('khớp', 'matched'),
    missing_here: pair('có trên sao kê, chưa ghi nhận ở đây', 'on the statement, not paid here'),
    missing_there: pair('đã nộp ở đây, không có trên sao kê', 'paid here, not on the statement'),
    amount_mismatch: pair('lệch số tiền', 'the amounts differ'),
    duplicate: pair('thu hai lần', 'taken twice'),
    refunded: pair('đã hoàn tiền', 'refunded'),
  },
  stepStatus: {
    open: pair('chưa giao', 'not assigned'),
    assigned: pair('đã giao', 'assigned'),
    done: pair('xong', 'done'),
    skipped: pair('bỏ qua', 'skipped'),
  },
  timeliness: {
    early: pair('trước hạn', 'early'),
    on_time: pair('đúng hạn', 'on time'),
    late: pair('quá hạn', 'late'),
  },
  level: {
    full: pair('toàn trình', 'wholly online'),
    partial: pair('một phần', 'partly online'),
    info: pair('còn lại', 'information only'),
  },
  channel: {
    '1': pair('trực tiếp', 'in person'),
    '2': pair('trực tuyến', 'online'),
    '3': pair('bưu chính công ích', 'by post'),
  },
  dossierStatus: {
    '1': pair('Mới đăng ký', 'Just registered'),
    '2': pair('Được tiếp nhận', 'Accepted'),
    '3': pair('Không được tiếp nhận', 'Not accepted'),
    '4': pair('Đang xử lý', 'In process'),
    '5': pair('Yêu cầu bổ sung giấy tờ', 'Supplement asked for'),
    '6': pair('Yêu cầu thực hiện nghĩa vụ tài chính', 'Fee asked for'),
    '7': pair('Công dân yêu cầu rút hồ sơ', 'Withdrawn by the citizen'),
    '8': pair('Dừng xử lý', 'Stopped'),
    '9': pair('Đã xử lý xong', 'Processed'),
    '10': pair('Đã trả kết quả', 'Result handed over'),
  },
  method: {
    'truc-tuyen': pair('trực tuyến', 'online'),
    'tien-mat': pair('tiền mặt', 'cash'),
    'chuyen-khoan': pair('chuyển khoản', 'bank transfer'),
    '': pair('không ghi', 'not told'),
  },
  role: {
    'truc-soc': pair('Trực SOC', 'SOC duty officer'),
    'doi-ung-cuu': pair('Đội ứng cứu sự cố', 'Incident response team'),
    'lanh-dao': pair('Lãnh đạo', 'The leaders'),
    'don-vi': pair('Đơn vị được hỏi', 'The unit that was asked'),
  },
  approver: {
    province: pair('UBND tỉnh', 'the provincial people’s committee'),
    department: pair('đơn vị chuyên trách', 'the specialised department'),
  },
  layer: {
    '1': pair('lớp 1, lực lượng tại chỗ', 'layer 1, own staff'),
    '2': pair('lớp 2, giám sát chuyên nghiệp', 'layer 2, monitoring'),
    '3': pair('lớp 3, kiểm tra độc lập định kỳ', 'layer 3, independent audit'),
    '4': pair('lớp 4, kết nối giám sát quốc gia', 'layer 4, link to the national centre'),
  },
  coverage: {
    full: pair('đủ', 'full'),
    partial: pair('một phần', 'partial'),
    none: pair('thiếu', 'missing'),
    '': pair('chưa đánh giá', 'not assessed'),
  },
  command: {
    hold: pair('giữ nguyên', 'hold'),
    resume: pair('chạy tiếp', 'resume'),
    next: pair('chuyển mục kế tiếp', 'next'),
    blank: pair('tắt hình', 'blank'),
    unblank: pair('bật hình', 'unblank'),
    message: pair('hiện thông báo', 'message'),
    clear: pair('gỡ thông báo', 'clear the message'),
  },
  category: {
    '1': pair('Tấn công từ chối dịch vụ', 'Denial of service'),
    '2': pair('Tấn công giả mạo', 'Spoofing and phishing'),
    '3': pair('Tấn công sử dụng mã độc', 'Malware'),
    '4': pair('Truy cập trái phép, chiếm quyền điều khiển', 'Intrusion, loss of control'),
    '5': pair('Thay đổi giao diện', 'Defacement'),
    '6': pair('Mã hóa phần mềm, dữ liệu, thiết bị', 'Ransomware'),
    '7': pair('Phá hoại thông tin, dữ liệu, phần mềm', 'Destruction of data or software'),
    '8': pair('Nghe trộm, gián điệp, lấy cắp thông tin', 'Eavesdropping, espionage, theft of data'),
    '9': pair('Tấn công tổng hợp nhiều hình thức', 'Attack in several forms'),
    '10': pair('Sự cố do lỗi hệ thống, thiết bị, phần mềm, hạ tầng', 'Failure of systems or infrastructure'),
    '11': pair('Sự cố do lỗi người quản trị, vận hành', 'Operators’ error'),
    '12': pair('Sự cố do thảm họa tự nhiên', 'Natural disaster'),
  },
  kind: {
    province: pair('cấp tỉnh', 'the province'),
    district: pair('cấp huyện', 'districts'),
    commune: pair('cấp xã', 'communes'),
    department: pair('sở, ngành', 'a department'),
  },
  weekday: {
    '1': pair('thứ Hai', 'Monday'),
    '2': pair('thứ Ba', 'Tuesday'),
    '3': pair('thứ Tư', 'Wednesday'),
    '4': pair('thứ Năm', 'Thursday'),
    '5': pair('thứ Sáu', 'Friday'),
    '6': pair('thứ Bảy', 'Saturday'),
    '7': pair('Chủ nhật', 'Sunday'),
  },
};

/** A word of a set; undefined where nobody named it. */
export function wordOf(set: string, value: string, language: Language): string | undefined {
  return words[set]?.[value]?.[language];
}
