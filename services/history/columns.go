package history

import "langbiang.internal/ioc/pkg/wire"

// column is a column of the report on dossiers: a figure, of one channel if it names one.
type column struct {
	id      string
	name    wire.Text
	figure  string
	channel string
}

// sum is the figure that is summed.
func (c *column) sum() string {
	if c.channel == "" {
		return c.figure
	}
	return c.figure + "." + c.channel
}

// columns are those of the provincial report on the handling of dossiers, and of that on digitisation, which tells of the
// dossiers received (resolved) in the period what is known at the cut.
var columns = []column{
	{id: "carried_over", name: wire.Text{Vi: "Kỳ trước chuyển sang", En: "Carried over"}, figure: "dossiers.carried_over"},
	{id: "received", name: wire.Text{Vi: "Tiếp nhận trong kỳ", En: "Received"}, figure: "dossiers.received"},
	{id: "received_online", name: wire.Text{Vi: "Tiếp nhận trực tuyến", En: "Received online"}, figure: "dossiers.received", channel: "online"},
	{id: "received_direct", name: wire.Text{Vi: "Tiếp nhận trực tiếp", En: "Received in person"}, figure: "dossiers.received", channel: "direct"},
	{id: "received_post", name: wire.Text{Vi: "Tiếp nhận qua bưu chính", En: "Received by post"}, figure: "dossiers.received", channel: "post"},
	{id: "transferred_in", name: wire.Text{Vi: "Nhận chuyển đến", En: "Transferred in"}, figure: "dossiers.transferred_in"},
	{id: "accepted_late", name: wire.Text{Vi: "Tiếp nhận trễ hạn", En: "Accepted late"}, figure: "dossiers.accepted_late"},
	{id: "refused", name: wire.Text{Vi: "Không được tiếp nhận", En: "Refused"}, figure: "dossiers.refused"},
	{id: "resolved", name: wire.Text{Vi: "Đã giải quyết", En: "Resolved"}, figure: "dossiers.resolved"},
	{id: "resolved_early", name: wire.Text{Vi: "Giải quyết trước hạn", En: "Resolved early"}, figure: "dossiers.resolved_early"},
	{id: "resolved_on_time", name: wire.Text{Vi: "Giải quyết đúng hạn", En: "Resolved on time"}, figure: "dossiers.resolved_on_time"},
	{id: "resolved_late", name: wire.Text{Vi: "Đã trả trễ hạn", En: "Resolved late"}, figure: "dossiers.resolved_late"},
	{id: "open", name: wire.Text{Vi: "Đang xử lý cuối kỳ", En: "Open at the end"}, figure: "dossiers.open"},
	{id: "in_time", name: wire.Text{Vi: "Đang xử lý trong hạn", En: "In progress, in time"}, figure: "dossiers.in_time"},
	{id: "overdue", name: wire.Text{Vi: "Đang quá hạn", En: "In progress, overdue"}, figure: "dossiers.overdue"},
	{id: "due_soon", name: wire.Text{Vi: "Sắp hết hạn (24 giờ)", En: "Due within 24 hours"}, figure: "dossiers.due_soon"},
	{id: "paused", name: wire.Text{Vi: "Tạm dừng", En: "Paused"}, figure: "dossiers.paused"},
	{id: "rejected", name: wire.Text{Vi: "Trả lại", En: "Rejected"}, figure: "dossiers.rejected"},
	{id: "rejected_early", name: wire.Text{Vi: "Trả lại trước hạn", En: "Rejected early"}, figure: "dossiers.rejected_early"},
	{id: "rejected_on_time", name: wire.Text{Vi: "Trả lại đúng hạn", En: "Rejected on time"}, figure: "dossiers.rejected_on_time"},
	{id: "rejected_late", name: wire.Text{Vi: "Trả lại trễ hạn", En: "Rejected late"}, figure: "dossiers.rejected_late"},
	{id: "withdrawn", name: wire.Text{Vi: "Xin rút", En: "Withdrawn"}, figure: "dossiers.withdrawn"},
	{id: "withdrawn_early", name: wire.Text{Vi: "Xin rút trước hạn", En: "Withdrawn early"}, figure: "dossiers.withdrawn_early"},
	{id: "withdrawn_on_time", name: wire.Text{Vi: "Xin rút đúng hạn", En: "Withdrawn on time"}, figure: "dossiers.withdrawn_on_time"},
	{id: "withdrawn_late", name: wire.Text{Vi: "Xin rút trễ hạn", En: "Withdrawn late"}, figure: "dossiers.withdrawn_late"},
	{id: "transferred_out", name: wire.Text{Vi: "Chuyển đơn vị khác xử lý", En: "Transferred out"}, figure: "dossiers.transferred_out"},
	{id: "digitised", name: wire.Text{Vi: "Có số hóa thành phần", En: "Digitised"}, figure: "dossiers.digitised"},
	{id: "not_digitised", name: wire.Text{Vi: "Chưa số hóa thành phần", En: "Not digitised"}, figure: "dossiers.not_digitised"},
	{id: "reused", name: wire.Text{Vi: "Có tái sử dụng", En: "Reused"}, figure: "dossiers.reused"},
	{id: "reused_national", name: wire.Text{Vi: "Tái sử dụng từ DVCQG", En: "Reused from the national portal"}, figure: "dossiers.reused_national"},
	{id: "electronic_result", name: wire.Text{Vi: "Kết quả đã số hóa", En: "Electronic results"}, figure: "dossiers.electronic_result"},
	{id: "no_electronic_result", name: wire.Text{Vi: "Kết quả chưa số hóa", En: "Results not electronic"}, figure: "dossiers.no_electronic_result"},
}
