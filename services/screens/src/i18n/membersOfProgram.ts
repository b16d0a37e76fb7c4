import { by, flags, m, technical, type Member } from './memberKinds';

/** What the members of the data of those events are called that the program tells of itself, and of its displays. */
export const ofProgram: Readonly<Record<string, Readonly<Record<string, Member>>>> = {
  command: {
    path: technical('Địa chỉ nhận lệnh', 'Sent to'),
    key: m('text', 'Khóa nhận biết lệnh gửi lại', 'Key that tells it sent again'),
    request: technical('Dấu vết nội dung gửi', 'Digest of what was sent'),
    answer: technical('Trả lời đã ghi', 'Answer recorded'),
  },
  source: {
    source: m('text', 'Nguồn', 'Source'),
    service: m('text', 'Dịch vụ từ chối', 'Refused by service'),
    events: m('number', 'Số sự kiện bị từ chối', 'Events refused'),
    ahead_seconds: m('seconds', 'Đồng hồ chạy nhanh', 'Clock ahead by'),
    last: m('moment', 'Thời điểm nguồn ghi', 'Time given by the source'),
  },
  display: {
    name: m('text', 'Tên màn hình', 'Display'),
    place: m('text', 'Nơi treo', 'Place'),
    group: m('text', 'Nhóm', 'Group'),
    diagonal: m('inches', 'Đường chéo', 'Diagonal'),
    distance: m('centimetres', 'Khoảng cách người xem', 'Read from'),
    shows: m('shows', 'Đang chiếu', 'Shows'),
    token: technical('Dấu khóa', 'Token’s hash'),
    command: m('words.command', 'Lệnh', 'Command'),
    message: m('object.message', 'Thông báo', 'Message'),
    by,
    paired: technical('Đã ghép', 'Paired'),
    was_paired: technical('Trước đó đã ghép', 'Paired before'),
    assigned: m('moment', 'Chiếu từ', 'Shown since'),
    blank: m('mark', 'Đang tắt hình', 'Blank'),
    steps: m('object.displayStep', 'Lệnh còn hiệu lực', 'Commands in force'),
    flags,
  },
  message: {
    text: m('text', 'Nội dung', 'Text'),
    text_en: m('text', 'Tiếng Anh', 'In English'),
    until: m('moment', 'Đến', 'Until'),
  },
  displayStep: {
    command: m('words.command', 'Lệnh', 'Command'),
    at: m('moment', 'Lúc', 'At'),
  },
};
