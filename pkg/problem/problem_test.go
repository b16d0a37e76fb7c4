package problem

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/scorecard"
	"langbiang.internal/ioc/pkg/text"
)

// written is what is answered because of err, without the members of before.
func written(t *testing.T, err error, query, language string) (string, http.Header) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/"+query, nil)
	r.Header.Set("Accept-Language", language)
	w := httptest.NewRecorder()
	Write(w, r, err)
	var b Body
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &b))
	assert.Equal(t, w.Code, b.Status)
	b.Fault = nil
	body, err := json.Marshal(b)
	require.NoError(t, err)
	return string(body), w.Header()
}

func TestAProblemIsToldInTheLanguageOfWhoAsks(t *testing.T) {
	_, date := calendar.ParseDate("2024-02-30")
	for _, c := range []struct {
		err    error
		vi, en string
	}{
		{
			event.Refuse("data.items[1].seconds", "is %d; %d to %d are taken", 3, 5, 3600),
			`{"type":"/problems/invalid","title":"Nội dung chưa đúng","status":422,"detail":"mục 2, thời gian hiện (giây): là 3; chỉ nhận từ 5 đến 3600","code":"invalid","errors":[{"field":"data.items[1].seconds","code":"invalid","message":"là 3; chỉ nhận từ 5 đến 3600"}]}`,
			`{"type":"/problems/invalid","title":"Something in it is not right","status":422,"detail":"items 2, seconds: is 3; 5 to 3600 are taken","code":"invalid","errors":[{"field":"data.items[1].seconds","code":"invalid","message":"is 3; 5 to 3600 are taken"}]}`,
		},
		{
			New(BadRequest, "at", "%v", date),
			`{"type":"/problems/bad_request","title":"Yêu cầu không đọc được","status":400,"detail":"ngày: không có ngày 2024-02-30","code":"bad_request","errors":[{"field":"at","code":"bad_request","message":"không có ngày 2024-02-30"}]}`,
			`{"type":"/problems/bad_request","title":"The request cannot be read","status":400,"detail":"at: there is no day 2024-02-30","code":"bad_request","errors":[{"field":"at","code":"bad_request","message":"there is no day 2024-02-30"}]}`,
		},
		{
			NewNotYet("at", calendar.Date(19905), calendar.Date(19904)),
			`{"type":"/problems/not_yet","title":"Ngày này chưa tới","status":400,"detail":"ngày: ngày 01/07/2024 chưa tới; ngày cuối cùng sổ cái đã mở là 30/06/2024","code":"not_yet","reached":"2024-06-30","errors":[{"field":"at","code":"not_yet","message":"ngày 01/07/2024 chưa tới; ngày cuối cùng sổ cái đã mở là 30/06/2024"}]}`,
			`{"type":"/problems/not_yet","title":"That day has not come yet","status":400,"detail":"at: 2024-07-01 has not come yet: the last day that the log's clock has opened is 2024-06-30","code":"not_yet","reached":"2024-06-30","errors":[{"field":"at","code":"not_yet","message":"2024-07-01 has not come yet: the last day that the log's clock has opened is 2024-06-30"}]}`,
		},
		{
			fmt.Errorf("carry it out: %w", NewState("paid", "%s does not fit a bill that is %s", "payment.cancelled.v1", "paid")),
			`{"type":"/problems/impossible_transition","title":"Việc này không còn ở trạng thái cho phép","status":409,"detail":"khoản thu này đang ở trạng thái “paid”, không nhận việc này","code":"impossible_transition","state":"paid"}`,
			`{"type":"/problems/impossible_transition","title":"It is not in a state that allows this","status":409,"detail":"payment.cancelled.v1 does not fit a bill that is paid","code":"impossible_transition","state":"paid"}`,
		},
		{
			fmt.Errorf("append: %w", eventlog.ErrFull),
			`{"type":"/problems/log_full","title":"Ổ đĩa của sổ cái đã đầy","status":503,"detail":"Hãy báo người quản trị; khi có chỗ, hệ thống tự chạy tiếp.","code":"log_full"}`,
			`{"type":"/problems/log_full","title":"The disk of the log is full","status":503,"detail":"there is no room left for the log: make room, then send it again; nothing is counted twice","code":"log_full"}`,
		},
		{
			errors.New("dial tcp: refused"),
			`{"type":"/problems/unavailable","title":"Máy chủ tạm thời không trả lời được","status":503,"detail":"sổ cái chưa nhận được: hãy gửi lại, không có gì bị tính hai lần","code":"unavailable"}`,
			`{"type":"/problems/unavailable","title":"The server cannot answer for a moment","status":503,"detail":"the log could not take it: send it again, nothing is counted twice","code":"unavailable"}`,
		},
	} {
		vi, header := written(t, c.err, "", "fr, vi;q=0.5")
		assert.Equal(t, c.vi, vi)
		assert.Equal(t, "vi", header.Get("Content-Language"))
		en, header := written(t, c.err, "", "en-US,en;q=0.9")
		assert.Equal(t, c.en, en)
		assert.Equal(t, "en", header.Get("Content-Language"))
		assert.Equal(t, MediaType, header.Get("Content-Type"))
		asked, _ := written(t, c.err, "?lang=en", "vi")
		assert.Equal(t, c.en, asked, "lang in the address goes first")
	}
}

func TestWhatIsSaidInVietnameseHasNoEnglishInIt(t *testing.T) {
	_, period := scorecard.ParsePeriod("zz")
	var member struct{ N int }
	library := json.Unmarshal([]byte(`{"N":"x"}`), &member)
	require.Error(t, library)
	for _, c := range []struct {
		err  error
		want string
	}{
		{New(BadRequest, "by", "%q is none of %s", "nope", "unit, day"), `chia theo: "nope" không nằm trong unit, day`},
		{event.Refuse("data.by", "is missing"), `người thực hiện: còn thiếu`},
		{event.Refuse("by", "is missing"), `người thực hiện: còn thiếu`},
		{New(BadRequest, "period", "%v", period), `kỳ: "zz" không phải tháng (2024-06), quý (2024-Q2) hay năm (2024)`},
		{event.Refuse("id", "%v", text.CheckID("a\x00")), `mã: có ký tự U+0000 không được dùng (ký tự điều khiển)`},
		{event.Refuse("id", "%v", text.CheckID("a\u202eb")), `mã: có ký tự U+202E không được dùng (ký tự đổi chiều viết)`},
		{event.Refuse("data", "is not valid JSON: %v", library), `dữ liệu: không phải JSON hợp lệ`},
		{
			New(BadRequest, "", "the body ended early (%v); lines before index %d were processed: send the rest, or all of it again", io.ErrUnexpectedEOF, 7),
			`nội dung bị đứt giữa chừng; các dòng trước số 7 đã được xử lý: hãy gửi phần còn lại, hoặc gửi lại tất cả`,
		},
	} {
		assert.Equal(t, c.want, Of(c.err).Body(false).Detail)
	}
	assert.Equal(t, `by: "nope" is none of unit`, New(BadRequest, "by", "%q is none of %s", "nope", "unit").Body(true).Detail)
	assert.Equal(t, "id: contains U+0000, a control character", Of(event.Refuse("id", "%v", text.CheckID("a\x00"))).Body(true).Detail)
}

func TestAProblemThatNeedsHandsIsNotSentAgainAtOnce(t *testing.T) {
	for err, seconds := range map[error]string{eventlog.ErrFull: "60", eventlog.ErrUnsafe: "60", errors.New("away"): "1", New(TooManyRequests, "", ""): "1", New(NotFound, "", ""): ""} {
		_, header := written(t, err, "", "")
		assert.Equal(t, seconds, header.Get("Retry-After"), err)
	}
}

func TestWhoIsNotKnownIsToldHowToSayWhoTheyAre(t *testing.T) {
	_, header := written(t, New(Unauthorized, "", "this display is not paired"), "", "")
	assert.Equal(t, "Bearer", header.Get("WWW-Authenticate"), "RFC 9110, section 15.5.2")
	_, header = written(t, New(Forbidden, "", ""), "", "")
	assert.Empty(t, header.Get("WWW-Authenticate"))
}

func TestTheReasonOfEveryClosedSocketFits(t *testing.T) {
	for _, code := range []Code{Draining, Unresponsive, BadMessage, TooLarge} {
		for _, english := range []bool{false, true} {
			reason := CloseReason(code, english)
			assert.LessOrEqual(t, len(reason), 123, reason)
			assert.Contains(t, reason, `{"type":"/problems/`+string(code)+`","title":"`)
		}
	}
}

func TestEachTypeLeadsToWhatItMeans(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /problems", ServeList)
	mux.HandleFunc("GET /problems/{code}", ServeList)
	get := func(path, accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w
	}
	var all struct{ Problems []Explained }
	require.NoError(t, json.Unmarshal(get("/problems", "application/json").Body.Bytes(), &all, json.MatchCaseInsensitiveNames(true)))
	require.Len(t, all.Problems, len(kinds))
	for _, k := range all.Problems {
		w := get(k.Type+"?lang=en", "text/html,*/*")
		assert.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"))
		assert.Contains(t, w.Body.String(), "<code>"+fmt.Sprint(k.Status)+" · "+string(k.Code)+"</code>")
		assert.Contains(t, w.Body.String(), `<html lang="en">`)
	}
	assert.JSONEq(t, `{"type":"/problems/log_full","code":"log_full","status":503,"title":"Ổ đĩa của sổ cái đã đầy","detail":"Hãy báo người quản trị; khi có chỗ, hệ thống tự chạy tiếp."}`,
		get("/problems/log_full", "").Body.String())
	assert.Equal(t, http.StatusNotFound, get("/problems/nothing", "").Code)
}
