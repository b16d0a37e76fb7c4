import type { Sent } from '../net/command';
import { whyOf } from './faults';
import { fillIn } from './fill';
import type { Language } from './i18n';

function pair(vi: string, en: string): Readonly<Record<Language, string>> {
  return { vi, en };
}

/** Every text of the control room and of the displays' own pages, in both languages. */
export const texts = {
  title: pair('Phòng điều khiển', 'Control room'),
  home: pair('Tất cả màn hình', 'All screens'),
  online: pair('{n}/{of} màn hình đang hoạt động', '{n}/{of} displays work'),
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
  chooseFirst: pair('Đánh dấu màn hình ở dưới, hoặc chọn cả nhóm', 'Tick displays below, or choose a group'),
  choose: pair('Chọn {name}', 'Choose {name}'),
  groupNone: pair('Không nhóm', 'No group'),
  state_down: pair('Mất liên lạc', 'Offline'),
  state_hung: pair('Không vẽ hình', 'Does not paint'),
  state_twice: pair('Mã dùng ở {n} nơi', 'Used at {n} places'),
  state_behind: pair('Số liệu chậm {n} vị trí', '{n} positions behind'),
  state_starting: pair('Vừa kết nối, chưa vẽ hình', 'Connected just now, nothing painted yet'),
  state_blank: pair('Đang tắt hình', 'Blank'),
  state_held: pair('Đang giữ', 'Held'),
  state_live: pair('Đang hiện', 'Live'),
  count_down: pair('mất liên lạc', 'offline'),
  count_hung: pair('không vẽ hình', 'not painting'),
  count_twice: pair('dùng mã ở nhiều nơi', 'used at several places'),
  count_behind: pair('chậm số liệu', 'behind'),
  count_starting: pair('vừa kết nối', 'starting'),
  count_blank: pair('tắt hình', 'blank'),
  count_held: pair('đang giữ', 'held'),
  count_live: pair('đang hiện', 'live'),
  sinceAge: pair('từ {at} ({age})', 'since {at} ({age})'),
  downLead: pair(
    'Xem nguồn điện và mạng ở đó; màn hình tự nối lại.',
    'See to its power and its network; it connects again by itself.',
  ),
  behindLead: pair('Mạng ở đó chậm, hoặc máy quá tải.', 'Its network is slow, or it has too much to do.'),
  notObeyed: pair('Chưa hiện lệnh vừa gửi', 'Has not painted the last command'),
  versionOld: pair('Bản cũ: tải lại trang ở đó', 'An old version: load its page again'),
  history: pair('Ai đã tắt', 'By whom'),
  dark: pair('Màn hình tối', 'A dark screen'),
  seenLast: pair('Lần cuối hiện:', 'Showed last:'),
  seenNever: pair('Chưa biết đã hiện gì', 'Not known what it showed'),
  assigned: pair('Phân công', 'Told to show'),
  messageUnseen: pair('chưa hiện', 'not painted yet'),
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
  never: pair('chưa thấy từ khi máy chủ chạy', 'not seen since the server started'),
  itemOf: pair('mục {n}/{of}', 'item {n} of {of}'),
  lag: pair('Chậm {n} vị trí', '{n} {n:position|positions} behind'),
  lagLittle: pair('cách {n} vị trí', '{n} {n:position|positions} away'),
  lagNone: pair('Kịp sổ cái', 'Up to date'),
  messageUntil: pair('Thông báo đến {at}', 'Message until {at}'),
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
  missing_down: pair(
    '{names} đang mất liên lạc: lệnh đã ghi, màn hình làm theo khi nối lại. Xem nguồn điện và mạng ở đó.',
    '{names}: offline. The command is recorded and followed when it connects again. See to its power and network.',
  ),
  missing_hung: pair(
    '{names} không vẽ hình: lệnh đã ghi; hãy mở lại trình duyệt ở đó.',
    '{names}: does not paint. The command is recorded; start the browser there again.',
  ),
  missing_slow: pair(
    '{names} chưa hiện lệnh sau {seconds} giây: lệnh đã ghi; hãy tải lại trang ở đó.',
    '{names}: has not painted it after {seconds} s. The command is recorded; load the page there again.',
  ),
  paintedSome: pair('Đã hiện trên {n}/{of} màn hình', 'Painted by {n} of {of} displays'),
  gone: pair(
    'Một màn hình đã chọn vừa được gỡ ghép, nên chưa màn hình nào nhận lệnh. Danh sách đã làm mới: hãy bấm lại.',
    'A chosen display was unpaired just now, so none was told. The list is new: press again.',
  ),
  paintedWaits: pair('Đang chờ: {names}', 'Waiting for: {names}'),
  paintedNothing: pair('Chưa hiện gì', 'Nothing painted yet'),
  who: pair(
    'Ai mở được trang này đều ra lệnh được: hệ thống chưa đăng nhập, mạng của tỉnh quyết định ai vào được. Mỗi lệnh ghi vào sổ cái kèm vai trò ghi ở đây.',
    'Whoever can open this page may command: nobody signs in yet, the province’s network decides who comes in. Each command is recorded in the log with the role given here.',
  ),
  role: pair('Vai trò của người ra lệnh', 'Role of who commands'),
  commands: pair('Lệnh cho màn hình đã chọn', 'Commands to the chosen displays'),
  done: pair('Đã ghi vào sổ cái', 'Recorded in the log'),
  pairNew: pair('Ghép màn hình mới', 'Pair a display'),
  pairOpen: pair('Trên màn hình cần ghép, mở địa chỉ', 'On the display, open the address'),
  pairType: pair(
    'Màn hình hiện một mã 6 chữ. Gõ mã đó vào ô dưới đây; trên tường không phải gõ gì.',
    'It shows a code of 6 letters. Type that code below; nothing is typed on the wall.',
  ),
  pairHost: pair('ĐỊA-CHỈ-MÁY-CHỦ', 'SERVER-ADDRESS'),
  pairOwn: pair(
    'Trang này đang mở bằng {own}, địa chỉ riêng của máy này: chỉ màn hình cắm vào chính máy này mở được. Với màn hình khác, thay {host} bằng tên hay địa chỉ mạng của máy chủ, ví dụ 10.0.0.5, và cho máy chủ nghe ở địa chỉ đó.',
    'This page is open at {own}, which leads each machine to itself: only a screen of this machine can open it. For others put the server’s name or network address, such as 10.0.0.5, in the place of {host}, and have the server listen at it.',
  ),
  pairHere: pair('Màn hình của chính máy này', 'A screen of this machine'),
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
  if (sent.kind !== 'refused') return '';
  if (sent.problem.field === 'subject') return t('gone');
  return t('refused', { reason: whyOf(sent.problem, t.language) });
}
