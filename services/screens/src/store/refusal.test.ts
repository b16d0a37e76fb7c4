import { describe, expect, it } from 'vitest';
import { deskSpeech } from '../i18n/desk';
import { noAnswer, type Problem } from '../net/asking';
import { english, viet } from '../testing/needs';
import { wrongOf, type Wrong } from './refusal';
import { routeOf } from './route';

/** What is said where the page at an address is refused for a field. */
function wrong(address: string, field: string, more: Partial<Problem> = {}, telling = viet): Wrong {
  const route = routeOf(address);
  if (route.page !== 'desk') throw new Error(`${address} is no desk's`);
  const { desk, query } = route;
  const { speech, province } = telling;
  const problem = { ...noAnswer, status: 400, code: 'bad_request', field, ...more };
  return wrongOf(problem, {
    desk,
    query,
    province,
    speech,
    say: deskSpeech(speech.language),
    day: '2024-06-30',
  });
}

describe('what is wrong in an address is said in the words of who reads it', () => {
  it('offers the figures that are nearest to one that there is not', () => {
    const { what, near, ways } = wrong('/lists?view=province&figure=dossiers.overdu&at=2024-06-15', 'figure');
    expect(what).toBe('Không có chỉ số “dossiers.overdu”');
    expect(near[0]).toEqual({
      label: 'Đang quá hạn',
      address: '/lists?view=province&figure=dossiers.overdue&at=2024-06-15',
    });
    expect(ways.map(({ address }) => address)).toEqual([
      '/lists?view=province&at=2024-06-15',
      '/definitions',
    ]);
  });

  it('offers the units that are nearest to one that there is not', () => {
    const { what, near } = wrong('/reports?view=district/dalat', 'view', { status: 404, code: 'not_found' });
    expect(what).toBe('Không có đơn vị hay góc nhìn “district/dalat”');
    expect(near).toEqual([{ label: 'Đà Lạt', address: '/reports?view=unit%2F672' }]);
  });

  it('leads from a day that is none, or has not come, to the newest', () => {
    const ways = [{ label: 'Xem đến 30/06/2024', address: '/lists?figure=dossiers.open' }];
    const none = wrong('/lists?figure=dossiers.open&at=xx&upto=5', 'at');
    expect([none.what, none.ways]).toEqual(['“xx” không phải một ngày', ways]);
    const later = wrong('/lists?figure=dossiers.open&at=2030-01-01', 'at', {
      code: 'not_yet',
      reached: '2024-06-30',
    });
    expect([later.what, later.lead, later.ways]).toEqual([
      'Ngày 01/01/2030 chưa tới',
      'Số liệu mới có đến ngày 30/06/2024.',
      ways,
    ]);
  });

  it('says that a period ends before it begins, and keeps its end', () => {
    const { what, ways } = wrong('/reports?from=2024-05-01&at=2024-03-01', 'from');
    expect(what).toBe('Ngày đầu kỳ 01/05/2024 nằm sau ngày cuối kỳ 01/03/2024');
    expect(ways[0]).toEqual({ label: 'Xem đến 01/03/2024', address: '/reports?at=2024-03-01' });
  });

  it('names a figure by its name where it is not told apart by what was asked', () => {
    const { what, ways } = wrong('/lists?view=province&figure=payments.succeeded&status=2', 'status');
    expect(what).toBe('“Thanh toán thành công” không chia được theo trạng thái');
    expect(ways).toEqual([
      { label: 'Bỏ phần “Trạng thái”', address: '/lists?view=province&figure=payments.succeeded' },
    ]);
  });

  it('names by its noun what nobody has told of, and leads to the list of such things', () => {
    const { what, ways } = wrong('/timeline?subject=dossier/none', '', { status: 404 });
    expect(what).toBe('Chưa ai báo về hồ sơ “none”');
    expect(ways[0]?.address).toMatch(/^\/lists\?view=.+&figure=dossiers\./);
    expect(wrong('/timeline?subject=xx', '', { status: 404 }).what).toBe(
      '“xx” không phải mã một hồ sơ hay sự việc',
    );
  });

  it('says in the server’s words what no page knows', () => {
    const { what, lead } = wrong('/reports', 'strange', { detail: 'lý do của máy chủ' }, english);
    expect([what, lead]).toEqual(['This cannot be answered', 'lý do của máy chủ']);
  });
});
