import type { Sent } from '../net/command';
import { whyOf } from './faults';
import { fillIn } from './fill';
import type { Language } from './i18n';

function pair(vi: string, en: string): Readonly<Record<Language, string>> {
  return { vi, en };
}

/** Every text of the control room and of the displays' own pages, in both languages. */
export const texts = {
  title: pair('Điều hành màn hình', 'Control room'),
  home: pair('Tất cả màn hình', 'All screens'),
  online: pair('{n}/{of} màn hình đang hiện hình', '{n}/{of} displays paint'),
  noneOnline: pair('Chưa có màn hình nào được ghép', 'No display is paired yet'),
  position: pair('Sổ cái #{n}', 'Log #{n}'),
  unreachable: pair('Không hỏi được máy chủ; đang thử lại', 'The server does not answer; trying again'),
  again: pair(
    'Máy chủ chưa trả lời, đang tự gửi lại lệnh (lần {n})…',
    'The server has not answered; sending the command again (time {n})…',
  ),
  unanswered: pair(
    'Máy chủ chưa trả lời. Bấm lần nữa để gửi lại; lệnh không bị thực hiện hai lần.',
    'The server has not answered. Press again to send it again; it is not carried out twice.',
  ),
  screens: pair('{n} màn hình của tỉnh', 'The province’s {n} screens'),
  shownBy: pair('Đang hiện ở', 'Shown by'),
  shownByNone: pair('Chưa màn hình nào hiện', 'No display shows it'),
  displays: pair('Màn hình trên tường', 'Displays on walls'),
  all: pair('Tất cả', 'All'),
  chosen: pair('Đã chọn {n}', '{n} chosen'),
  choose: pair('Chọn {name}', 'Choose {name}'),
  groupNone: pair('Không nhóm', 'No group'),
  painting: pair('Đang hiện hình, vẽ lúc {at} ({age})', 'Painting, last at {at} ({age})'),
  starting: pair('Vừa kết nối, chưa vẽ hình', 'Connected just now, nothing painted yet'),
  hung: pair('Không vẽ hình từ {at} ({age})', 'Does not paint since {at} ({age})'),
  hungLead: pair(
    'Máy vẫn nối mạng nhưng trang bị treo hoặc màn hình tắt: hãy mở lại trình duyệt ở đó.',
    'It is connected, but its page hangs or its screen is off: start the browser there again.',
  ),
  twice: pair(
    'Mã của màn hình này đang được dùng ở {n} nơi, từ {at}',
    'The token of this display is used at {n} {n:place|places}, since {at}',
  ),
  twicePlace: pair('{size}, máy {address}, nối từ {at}', '{size}, from {address}, connected since {at}'),
  twiceLead: pair(
    'Gỡ ghép: mỗi nơi sẽ hiện một mã riêng để ghép lại.',
    'Unpair it: each place then shows a code of its own.',
  ),
  down: pair('Mất liên lạc', 'Offline'),
  never: pair('chưa thấy từ khi máy chủ chạy', 'not seen since the server started'),
  since: pair('từ {at}', 'since {at}'),
  itemOf: pair('mục {n}/{of}', 'item {n} of {of}'),
  lag: pair('chậm {n} vị trí', '{n} {n:position|positions} behind'),
  lagNone: pair('kịp sổ cái', 'up to date'),
  size: pair('Độ phân giải', 'Resolution'),
  version: pair('Phiên bản', 'Version'),
  versionOld: pair('bản cũ {version}', 'old version {version}'),
  held: pair('Đang giữ', 'Held'),
  blank: pair('Đang tắt hình', 'Blank'),
  messageUntil: pair('Thông báo đến {at}', 'Message until {at}'),
  showing: pair('Đang hiện', 'Showing'),
  programme: pair('Chương trình', 'Programme'),
  nothing: pair('Chưa phân công', 'Nothing assigned'),
  nothingDue: pair('Giờ này không có mục nào', 'Nothing is due at this time'),
  deleted: pair('Danh sách đã xóa', 'Deleted playlist'),
  hold: pair('Giữ', 'Hold'),
  resume: pair('Chạy tiếp', 'Resume'),
  next: pair('Kế tiếp', 'Next'),
  blankIt: pair('Tắt hình', 'Blank'),
  unblank: pair('Bật hình', 'Unblank'),
  clear: pair('Gỡ thông báo', 'Clear message'),
  message: pair('Thông báo', 'Message'),
  messageText: pair('Nội dung (tiếng Việt)', 'Text (Vietnamese)'),
  messageTextEn: pair('Nội dung (tiếng Anh, nếu có)', 'Text (English, optional)'),
  messageMinutes: pair('Phút', 'Minutes'),
  send: pair('Hiện lên màn hình', 'Show it'),
  assign: pair('Phân công', 'Assign'),
  assignWhat: pair('Cho hiện', 'Show'),
  unpair: pair('Gỡ ghép', 'Unpair'),
  unpairSure: pair('Gỡ ghép {n} màn hình?', 'Unpair {n} {n:display|displays}?'),
  unpairYes: pair('Gỡ ghép', 'Unpair'),
  cancel: pair('Hủy', 'Cancel'),
  painted: pair(
    'Đã hiện trên {n} màn hình sau {seconds} giây',
    'Painted by {n} {n:display|displays} after {seconds} s',
  ),
  paintedNot: pair('Chưa hiện trên: {names}', 'Not painted by: {names}'),
  paintedWaits: pair('Đang chờ: {names}', 'Waiting for: {names}'),
  paintedNothing: pair('Chưa hiện gì', 'Nothing painted yet'),
  covered: pair('Đang hiện thông báo', 'Covered by a message'),
  who: pair(
    'Ai mở được trang này đều ra lệnh được: hệ thống chưa đăng nhập, mạng của tỉnh quyết định ai vào được. Mỗi lệnh ghi vào sổ cái kèm vai trò ghi ở đây.',
    'Whoever can open this page may command: nobody signs in yet, the province’s network decides who comes in. Each command is recorded in the log with the role given here.',
  ),
  role: pair('Vai trò của người ra lệnh', 'Role of who commands'),
  commands: pair('Lệnh cho màn hình đã chọn', 'Commands to the chosen displays'),
  done: pair('Đã ghi vào sổ cái', 'Recorded in the log'),
  pairNew: pair('Ghép màn hình mới', 'Pair a display'),
  pairLead: pair(
    'Mở {address} trên màn hình cần ghép, rồi gõ mã hiện ra ở đó vào đây. Trên tường không phải gõ gì.',
    'Open {address} on the display, then type the code that it shows here. Nothing is typed on the wall.',
  ),
  code: pair('Mã trên màn hình', 'Code on the display'),
  name: pair('Tên', 'Name'),
  place: pair('Nơi đặt', 'Place'),
  group: pair('Nhóm', 'Group'),
  kind: pair('Loại màn hình', 'Kind of display'),
  kindOther: pair('Khác', 'Other'),
  kind_wall: pair('Treo tường', 'On a wall'),
  kind_panels: pair('Ba tấm ghép', 'Three panels'),
  kind_totem: pair('Đứng ở sảnh', 'Upright, in a hall'),
  kind_desk: pair('Trên bàn', 'On a desk'),
  diagonal: pair('Đường chéo (inch)', 'Diagonal (inches)'),
  distance: pair('Người xem cách (m)', 'Read from (m)'),
  readFrom: pair('{diagonal}″, xem từ {metres} m', '{diagonal}″, read from {metres} m'),
  readAssumed: pair('giả định', 'assumed'),
  layout_near: pair('bố trí gần', 'near layout'),
  layout_middle: pair('bố trí vừa', 'middle layout'),
  layout_far: pair('bố trí xa', 'far layout'),
  tooFar: pair(
    'Quá xa: chữ chỉ đọc được trong {metres} m',
    'Too far: it can be read from {metres} m at most',
  ),
  pairIt: pair('Ghép', 'Pair'),
  paired: pair('Đã ghép {name}', '{name} is paired'),
  otherLanguage: pair('English', 'Tiếng Việt'),
  refused: pair('Không thực hiện được: {reason}', 'Refused: {reason}'),
  playlists: pair('Danh sách phát', 'Playlists'),
  playlistsNone: pair('Chưa có danh sách phát nào.', 'There is no playlist yet.'),
  playlistNew: pair('Danh sách mới', 'New playlist'),
  playlistName: pair('Tên danh sách', 'Name of the playlist'),
  playlistItems: pair('{n} mục · {seconds} một vòng', '{n} {n:item|items} · {seconds} a round'),
  edit: pair('Sửa', 'Edit'),
  save: pair('Lưu', 'Save'),
  delete: pair('Xóa', 'Delete'),
  deleteSure: pair('Xóa danh sách này?', 'Delete this playlist?'),
  addItem: pair('Thêm mục', 'Add item'),
  removeItem: pair('Bỏ mục {n}', 'Remove item {n}'),
  moveUp: pair('Đưa mục {n} lên', 'Move item {n} up'),
  item: pair('Mục {n}', 'Item {n}'),
  address: pair('Màn hình, trang hoặc góc nhìn', 'Screen, page or view'),
  pageOf: pair('trang {n}/{of}', 'page {n} of {of}'),
  seconds: pair('Giây', 'Seconds'),
  from: pair('Từ giờ', 'From'),
  to: pair('Đến giờ', 'To'),
  days: pair('Ngày trong tuần', 'Days of the week'),
  allDay: pair('cả ngày', 'all day'),
  everyDay: pair('mọi ngày', 'every day'),
  daysBegin: pair(
    'Khung giờ qua nửa đêm thuộc về ngày bắt đầu.',
    'A time that spans midnight belongs to the day on which it begins.',
  ),
  day1: pair('T2', 'Mon'),
  day2: pair('T3', 'Tue'),
  day3: pair('T4', 'Wed'),
  day4: pair('T5', 'Thu'),
  day5: pair('T6', 'Fri'),
  day6: pair('T7', 'Sat'),
  day7: pair('CN', 'Sun'),
  groupScreens: pair('Màn hình', 'Screens'),
  groupReplays: pair('Ngày hôm nay trong 60 giây', 'Today in 60 seconds'),
  replayed: pair('60 giây', '60 seconds'),
  groupPages: pair('Trang', 'Pages'),
  groupViews: pair('Góc nhìn', 'Views'),
  groupPlaylists: pair('Danh sách phát', 'Playlists'),
  displayCode: pair('Mã ghép màn hình', 'Pairing code'),
  displayType: pair('Gõ mã này tại', 'Type this code at'),
  displayRoom: pair(
    'phòng điều khiển (địa chỉ của máy chủ, thêm {path})',
    'the control room (the server’s address and {path})',
  ),
  displayAsking: pair('Đang xin mã ghép…', 'Asking for a code…'),
  displayNoCode: pair('Chưa xin được mã ghép. Đang thử lại…', 'No code could be had. Trying again…'),
  displayExpires: pair('Mã tự đổi sau {minutes} phút', 'The code changes in {minutes} min'),
  displayNothing: pair('Màn hình này chưa được phân công', 'Nothing is assigned to this display'),
  displayNothingDue: pair(
    'Giờ này không có mục nào trong danh sách phát',
    'Nothing of its playlist is due at this time',
  ),
  displayConnecting: pair('Đang kết nối…', 'Connecting…'),
  displayMessage: pair('Thông báo', 'Notice'),
} as const;

export type ControlKey = keyof typeof texts;
export interface ControlText {
  (key: ControlKey, values?: Readonly<Record<string, string | number>>): string;
  readonly language: Language;
}

/** The control room's texts in a language, with values put in their {places}. */
export function controlTexts(language: Language): ControlText {
  const t = (key: ControlKey, values: Readonly<Record<string, string | number>> = {}): string =>
    fillIn(texts[key][language], values);
  return Object.assign(t, { language });
}

/** What stands in the way of a command, in words; '' of one that was recorded or is under way. */
export function faultOf(sent: Sent, t: ControlText): string {
  if (sent.kind === 'unanswered') return t('unanswered');
  return sent.kind === 'refused' ? t('refused', { reason: whyOf(sent.problem, t.language) }) : '';
}
