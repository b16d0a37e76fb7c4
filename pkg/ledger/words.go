package ledger

// Words are what people read of a figure, in Vietnamese and in English.
type Words struct {
	Title, TitleEn string
	Means, MeansEn string // what it counts
}

// words are those of every figure.
var words = map[string]Words{
	"dossiers.received": {
		"Hồ sơ tiếp nhận", "Dossiers received",
		"Hồ sơ được tiếp nhận lần đầu trong kỳ, mọi kênh; mỗi hồ sơ tính một lần.",
		"Dossiers accepted for the first time in the period, by any channel; each counts once.",
	},
	"dossiers.accepted_late": {
		"Tiếp nhận trễ hạn", "Accepted late",
		"Tiếp nhận mà ngày có trả lời đầu tiên sau ngày hết hạn 8 giờ làm việc kể từ khi nộp trực tuyến.",
		"Accepted, with the first answer on a later day than the one on which 8 working hours since it was sent online ended.",
	},
	"dossiers.received.online": {
		"Tiếp nhận trực tuyến", "Received online",
		"Trong số tiếp nhận của kỳ: nộp trực tuyến.",
		"Of those received in the period: sent online.",
	},
	"dossiers.received.direct": {
		"Tiếp nhận trực tiếp", "Received in person",
		"Trong số tiếp nhận của kỳ: nộp tại bộ phận một cửa.",
		"Of those received in the period: handed in at a desk.",
	},
	"dossiers.received.post": {
		"Tiếp nhận qua bưu chính", "Received by post",
		"Trong số tiếp nhận của kỳ: nộp qua bưu chính.",
		"Of those received in the period: sent by post.",
	},
	"dossiers.resolved": {
		"Hồ sơ đã giải quyết", "Dossiers resolved",
		"Hồ sơ đã xử lý xong trong kỳ (trạng thái 9 hoặc 10), không tính trả lại và xin rút.",
		"Dossiers resolved in the period (status 9 or 10); those returned or withdrawn are not among them.",
	},
	"dossiers.resolved_full_online": {
		"Giải quyết trực tuyến toàn trình", "Resolved wholly online",
		"Hồ sơ đã xử lý xong trong kỳ, nộp trực tuyến và thuộc thủ tục cung cấp trực tuyến toàn trình.",
		"Dossiers resolved in the period that were sent online, of procedures that are offered wholly online.",
	},
	"dossiers.resolved_early": {
		"Giải quyết trước hạn", "Resolved early",
		"Ngày xử lý xong trước ngày hạn.",
		"Resolved on a day before the due date.",
	},
	"dossiers.resolved_on_time": {
		"Giải quyết đúng hạn", "Resolved on time",
		"Ngày xử lý xong đúng ngày hạn, hoặc hồ sơ không có hạn.",
		"Resolved on the due date, or without one.",
	},
	"dossiers.resolved_late": {
		"Đã trả trễ hạn", "Resolved late",
		"Ngày xử lý xong sau ngày hạn.",
		"Resolved on a day after the due date.",
	},
	"dossiers.resolved_in_time": {
		"Giải quyết trước hạn và đúng hạn", "Resolved early or on time",
		"Xử lý xong trước hoặc đúng ngày hạn; báo cáo lãnh đạo gọi chung là “đúng hạn”.",
		"Resolved before or on the due date; reports to the leadership call both “on time”.",
	},
	"dossiers.rejected": {
		"Trả lại", "Returned unresolved",
		"Hồ sơ đã tiếp nhận rồi trả lại mà không giải quyết, trong kỳ.",
		"Dossiers that were received and then returned without a result, in the period.",
	},
	"dossiers.rejected_early": {
		"Trả lại trước hạn", "Returned early",
		"Trả lại trước ngày hạn.",
		"Returned on a day before the due date.",
	},
	"dossiers.rejected_on_time": {
		"Trả lại đúng hạn", "Returned on time",
		"Trả lại đúng ngày hạn, hoặc hồ sơ không có hạn.",
		"Returned on the due date, or without one.",
	},
	"dossiers.rejected_late": {
		"Trả lại trễ hạn", "Returned late",
		"Trả lại sau ngày hạn.",
		"Returned on a day after the due date.",
	},
	"dossiers.withdrawn": {
		"Xin rút", "Withdrawn",
		"Hồ sơ đã tiếp nhận mà người nộp xin rút, trong kỳ.",
		"Received dossiers that the applicant withdrew, in the period.",
	},
	"dossiers.withdrawn_early": {
		"Xin rút trước hạn", "Withdrawn early",
		"Xin rút trước ngày hạn.",
		"Withdrawn on a day before the due date.",
	},
	"dossiers.withdrawn_on_time": {
		"Xin rút đúng hạn", "Withdrawn on time",
		"Xin rút đúng ngày hạn, hoặc hồ sơ không có hạn.",
		"Withdrawn on the due date, or without one.",
	},
	"dossiers.withdrawn_late": {
		"Xin rút trễ hạn", "Withdrawn late",
		"Xin rút sau ngày hạn.",
		"Withdrawn on a day after the due date.",
	},
	"dossiers.refused": {
		"Không được tiếp nhận", "Refused",
		"Hồ sơ bị từ chối tiếp nhận trong kỳ; chưa từng được tiếp nhận.",
		"Dossiers whose receipt was refused in the period; they were never received.",
	},
	"dossiers.refused_late": {
		"Từ chối tiếp nhận trễ hạn", "Refused late",
		"Bị từ chối tiếp nhận mà ngày có trả lời đầu tiên sau ngày hết hạn 8 giờ làm việc kể từ khi nộp trực tuyến.",
		"Refused, with the first answer on a later day than the one on which 8 working hours since it was sent online ended.",
	},
	"dossiers.apologised": {
		"Có thư xin lỗi", "Apologised for",
		"Hồ sơ có thư xin lỗi kèm một hạn hẹn lại, trong kỳ.",
		"Dossiers with a letter of apology that names a new date, in the period.",
	},
	"dossiers.promise_broken": {
		"Trễ cả hạn hẹn lại", "Late again after an apology",
		"Giải quyết xong sau cả hạn đã hẹn lại trong thư xin lỗi.",
		"Resolved even after the new date that the apology named.",
	},
	"dossiers.transferred_in": {
		"Nhận chuyển đến", "Transferred in",
		"Hồ sơ đã tiếp nhận ở đơn vị khác, chuyển đến đơn vị này xử lý trong kỳ; của một vùng thì gồm cả chuyển giữa các đơn vị trong vùng.",
		"Dossiers received elsewhere that came to a unit in the period; of an area also those that went from one of its units to another.",
	},
	"dossiers.transferred_out": {
		"Chuyển đi", "Transferred out",
		"Hồ sơ đang xử lý được chuyển đơn vị khác xử lý trong kỳ; nơi đã tiếp nhận vẫn tính tiếp nhận.",
		"Open dossiers that went to another unit in the period; they stay received where they were received.",
	},
	"dossiers.digitised": {
		"Có số hóa thành phần", "Digitised",
		"Trong số tiếp nhận của kỳ: có thành phần hồ sơ đã số hóa.",
		"Of those received in the period: with components that were digitised.",
	},
	"dossiers.not_digitised": {
		"Chưa số hóa thành phần", "Not digitised",
		"Trong số tiếp nhận của kỳ: chưa có thành phần nào số hóa, tính đến nay.",
		"Of those received in the period: with no component digitised, as known now.",
	},
	"dossiers.reused": {
		"Có tái sử dụng", "Reused",
		"Trong số tiếp nhận của kỳ: dùng lại giấy tờ hoặc dữ liệu đã số hóa.",
		"Of those received in the period: with documents or data that were used again.",
	},
	"dossiers.reused_national": {
		"Tái sử dụng từ DVCQG", "Reused from the national portal",
		"Trong số đó: dùng lại từ Cổng Dịch vụ công quốc gia.",
		"Of these: used again from the national portal.",
	},
	"dossiers.electronic_result": {
		"Kết quả đã số hóa", "Electronic results",
		"Trong số xử lý xong của kỳ: có kết quả điện tử.",
		"Of those resolved in the period: with an electronic result.",
	},
	"dossiers.no_electronic_result": {
		"Kết quả chưa số hóa", "Results not electronic",
		"Trong số xử lý xong của kỳ: chưa có kết quả điện tử, tính đến nay.",
		"Of those resolved in the period: without an electronic result, as known now.",
	},
	"dossiers.flagged": {
		"Hồ sơ có dấu hiệu bất thường (lượt)", "Oddities in dossiers",
		"Sự việc nguồn báo trái với trình tự hồ sơ, được ghi và đánh dấu; một hồ sơ có thể có nhiều lần.",
		"What sources told that runs against a dossier’s course, and was recorded and marked; a dossier can have several.",
	},
	"dossiers.supplement_repeated": {
		"Yêu cầu bổ sung quá một lần", "Supplement asked for again",
		"Yêu cầu bổ sung hơn một lần; quy định chỉ cho một lần.",
		"A supplement was asked for more than once; the rule allows one.",
	},
	"dossiers.supplement_late": {
		"Yêu cầu bổ sung quá 3 ngày làm việc", "Supplement asked for too late",
		"Yêu cầu bổ sung sau 3 ngày làm việc kể từ khi tiếp nhận.",
		"A supplement was asked for more than 3 working days after the receipt.",
	},
	"dossiers.open": {
		"Hồ sơ đang xử lý", "Open dossiers",
		"Hồ sơ đã tiếp nhận và chưa xong ở cuối kỳ, gồm cả hồ sơ đang dừng tính hạn.",
		"Dossiers received and not finished at the end of the period, those whose clock is stopped included.",
	},
	"dossiers.carried_over": {
		"Kỳ trước chuyển sang", "Carried over",
		"Tiếp nhận trước kỳ và vẫn đang xử lý khi kỳ bắt đầu.",
		"Received before the period and still open when it began.",
	},
	"dossiers.overdue": {
		"Đang quá hạn", "In progress, overdue",
		"Đang xử lý và ngày hạn đã qua vào ngày cuối kỳ; hồ sơ đang dừng tính hạn không tính.",
		"In progress with a due date before the period’s last day; those whose clock is stopped do not count.",
	},
	"dossiers.in_time": {
		"Đang xử lý trong hạn", "In progress, in time",
		"Đang xử lý, hạn từ ngày cuối kỳ trở đi hoặc không có hạn.",
		"In progress, due on the period’s last day or later, or without a due date.",
	},
	"dossiers.due_soon": {
		"Sắp hết hạn (24 giờ)", "Due within 24 hours",
		"Đang xử lý và đến hạn vào ngày cuối kỳ hoặc ngày liền sau; tính theo ngày.",
		"In progress and due on the period’s last day or the day after it; counted by days.",
	},
	"dossiers.paused": {
		"Tạm dừng tính hạn", "Clock stopped",
		"Hồ sơ đã tiếp nhận ở trạng thái 5, 6 hoặc 8: chờ bổ sung, chờ nộp phí hoặc dừng xử lý; hạn được cộng thêm khi tiếp tục.",
		"Received dossiers in status 5, 6 or 8: waiting for a supplement or a fee, or stopped; the due date moves when it resumes.",
	},
	"dossiers.unaccepted": {
		"Chờ trả lời tiếp nhận", "Waiting to be accepted",
		"Hồ sơ nộp trực tuyến chưa có trả lời tiếp nhận ở cuối kỳ.",
		"Dossiers sent online without an answer on their receipt at the end of the period.",
	},
	"dossiers.unaccepted_overdue": {
		"Chờ tiếp nhận, đã quá hạn", "Waiting to be accepted, overdue",
		"Trong số đó: đã quá 8 giờ làm việc, tính theo ngày.",
		"Of these: past the 8 working hours, by the day.",
	},
	"dossiers.status.1": {
		"Mới đăng ký", "Just registered",
		"Hồ sơ ở trạng thái 1 (mới đăng ký trực tuyến) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 1 (just registered online) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.2": {
		"Được tiếp nhận", "Accepted",
		"Hồ sơ ở trạng thái 2 (đã được tiếp nhận) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 2 (accepted) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.3": {
		"Không được tiếp nhận (trạng thái 3)", "Not accepted (status 3)",
		"Hồ sơ ở trạng thái 3 (không được tiếp nhận) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 3 (not accepted) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.4": {
		"Đang xử lý (trạng thái 4)", "In process (status 4)",
		"Hồ sơ ở trạng thái 4 (đang xử lý) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 4 (in process) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.5": {
		"Yêu cầu bổ sung giấy tờ", "Supplement asked for",
		"Hồ sơ ở trạng thái 5 (phải bổ sung giấy tờ) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 5 (waiting for a supplement) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.6": {
		"Chờ nộp phí, lệ phí", "Waiting for a fee",
		"Hồ sơ ở trạng thái 6 (phải nộp phí, lệ phí) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 6 (waiting for a fee) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.7": {
		"Công dân rút hồ sơ", "Withdrawn by the citizen",
		"Hồ sơ ở trạng thái 7 (được công dân rút) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 7 (withdrawn by the citizen) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.8": {
		"Dừng xử lý", "Stopped",
		"Hồ sơ ở trạng thái 8 (dừng xử lý) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 8 (stopped) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.9": {
		"Đã xử lý xong", "Processed",
		"Hồ sơ ở trạng thái 9 (đã xử lý xong) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 9 (processed) at the end of the period; each is in exactly one.",
	},
	"dossiers.status.10": {
		"Đã trả kết quả", "Result handed over",
		"Hồ sơ ở trạng thái 10 (đã trả kết quả) ở cuối kỳ; mỗi hồ sơ ở đúng một trạng thái.",
		"Dossiers in status 10 (handed over) at the end of the period; each is in exactly one.",
	},
	"payments.billed": {
		"Khoản phải nộp", "Bills",
		"Khoản phải nộp được lập trong kỳ.",
		"Bills made out in the period.",
	},
	"payments.attempts": {
		"Lượt thanh toán", "Payment attempts",
		"Lượt bắt đầu thanh toán, kể cả lượt không thành công.",
		"Payments begun, those that failed included.",
	},
	"payments.succeeded": {
		"Thanh toán thành công", "Payments succeeded",
		"Thanh toán được xác nhận thành công; thông báo trùng không tính lại.",
		"Payments confirmed as successful; a repeated confirmation does not count again.",
	},
	"payments.succeeded.online": {
		"Thanh toán trực tuyến thành công", "Payments online succeeded",
		"Trong số thanh toán thành công: bằng hình thức trực tuyến.",
		"Of the successful payments: those made online.",
	},
	"payments.amount_vnd": {
		"Số tiền thanh toán (đồng)", "Amount paid (VND)",
		"Tổng tiền thanh toán thành công trong kỳ trừ tiền hoàn trả, đồng.",
		"Sum of the successful payments of the period less what was given back, in VND.",
	},
	"payments.failed": {
		"Thanh toán thất bại", "Payments failed",
		"Lượt thanh toán được báo thất bại.",
		"Payments reported as failed.",
	},
	"payments.cancelled": {
		"Thanh toán bị hủy", "Payments cancelled",
		"Lượt thanh toán người nộp đã hủy.",
		"Payments that the payer cancelled.",
	},
	"payments.refunded": {
		"Hoàn trả", "Refunded",
		"Khoản đã nộp được hoàn trả.",
		"Payments that were given back.",
	},
	"payments.duplicates": {
		"Nộp trùng", "Paid twice",
		"Khoản đã nộp mà giao dịch hoặc hình thức khác lại báo thành công: tiền đến hai lần, chỉ tính một lần; thông báo gửi lại không đếm.",
		"Bills paid already of which another transaction or method reports success: the money came twice and is counted once. The same message sent again is not among them.",
	},
	"payments.unpaid": {
		"Khoản chưa nộp", "Bills unpaid",
		"Khoản phải nộp chưa được nộp ở cuối kỳ.",
		"Bills not paid at the end of the period.",
	},
	"payments.pending": {
		"Đang chờ kết quả", "Waiting for the outcome",
		"Thanh toán đã bắt đầu và chưa biết kết quả ở cuối kỳ.",
		"Payments begun whose outcome is not known at the end of the period.",
	},
	"payments.unreconciled": {
		"Chưa đối soát", "Not reconciled",
		"Đã nộp trực tuyến và chưa đối chiếu với sao kê ở cuối kỳ.",
		"Paid online, and not yet compared with a statement at the end of the period.",
	},
	"payments.unreconciled_overdue": {
		"Quá hạn đối soát", "Overdue for reconciliation",
		"Trong số đó: nộp từ trước ngày liền trước ngày cuối kỳ; hạn đối soát là ngày sau ngày nộp.",
		"Of these: paid before the day that precedes the period’s last one; the comparison is due on the day after the payment.",
	},
	"payments.exceptions": {
		"Đối soát có sai lệch", "Reconciliation exceptions",
		"Sai lệch đối soát chưa xử lý ở cuối kỳ.",
		"Differences of reconciliation not settled at the end of the period.",
	},
	"payments.exceptions_overdue": {
		"Sai lệch đối soát quá hạn xử lý", "Reconciliation exceptions overdue",
		"Trong số đó: hạn xử lý đã qua.",
		"Of these: past their deadline.",
	},
	"payments.reconciled": {
		"Đã đối soát", "Reconciled",
		"Khoản đã nộp khớp với sao kê trong kỳ.",
		"Payments that matched a statement in the period.",
	},
	"payments.reconciled.matched": {
		"Đối soát khớp", "Reconciled: matched",
		"Khớp cả mã và số tiền.",
		"Both the code and the amount match.",
	},
	"payments.reconciled.missing_here": {
		"Đối soát: bên ta thiếu", "Reconciled: missing here",
		"Có trong sao kê mà ta không ghi nhận.",
		"On the statement, and not on record here.",
	},
	"payments.reconciled.missing_there": {
		"Đối soát: ngân hàng thiếu", "Reconciled: missing at the provider",
		"Ta ghi nhận đã nộp mà không có trong sao kê.",
		"On record here as paid, and not on the statement.",
	},
	"payments.reconciled.amount_mismatch": {
		"Đối soát lệch số tiền", "Reconciled: amounts differ",
		"Khớp mã, lệch số tiền.",
		"The code matches, the amounts differ.",
	},
	"payments.reconciled.duplicate": {
		"Đối soát trùng", "Reconciled: duplicate",
		"Theo sao kê, một khoản bị thu nhiều lần.",
		"By the statement, one bill was collected more than once.",
	},
	"payments.reconciled.refunded": {
		"Đối soát: đã hoàn trả", "Reconciled: refunded",
		"Theo sao kê, đơn vị thu hộ đã hoàn tiền.",
		"By the statement, the provider gave the money back.",
	},
	"alerts.raised": {
		"Cảnh báo SOC", "SOC alerts",
		"Cảnh báo của trung tâm giám sát an toàn thông tin; cảnh báo chưa phải là sự cố.",
		"Alerts of the security operations centre; an alert is not an incident.",
	},
	"alerts.raised.low": {
		"Cảnh báo SOC mức thấp", "SOC alerts, low",
		"Cảnh báo SOC có mức thấp, trong kỳ.",
		"SOC alerts of low severity, in the period.",
	},
	"alerts.raised.medium": {
		"Cảnh báo SOC mức trung bình", "SOC alerts, medium",
		"Cảnh báo SOC có mức trung bình, trong kỳ.",
		"SOC alerts of medium severity, in the period.",
	},
	"alerts.raised.high": {
		"Cảnh báo SOC mức cao", "SOC alerts, high",
		"Cảnh báo SOC có mức cao, trong kỳ.",
		"SOC alerts of high severity, in the period.",
	},
	"alerts.raised.critical": {
		"Cảnh báo SOC mức nghiêm trọng", "SOC alerts, critical",
		"Cảnh báo SOC có mức nghiêm trọng, trong kỳ.",
		"SOC alerts of critical severity, in the period.",
	},
	"alerts.open": {
		"Cảnh báo SOC chưa xử lý", "SOC alerts open",
		"Cảnh báo SOC chưa được phân loại ở cuối kỳ.",
		"SOC alerts not yet triaged at the end of the period.",
	},
	"incidents.opened": {
		"Sự cố phát hiện", "Incidents found",
		"Sự cố an toàn thông tin được phát hiện trong kỳ.",
		"Incidents found in the period.",
	},
	"incidents.resolved": {
		"Sự cố đã khắc phục", "Incidents resolved",
		"Sự cố khắc phục xong trong kỳ.",
		"Incidents resolved in the period.",
	},
	"incidents.open": {
		"Sự cố đang mở", "Incidents open",
		"Sự cố chưa khắc phục xong ở cuối kỳ.",
		"Incidents not yet resolved at the end of the period.",
	},
	"incidents.severe": {
		"Sự cố nghiêm trọng đang mở", "Severe incidents open",
		"Sự cố chưa khắc phục xong và thuộc loại nghiêm trọng theo luật, ở cuối kỳ.",
		"Incidents not resolved and severe by law, at the end of the period.",
	},
	"incidents.reported": {
		"Báo cáo sự cố đã gửi", "Incident reports sent",
		"Báo cáo sự cố gửi cơ quan điều phối quốc gia trong kỳ.",
		"Incident reports sent to the national coordinator in the period.",
	},
	"incidents.reports_owed": {
		"Báo cáo sự cố còn phải gửi", "Incident reports owed",
		"Báo cáo sự cố còn phải gửi ở cuối kỳ; một sự cố có thể nợ nhiều báo cáo.",
		"Incident reports still to be sent at the end of the period; one incident can owe several.",
	},
	"incidents.reports_overdue": {
		"Báo cáo sự cố quá hạn", "Incident reports overdue",
		"Trong số đó: hạn gửi đã qua.",
		"Of these: past their due date.",
	},
	"alarms.raised": {
		"Cảnh báo đã phát", "Alarms raised",
		"Cảnh báo do quy tắc trên các chỉ số phát sinh trong kỳ.",
		"Alarms that rules over figures raised in the period.",
	},
	"alarms.active": {
		"Cảnh báo chưa xử lý xong", "Active alarms",
		"Cảnh báo chưa xử lý xong ở cuối kỳ: điều kiện chưa trở lại bình thường.",
		"Alarms on at the end of the period, not yet back to normal.",
	},
	"alarms.unacknowledged": {
		"Cảnh báo chưa ai nhận", "Alarms not acknowledged",
		"Cảnh báo chưa xử lý xong mà chưa ai nhận.",
		"Active alarms that nobody has acknowledged.",
	},
	"alarms.escalated": {
		"Cảnh báo đã chuyển cấp trên", "Alarms escalated",
		"Cảnh báo chưa xử lý xong đã chuyển lên cấp trên vì không ai nhận kịp.",
		"Active alarms passed to the unit above because nobody acknowledged them in time.",
	},
	"models.total": {
		"Mô hình điểm", "Pilot models",
		"Mô hình điểm ở mọi trạng thái, kể cả mới đề xuất, ở cuối kỳ.",
		"Pilot models of every status, those only proposed included, at the end of the period.",
	},
	"models.completed": {
		"Mô hình hoàn thành", "Models completed",
		"Mô hình đã hoàn thành hoặc đang duy trì, ở cuối kỳ.",
		"Models completed or maintained, at the end of the period.",
	},
	"models.in_progress": {
		"Mô hình đang triển khai", "Models in progress",
		"Mô hình đang triển khai hoặc tạm dừng, ở cuối kỳ.",
		"Models in progress or suspended, at the end of the period.",
	},
	"models.waiting": {
		"Mô hình đang chờ", "Models waiting",
		"Mô hình mới đề xuất, đang chuẩn bị hoặc vướng mắc, ở cuối kỳ.",
		"Models proposed, in preparation or blocked, at the end of the period.",
	},
	"models.blocked": {
		"Mô hình vướng mắc", "Models blocked",
		"Mô hình chờ giải pháp (vướng mắc), ở cuối kỳ; nằm trong số đang chờ.",
		"Models that wait for a solution, at the end of the period; they are among those waiting.",
	},
	"models.milestones_due": {
		"Mốc việc sắp tới", "Milestones due",
		"Mốc việc chưa đạt, ở cuối kỳ.",
		"Milestones not reached, at the end of the period.",
	},
	"models.milestones_overdue": {
		"Mốc việc quá hạn", "Milestones overdue",
		"Mốc việc chưa đạt và hạn đã qua.",
		"Milestones not reached after their due date.",
	},
	"models.milestones_reached": {
		"Mốc việc đã đạt", "Milestones reached",
		"Mốc việc đạt được trong kỳ.",
		"Milestones reached in the period.",
	},
	"models.sites": {
		"Điểm đã kích hoạt", "Sites active",
		"Điểm đang áp dụng một mô hình, ở cuối kỳ.",
		"Sites at which a model is active, at the end of the period.",
	},
	"indicators.reports": {
		"Lượt gửi số liệu", "Reports received",
		"Lượt gửi số liệu nhận trong kỳ, kể cả lượt đính chính và lượt gửi lại.",
		"Reports received in the period, those that replace or repeat an earlier one included.",
	},
	"indicators.due": {
		"Số kỳ phải nộp", "Reports due",
		"Kỳ phải nộp đã xong trong kỳ này: tính vào ngày có số liệu, hoặc ngày xác định là không nộp.",
		"Expected reports that are accounted for in the period: on the day of the report, or on the day on which it was found missed.",
	},
	"indicators.on_time": {
		"Kỳ nộp đúng hạn", "Reports on time",
		"Kỳ phải nộp có số liệu đầu tiên nhận trước hoặc đúng hạn.",
		"First reports of an expected period, received by their deadline.",
	},
	"indicators.late": {
		"Kỳ nộp trễ", "Reports late",
		"Kỳ phải nộp có số liệu đầu tiên nhận sau hạn.",
		"First reports of an expected period, received after their deadline.",
	},
	"indicators.corrected": {
		"Số liệu phải đính chính", "Reports corrected",
		"Lượt gửi thay số đã gửi.",
		"Reports that changed a number reported before.",
	},
	"indicators.flagged": {
		"Số liệu có dấu hiệu bất thường", "Reports flagged as odd",
		"Lượt gửi có số khác thường: ngoài khoảng, hoặc thay đổi đột ngột.",
		"Reports of an odd number: out of bounds, or with a sudden change.",
	},
	"indicators.missed": {
		"Kỳ không nộp", "Figures never sent",
		"Kỳ phải nộp mà hết hạn vẫn không có số liệu.",
		"Reports that had not come by their deadline.",
	},
	"indicators.reminders": {
		"Lần nhắc", "Reminders",
		"Lần nhắc cơ quan gửi số liệu, trong kỳ.",
		"Reminders sent to those who have to report, in the period.",
	},
	"indicators.silent": {
		"Số liệu chưa gửi", "Figures not sent",
		"Số liệu đã quá hạn gửi mà chưa có, ở cuối kỳ.",
		"Series past their deadline without a report, at the end of the period.",
	},
	"explanations.requested": {
		"Yêu cầu giải trình", "Explanations ordered",
		"Yêu cầu giải trình gửi các đơn vị trong kỳ.",
		"Explanations ordered of units in the period.",
	},
	"explanations.open": {
		"Giải trình chưa xong", "Explanations open",
		"Giải trình còn phải gửi hoặc đang chờ chấp nhận ở cuối kỳ.",
		"Explanations owed, or waiting to be accepted, at the end of the period.",
	},
	"explanations.owed": {
		"Còn nợ giải trình", "Explanations owed",
		"Giải trình đơn vị còn phải gửi ở cuối kỳ.",
		"Explanations that units still owe at the end of the period.",
	},
	"explanations.overdue": {
		"Giải trình quá hạn", "Explanations overdue",
		"Đơn vị còn nợ giải trình và hạn trả lời đã qua.",
		"Explanations still owed after their due date.",
	},
	"explanations.submitted": {
		"Giải trình đã gửi", "Explanations submitted",
		"Giải trình gửi trong kỳ, kể cả gửi lại.",
		"Explanations handed in in the period, again ones included.",
	},
	"explanations.submitted_late": {
		"Giải trình gửi trễ", "Explanations submitted late",
		"Giải trình gửi sau hạn.",
		"Explanations handed in after their due date.",
	},
	"explanations.accepted": {
		"Giải trình được chấp nhận", "Explanations accepted",
		"Giải trình được chấp nhận trong kỳ.",
		"Explanations accepted in the period.",
	},
	"explanations.returned": {
		"Giải trình bị trả lại", "Explanations returned",
		"Giải trình bị trả lại để làm rõ, trong kỳ.",
		"Explanations given back for more, in the period.",
	},
	"systems.total": {
		"Hệ thống thông tin", "Information systems",
		"Hệ thống thông tin đang dùng, ở cuối kỳ.",
		"Information systems in use, at the end of the period.",
	},
	"systems.level_approved.province": {
		"Hồ sơ cấp độ do UBND tỉnh duyệt", "Level files approved by the province",
		"Hệ thống có hồ sơ đề xuất cấp độ do UBND tỉnh phê duyệt.",
		"Systems whose security level the province’s committee approved.",
	},
	"systems.level_approved.department": {
		"Hồ sơ cấp độ do đơn vị chuyên trách duyệt", "Level files approved by the department",
		"Hệ thống có hồ sơ đề xuất cấp độ do đơn vị chuyên trách phê duyệt.",
		"Systems whose security level the department in charge approved.",
	},
	"systems.audits_overdue": {
		"Quá hạn kiểm tra", "Audits overdue",
		"Hệ thống quá hạn kiểm tra, đánh giá định kỳ.",
		"Systems past the date of their periodic audit.",
	},
	"systems.layer.1": {
		"Đủ lớp 1: lực lượng tại chỗ", "Layer 1 full: own staff",
		"Hệ thống đã đủ lớp 1 của mô hình bảo vệ bốn lớp: lực lượng tại chỗ.",
		"Systems with layer 1 of the four of protection in full: own staff.",
	},
	"systems.gap.1": {
		"Thiếu lớp 1", "Gaps in layer 1",
		"Hệ thống chưa có hoặc mới có một phần lớp 1: lực lượng tại chỗ.",
		"Systems without layer 1, or with a part of it only: own staff.",
	},
	"systems.layer.2": {
		"Đủ lớp 2: giám sát chuyên nghiệp", "Layer 2 full: monitoring",
		"Hệ thống đã đủ lớp 2 của mô hình bảo vệ bốn lớp: giám sát, bảo vệ chuyên nghiệp.",
		"Systems with layer 2 of the four of protection in full: professional monitoring.",
	},
	"systems.gap.2": {
		"Thiếu lớp 2", "Gaps in layer 2",
		"Hệ thống chưa có hoặc mới có một phần lớp 2: giám sát, bảo vệ chuyên nghiệp.",
		"Systems without layer 2, or with a part of it only: professional monitoring.",
	},
	"systems.layer.3": {
		"Đủ lớp 3: kiểm tra độc lập", "Layer 3 full: independent audit",
		"Hệ thống đã đủ lớp 3 của mô hình bảo vệ bốn lớp: kiểm tra, đánh giá độc lập.",
		"Systems with layer 3 of the four of protection in full: independent audits.",
	},
	"systems.gap.3": {
		"Thiếu lớp 3", "Gaps in layer 3",
		"Hệ thống chưa có hoặc mới có một phần lớp 3: kiểm tra, đánh giá độc lập.",
		"Systems without layer 3, or with a part of it only: independent audits.",
	},
	"systems.layer.4": {
		"Đủ lớp 4: kết nối quốc gia", "Layer 4 full: national link",
		"Hệ thống đã đủ lớp 4 của mô hình bảo vệ bốn lớp: kết nối, chia sẻ với giám sát quốc gia.",
		"Systems with layer 4 of the four of protection in full: the link to national monitoring.",
	},
	"systems.gap.4": {
		"Thiếu lớp 4", "Gaps in layer 4",
		"Hệ thống chưa có hoặc mới có một phần lớp 4: kết nối, chia sẻ với giám sát quốc gia.",
		"Systems without layer 4, or with a part of it only: the link to national monitoring.",
	},
	"feeds.total": {
		"Kết nối liên thông", "Links",
		"Kết nối với hệ thống khác, ở cuối kỳ.",
		"Links to other systems, at the end of the period.",
	},
	"feeds.down": {
		"Kết nối bị mất", "Links down",
		"Kết nối đang mất, ở cuối kỳ.",
		"Links that are down, at the end of the period.",
	},
	"feeds.national_down": {
		"Mất kết nối giám sát quốc gia", "National link down",
		"Kết nối giám sát quốc gia đang mất: 1, không mất: 0.",
		"The link to the national monitoring centre: 1 when it is down, else 0.",
	},
	"feeds.others_down": {
		"Kết nối khác bị mất", "Other links down",
		"Kết nối khác đang mất, ở cuối kỳ.",
		"Other links that are down, at the end of the period.",
	},
	"steps.open": {
		"Bước quy trình chưa xong", "Steps open",
		"Bước trong quy trình ứng cứu đã mở và chưa xong, ở cuối kỳ.",
		"Steps of response procedures that were opened and are not done, at the end of the period.",
	},
	"steps.overdue": {
		"Bước quy trình quá hạn", "Steps overdue",
		"Trong số đó: hạn đã qua.",
		"Of these: past their due date.",
	},
	"steps.done": {
		"Bước quy trình đã xong", "Steps done",
		"Bước làm xong trong kỳ.",
		"Steps done in the period.",
	},
	"steps.done_late": {
		"Bước quy trình xong trễ hạn", "Steps done late",
		"Bước làm xong sau hạn.",
		"Steps done after their due date.",
	},
}
