import { writtenDay } from '../store/date';
import type { Text } from '../wire/wire.gen';
import type { Language } from './i18n';

const pair = (vi: string, en: string): Text => ({ vi, en });

/** What each code of an error that the API or the socket answers means to a person, and what to do. */
export const faults: Readonly<Record<string, Text>> = {
  bad_request: pair('yêu cầu không đọc được.', 'the request cannot be read.'),
  invalid: pair(
    'nội dung chưa đúng; hãy kiểm tra lại từng ô.',
    'something in it is not right; check each field.',
  ),
  not_yet: pair(
    'ngày này chưa tới; ngày cuối cùng sổ cái đã mở là {reached}.',
    'that day has not come yet; the last day that the log has opened is {reached}.',
  ),
  conflict: pair(
    'mã này đã dùng cho việc khác; hãy tải lại trang rồi làm lại.',
    'its key was used for something else; load the page again and repeat it.',
  ),
  impossible_transition: pair(
    'việc này không còn ở trạng thái cho phép; có thể người khác vừa xử lý. Hãy xem lại trạng thái mới.',
    'it is no longer in a state that allows this; somebody else may have dealt with it. Look at its new state.',
  ),
  not_found: pair('không tìm thấy.', 'nothing is known of it.'),
  unauthorized: pair(
    'màn hình này chưa được ghép hoặc đã bị gỡ; hãy ghép lại.',
    'this display is not paired or was removed; pair it again.',
  ),
  too_large: pair('nội dung gửi quá lớn; hãy chia nhỏ.', 'it is too large; send it in parts.'),
  unsupported_media_type: pair('kiểu tệp này không nhận được.', 'this kind of file is not taken.'),
  too_many_requests: pair(
    'đang có quá nhiều yêu cầu; hãy chờ một lát rồi gửi lại.',
    'too many requests are under way; wait a moment and send it again.',
  ),
  unavailable: pair(
    'máy chủ tạm thời không trả lời được; hãy thử lại sau giây lát.',
    'the server cannot answer for a moment; try again shortly.',
  ),
  internal: pair(
    'máy chủ gặp lỗi, lỗi đã được ghi lại; hãy báo người quản trị.',
    'the server has a fault, which is logged; tell whoever runs it.',
  ),
  log_replaced: pair(
    'sổ cái đã bị lùi lại hoặc bị thay; không nhận gì cho tới khi người quản trị xử lý.',
    'the log went back or was replaced; nothing is taken until whoever runs it has mended that.',
  ),
  log_unsafe: pair(
    'cấu hình sổ cái có thể làm mất dữ liệu; không nhận gì cho tới khi người quản trị sửa.',
    'the log’s settings may lose data; nothing is taken until whoever runs it has mended them.',
  ),
  log_full: pair(
    'ổ đĩa của sổ cái đã đầy; hãy báo người quản trị.',
    'the disk of the log is full; tell whoever runs it.',
  ),
  unknown_view: pair('không có màn hình hay đơn vị này.', 'there is no such screen or unit.'),
  too_many_views: pair('trang này mở quá nhiều góc nhìn cùng lúc.', 'this page has too many views open.'),
};

const unknown = pair('máy chủ không nhận.', 'the server did not take it.');

/** What an error's code means; a sentence also for one that nobody named. `reached` is the last day that the log has opened. */
export function faultWords(code: string, language: Language, reached = ''): string {
  return (faults[code] ?? unknown)[language].replace('{reached}', writtenDay(reached));
}
