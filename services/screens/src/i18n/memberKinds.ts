import type { Text } from '../wire/wire.gen';
import { pair } from './pair';

/**
 * How a member of an event's data is said: as text that somebody wrote, as a name of the topology, as a number with its unit, by the
 * words of a set (`words.…`), or as an object or a list of them (`object.…`). A `mark` is told by its name alone, where it is true.
 * What is `technical` stands behind the technical details; `folded` is told with another member.
 */
export type Kind =
  | 'text'
  | 'role'
  | 'unit'
  | 'department'
  | 'agency'
  | 'indicator'
  | 'procedure'
  | 'figure'
  | 'rule'
  | 'subject'
  | 'dossier'
  | 'incident'
  | 'shows'
  | 'date'
  | 'moment'
  | 'hours'
  | 'vnd'
  | 'number'
  | 'days'
  | 'seconds'
  | 'inches'
  | 'centimetres'
  | 'seen'
  | 'threshold'
  | 'reported'
  | 'weekday'
  | 'kind'
  | 'mark'
  | 'yesNo'
  | 'layers'
  | 'technical'
  | 'folded'
  | `words.${string}`
  | `object.${string}`;

export interface Member {
  readonly name: Text;
  readonly kind: Kind;
}

export const m = (kind: Kind, vi: string, en: string): Member => ({ kind, name: pair(vi, en) });
export const technical = (vi: string, en: string): Member => m('technical', vi, en);

export const flags = m('words.flag', 'Lưu ý', 'Note');
export const unit = m('unit', 'Đơn vị', 'Unit');
export const department = m('department', 'Sở, ngành', 'Department');
export const procedure = m('procedure', 'Thủ tục', 'Procedure');
export const by = m('role', 'Người thực hiện', 'Done by');
export const due = m('date', 'Hạn', 'Due');
export const previousDue = m('date', 'Hạn trước đó', 'Due before');
export const reason = m('text', 'Lý do', 'Reason');
export const title = m('text', 'Nội dung', 'Subject');
export const note = m('text', 'Ghi chú', 'Note');
export const status = (set: string): Record<'from' | 'to', Member> => ({
  from: m(`words.${set}`, 'Từ trạng thái', 'From status'),
  to: m(`words.${set}`, 'Trạng thái', 'Status'),
});
