package problem

import (
	"cmp"
	"net/http"
	"slices"
)

// Code tells machines what kind of problem it is. Its type, as RFC 9457 has it, is /problems/<code>.
type Code string

// The codes, in the order of their statuses.
const (
	BadRequest       Code = "bad_request"
	NotYet           Code = "not_yet"
	BadMessage       Code = "bad_message"
	TooManyViews     Code = "too_many_views"
	Unauthorized     Code = "unauthorized"
	Forbidden        Code = "forbidden"
	NotFound         Code = "not_found"
	UnknownView      Code = "unknown_view"
	MethodNotAllowed Code = "method_not_allowed"
	Unresponsive     Code = "unresponsive"
	Conflict         Code = "conflict"
	Impossible       Code = "impossible_transition"
	TooLarge         Code = "too_large"
	UnsupportedType  Code = "unsupported_media_type"
	Invalid          Code = "invalid"
	TooManyRequests  Code = "too_many_requests"
	Internal         Code = "internal"
	ServiceAway      Code = "service_away"
	Unavailable      Code = "unavailable"
	Draining         Code = "draining"
	LogReplaced      Code = "log_replaced"
	LogUnsafe        Code = "log_unsafe"
	LogFull          Code = "log_full"
)

// Words say something in both languages.
type Words struct{ Vi, En string }

// In is what they say in English or Vietnamese.
func (w Words) In(english bool) string {
	if english {
		return w.En
	}
	return w.Vi
}

// Kind is what all problems of one code have in common.
type Kind struct {
	Code   Code
	Status int
	Title  Words // what happened
	Advice Words // what it means, and what to do
}

var kinds = map[Code]Kind{
	BadRequest: {
		Status: http.StatusBadRequest,
		Title:  Words{"Yêu cầu không đọc được", "The request cannot be read"},
		Advice: Words{"Địa chỉ, tham số hay nội dung gửi lên có chỗ sai; hãy sửa rồi gửi lại.", "Something in its address, its parameters or its body is wrong: put it right and send it again."},
	},
	NotYet: {
		Status: http.StatusBadRequest,
		Title:  Words{"Ngày này chưa tới", "That day has not come yet"},
		Advice: Words{"Chỉ hỏi được tới ngày cuối cùng mà sổ cái đã mở.", "Questions go up to the last day that the log's clock has opened."},
	},
	BadMessage: {
		Status: http.StatusBadRequest,
		Title:  Words{"Tin gửi không đúng giao thức", "The message broke the protocol"},
		Advice: Words{"Kết nối bị đóng; chương trình phải được sửa trước khi nối lại. Giao thức ở /api/v1/asyncapi.yaml.", "The socket is closed: the program has to be mended before it connects again. /api/v1/asyncapi.yaml has the protocol."},
	},
	TooManyViews: {
		Status: http.StatusBadRequest,
		Title:  Words{"Trang này mở quá nhiều góc nhìn cùng lúc", "This page has too many views open"},
		Advice: Words{"Hãy thôi theo dõi vài góc nhìn trước, hoặc mở thêm kết nối.", "Unsubscribe from some, or open another socket."},
	},
	Unauthorized: {
		Status: http.StatusUnauthorized,
		Title:  Words{"Màn hình này chưa được ghép hoặc đã bị gỡ", "This display is not paired, or was removed"},
		Advice: Words{"Hãy ghép lại màn hình ở phòng điều khiển.", "Pair it again in the control room."},
	},
	Forbidden: {
		Status: http.StatusForbidden,
		Title:  Words{"Không được phép", "It is not allowed"},
		Advice: Words{"Yêu cầu đến từ trang khác, hoặc hỏi một tên máy chủ không phục vụ ở đây.", "The request came from another site's page, or asked for a host that is not served here."},
	},
	NotFound: {
		Status: http.StatusNotFound,
		Title:  Words{"Không tìm thấy", "Nothing is known of it"},
		Advice: Words{"Ở địa chỉ này không có gì, hoặc chưa ai báo về đối tượng này.", "There is nothing at this address, or nobody has reported this thing."},
	},
	UnknownView: {
		Status: http.StatusNotFound,
		Title:  Words{"Không có màn hình hay đơn vị này", "There is no such screen or unit"},
		Advice: Words{"Các góc nhìn có ở /api/v1/topology.", "/api/v1/topology has the views that there are."},
	},
	MethodNotAllowed: {
		Status: http.StatusMethodNotAllowed,
		Title:  Words{"Địa chỉ này không nhận phương thức đó", "This address does not take that method"},
		Advice: Words{"Câu trả lời nêu các phương thức được nhận.", "The answer names those that it takes."},
	},
	Unresponsive: {
		Status: http.StatusRequestTimeout,
		Title:  Words{"Kết nối im lặng quá lâu", "Nothing was heard for too long"},
		Advice: Words{"Kết nối bị đóng; hãy nối lại.", "The socket is closed: connect again."},
	},
	Conflict: {
		Status: http.StatusConflict,
		Title:  Words{"Mã này đã dùng cho việc khác", "Its id was used for something else"},
		Advice: Words{
			"Sự kiện có cùng nguồn và mã, hoặc lệnh có cùng khóa, đã được ghi với nội dung khác; việc khác cần mã hay khóa khác. Trên trang: hãy tải lại rồi làm lại.",
			"The event's source and id, or the command's key, were recorded with other content: what is something else needs one of its own. On a page: load it again and repeat it.",
		},
	},
	Impossible: {
		Status: http.StatusConflict,
		Title:  Words{"Việc này không còn ở trạng thái cho phép", "It is not in a state that allows this"},
		Advice: Words{"Có thể người khác vừa xử lý; hãy xem lại trạng thái mới.", "Somebody else may have dealt with it: look at its new state."},
	},
	TooLarge: {
		Status: http.StatusRequestEntityTooLarge,
		Title:  Words{"Nội dung gửi quá lớn", "It is too large"},
		Advice: Words{"Hãy chia nhỏ rồi gửi.", "Send it in parts."},
	},
	UnsupportedType: {
		Status: http.StatusUnsupportedMediaType,
		Title:  Words{"Kiểu nội dung này không nhận được", "This kind of content is not taken"},
		Advice: Words{"Tài liệu OpenAPI của dịch vụ nêu các kiểu được nhận.", "The service's OpenAPI document has the kinds that are taken."},
	},
	Invalid: {
		Status: http.StatusUnprocessableEntity,
		Title:  Words{"Nội dung chưa đúng", "Something in it is not right"},
		Advice: Words{"Hãy kiểm tra lại từng ô rồi gửi lại; không có gì được ghi.", "Check each field and send it again: nothing of it was recorded."},
	},
	TooManyRequests: {
		Status: http.StatusTooManyRequests,
		Title:  Words{"Đang có quá nhiều yêu cầu", "Too many requests are under way"},
		Advice: Words{"Hãy chờ một lát rồi gửi lại.", "Wait a moment and send it again."},
	},
	Internal: {
		Status: http.StatusInternalServerError,
		Title:  Words{"Máy chủ gặp lỗi", "The server has a fault"},
		Advice: Words{"Lỗi đã được ghi lại; hãy báo người quản trị.", "It is logged: tell whoever runs it."},
	},
	ServiceAway: {
		Status: http.StatusBadGateway,
		Title:  Words{"Một dịch vụ không trả lời", "A service does not answer"},
		Advice: Words{"Hãy thử lại sau giây lát; lệnh có khóa gửi lại vẫn chỉ được thực hiện một lần.", "Try again shortly: a command with a key that is sent again is still carried out once."},
	},
	Unavailable: {
		Status: http.StatusServiceUnavailable,
		Title:  Words{"Máy chủ tạm thời không trả lời được", "The server cannot answer for a moment"},
		Advice: Words{"Hãy thử lại sau giây lát; không có gì bị tính hai lần.", "Try again shortly: nothing is counted twice."},
	},
	Draining: {
		Status: http.StatusServiceUnavailable,
		Title:  Words{"Cổng số liệu đang dừng hoặc đổi góc nhìn", "The gateway goes down or has other views now"},
		Advice: Words{"Hãy nối lại ngay.", "Connect again at once."},
	},
	LogReplaced: {
		Status: http.StatusServiceUnavailable,
		Title:  Words{"Sổ cái đã bị lùi lại hoặc bị thay", "The log went back or was replaced"},
		Advice: Words{"Không nhận gì cho tới khi người quản trị xử lý.", "Nothing is taken until whoever runs it has mended that."},
	},
	LogUnsafe: {
		Status: http.StatusServiceUnavailable,
		Title:  Words{"Cấu hình sổ cái có thể làm mất dữ liệu", "The log's settings may lose data"},
		Advice: Words{"Không nhận gì cho tới khi người quản trị sửa.", "Nothing is taken until whoever runs it has mended them."},
	},
	LogFull: {
		Status: http.StatusServiceUnavailable,
		Title:  Words{"Ổ đĩa của sổ cái đã đầy", "The disk of the log is full"},
		Advice: Words{"Hãy báo người quản trị; khi có chỗ, hệ thống tự chạy tiếp.", "Tell whoever runs it: it goes on by itself when there is room."},
	},
}

// Kinds are all that there are, by status, then by code.
func Kinds() []Kind {
	var all []Kind
	for code := range kinds {
		all = append(all, KindOf(code))
	}
	slices.SortFunc(all, func(a, b Kind) int { return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Code, b.Code)) })
	return all
}

// KindOf is the kind of a code; that of Internal for one that is not listed.
func KindOf(code Code) Kind {
	kind, ok := kinds[code]
	if !ok {
		code, kind = Internal, kinds[Internal]
	}
	kind.Code = code
	return kind
}

// Type is the reference that names the kind, which resolves to what it means.
func (k Kind) Type() string { return TypesPath + "/" + string(k.Code) }

// needsHands tells of a problem that is over only when somebody has mended it.
func (k Kind) needsHands() bool {
	return k.Code == LogReplaced || k.Code == LogUnsafe || k.Code == LogFull
}
