import { pair } from './pair';

/** The texts of what all pages at a desk have around them. */
export const shellTexts = {
  'shell.nav': pair('Các trang bàn làm việc', 'Desk pages'),
  'shell.pages': pair('Tất cả các trang', 'All pages'),
  'shell.path': pair('Đường dẫn', 'Path'),
  'shell.back': pair('Lên một cấp', 'Up one level'),
  'shell.period': pair('Kỳ {from} – {at}', 'Period {from} – {at}'),
  'shell.asked': pair('Chọn phần cần xem', 'Choose what is shown'),
  'shell.day': pair('Ngày số liệu {day}', 'Figures of {day}'),
  'shell.made': pair('In lúc {at}', 'Printed at {at}'),
  'paper.committee': pair('Ủy ban nhân dân {name}', 'People’s Committee of {name}'),
  'paper.centre': pair('Trung tâm giám sát, điều hành thông minh', 'Intelligent operations centre'),
  'paper.nation': pair('Cộng hòa xã hội chủ nghĩa Việt Nam', 'Socialist Republic of Viet Nam'),
  'paper.motto': pair('Độc lập - Tự do - Hạnh phúc', 'Independence – Freedom – Happiness'),
  'shell.now': pair('Bây giờ', 'Now'),
  'shell.still': pair('Đứng tại #{n}', 'Held at #{n}'),
  'shell.newest': pair('Mới nhất · #{n}', 'Newest · #{n}'),
  'shell.simulated': pair('MÔ PHỎNG', 'SIMULATED'),
  'shell.onlyNow': pair(
    'Trang này chỉ có số liệu hiện tại: “{asked}” trong địa chỉ không có tác dụng.',
    'This page shows only now: “{asked}” in the address has no effect.',
  ),
  'shell.unheeded': pair(
    'Trang này không xem được theo “{asked}” trong địa chỉ: phần đó không có tác dụng.',
    'This page cannot be seen by “{asked}” in the address: that part has no effect.',
  ),
  'shell.print': pair('In', 'Print'),
  'shell.source': pair(
    'Nguồn: sổ cái. Cùng vị trí sổ cái luôn cho cùng con số.',
    'Source: the event log. The same position always gives the same number.',
  ),
  'shell.assumptions': pair('Các giả định', 'Assumptions'),
  'shell.skip': pair('Đến nội dung', 'To the content'),
} as const;
