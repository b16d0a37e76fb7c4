import { m, technical, type Member } from './memberKinds';

/** What the members of the data of those events are called that the program tells of itself. */
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
};
