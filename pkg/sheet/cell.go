package sheet

import (
	"math"
	"strings"

	"langbiang.internal/ioc/pkg/calendar"
)

// cell is what is understood of a cell.
type cell struct {
	text    string // what is read: of a number its digits, with % for a percentage
	shown   string // what a person sees
	day     calendar.Date
	stored  bool // a number, not a text that looks like one
	percent bool
	wrong   *Words
	told    *Words
}

func (c *cell) filled() bool { return c.text != "" || c.wrong != nil }

func (c *cell) refuse(vi, en string, args ...any) {
	w := words(vi, en, args...)
	c.wrong = &w
}

func (c *cell) tell(vi, en string, args ...any) {
	w := words(vi, en, args...)
	c.told = &w
}

// spreadCell is a merged cell seen from one of the rows that it covers.
type spreadCell struct {
	area area
	cell *gridCell // its content; nil: empty
}

// spread tells for each row and first column that a merged range covers what it holds. Ranges above the table are titles.
func (g *grid) spread(after int) (map[[2]int]spreadCell, error) {
	byRow := make(map[int]*gridRow, len(g.rows))
	last := 0
	for i := range g.rows {
		byRow[g.rows[i].number], last = &g.rows[i], g.rows[i].number
	}
	all := make(map[[2]int]spreadCell)
	for _, a := range g.merges {
		row := byRow[a.top]
		if a.bottom <= after || row == nil {
			continue
		}
		content := row.at(a.left)
		for n := max(a.top, after+1); n <= min(a.bottom, last) && content != nil; n++ {
			all[[2]int{n, a.left}] = spreadCell{a, content}
			if len(all) > MaxCells {
				return nil, refuse("Trang “%s” có quá nhiều ô gộp.", "the sheet %q has too many merged cells", g.name)
			}
		}
	}
	return all, nil
}

// cell reads the cell of a row in a column. What is merged over rows holds for each of them, if it is no number: whose would that be?
func (r *tableReader) cell(row *gridRow, column int, kind Kind) cell {
	content := row.at(column)
	s, merged := r.spread[[2]int{row.number, column}]
	if merged && content == nil {
		content = s.cell
	}
	if content == nil {
		return cell{}
	}
	c := r.read(content, kind)
	if !merged || c.wrong != nil {
		return c
	}
	name := address(s.area.left, s.area.top) + ":" + address(s.area.right, s.area.bottom)
	switch a := s.area; {
	case kind == Number && a.bottom > a.top:
		c.refuse("Ô gộp %s trải trên nhiều dòng: không rõ số thuộc dòng nào.", "is merged over several rows, %s: whose number it is is not clear", name)
	case a.right > a.left && r.covers(a):
		c.tell("Ô gộp %s trải trên nhiều cột: chỉ được đọc ở cột đầu.", "is merged over several columns, %s: it was read in the first alone", name)
	}
	return c
}

// covers tells whether a range covers wanted columns beside its first.
func (r *tableReader) covers(a area) bool {
	for _, at := range r.headings.at {
		if at > a.left && at <= a.right {
			return true
		}
	}
	return false
}

// read understands a cell as what its column holds.
func (r *tableReader) read(g *gridCell, kind Kind) (c cell) {
	c.text, c.shown = g.text, g.text
	switch g.holds {
	case noResult:
		c.shown = "=" + g.text
		c.refuse("Ô có công thức nhưng không có kết quả: hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi gửi.",
			"has a formula without a result: open the file in Excel or LibreOffice, save it and send it again")
	case anError:
		c.refuse("Ô báo lỗi %s.", "holds the error %s", g.text)
	case aTruth:
		if kind != Text {
			c.refuse("Ô là giá trị đúng/sai, không phải số hay ngày.", "is true or false, neither a number nor a day")
		}
	case aNumber:
		r.readNumber(g, kind, &c)
	case aDay, aText:
		r.readText(g, kind, &c)
	}
	return c
}

// errorTexts are the errors of spreadsheets, as CSV files have them.
var errorTexts = map[string]bool{
	"#NULL!": true, "#DIV/0!": true, "#VALUE!": true, "#REF!": true, "#NAME?": true, "#NUM!": true, "#N/A": true, "#SPILL!": true, "#CALC!": true,
	"#GETTING_DATA": true, "ERR:502": true, "ERR:522": true,
}

func (r *tableReader) readText(g *gridCell, kind Kind, c *cell) {
	switch upper := strings.ToUpper(c.text); {
	case errorTexts[upper]:
		c.refuse("Ô báo lỗi %s.", "holds the error %s", upper)
	case kind == Number && upper != "" && strings.Trim(upper, "#") == "":
		c.refuse("Ô bị che bằng ####: hãy nới rộng cột trước khi lưu.", "is hidden behind ####: widen the column before you save")
	case kind == Day:
		day, ok := ParseDay(c.text)
		if c.day = day; !ok && c.text != "" {
			c.refuse("Không phải ngày (ví dụ 30/06/2024).", "is not a date (such as 30/06/2024)")
		}
	case kind == Number && g.holds == aDay:
		c.refuse("Ô là ngày, không phải số.", "is a day, not a number")
	}
}

// unseen is by what part of itself a number may differ from what is shown before that is told.
const unseen = 0.001

// readNumber reads a number as its format shows it.
func (r *tableReader) readNumber(g *gridCell, kind Kind, c *cell) {
	c.stored, c.text = true, decimal(g.number)
	c.shown = c.text
	s := &section{general: true}
	if g.format != nil {
		s = g.format.of(g.number)
	}
	if s.isDay() || kind == Day {
		r.readSerial(g, s, kind, c)
		return
	}
	shown := s.see(g.number)
	if shown.text != "" || shown.blank {
		c.shown = shown.text
	}
	switch {
	case kind == Text:
		if !s.general && shown.number && shown.text != "" {
			c.text = shown.text
		}
		return
	case shown.blank || g.number == 0 && r.grid.noZeros:
		c.shown = ""
		c.refuse("Ô có số %s nhưng không hiển thị: hãy đổi định dạng ô, hoặc xóa ô.", "holds %s and shows nothing: change its format, or empty it", Digits(decimal(g.number)))
	case s.thousands > 0:
		c.refuse("Ô hiển thị %s nhưng giá trị là %s (định dạng rút gọn hàng nghìn): hãy đổi định dạng ô.",
			"shows %s and holds %s, in a format that leaves thousands out: change its format", shown.says(), Digits(decimal(g.number)))
	case multiples.MatchString(s.words):
		c.refuse("Ô hiển thị “%s %s” nhưng giá trị là %s: hãy ghi đủ số.", "shows “%s %s” and holds %s: write the whole number",
			shown.text, strings.TrimSpace(s.words), Digits(decimal(g.number)))
	case !shown.number && !s.plain():
		c.tell("Ô hiển thị “%s”, được đọc là %s.", "shows “%s”; it was read as %s", shown.says(), Digits(decimal(g.number)))
	default:
		r.compare(g, s, shown, c)
	}
}

// compare tells where what is stored differs from what is shown.
func (r *tableReader) compare(g *gridCell, s *section, shown seen, c *cell) {
	value := g.number
	if s.percents == 1 {
		value *= 100
		c.percent, c.text = true, decimal(value)+"%"
	}
	switch {
	case s.percents > 1:
		c.refuse("Định dạng ô có nhiều dấu phần trăm.", "has a format with several percent signs")
	case shown.number && math.Abs(shown.value-value) > unseen*math.Abs(value):
		c.tell("Ô hiển thị %s, được đọc theo giá trị đầy đủ là %s.", "shows %s; it was read as what it holds, %s", shown.says(), Digits(c.text))
	case !harmless.MatchString(s.words):
		c.tell("Ô hiển thị kèm “%s”, được đọc là %s.", "shows “%s” beside it; it was read as %s", strings.TrimSpace(s.words), Digits(c.text))
	}
}

// readSerial reads a number that is shown as a day, or that stands where a day should.
func (r *tableReader) readSerial(g *gridCell, s *section, kind Kind, c *cell) {
	day, ok := serial(g.number, r.grid.from1904)
	if s.isDay() && ok {
		c.shown = written(day)
	}
	switch {
	case kind == Number:
		c.refuse("Ô có định dạng ngày, không phải số (giá trị lưu là %s).", "has the format of a day, not of a number (it holds %s)", Digits(decimal(g.number)))
	case !ok:
		c.refuse("Không phải ngày (ví dụ 30/06/2024).", "is not a date (such as 30/06/2024)")
	case kind == Text:
		c.text = written(day)
	case !s.isDay():
		c.tell("Ô là số, được đọc là ngày %s.", "is a number; it was read as the day %s", written(day))
	case s.day == 0 || s.month == 0 || s.year == 0:
		c.tell("Ô không hiển thị đủ ngày, tháng, năm; được đọc là %s.", "does not show day, month and year; it was read as %s", written(day))
	case !g.format.builtIn && s.month < s.day && s.year > s.day:
		c.tell("Ô hiển thị tháng trước ngày; được đọc là %s.", "shows the month before the day; it was read as %s", written(day))
	}
	c.day = day
	if kind == Day && ok {
		c.text = day.String()
	}
}

// Day is the day of a cell; 0 where it is empty or wrong.
func (r *Row) Day(column int) calendar.Date { return r.cells[column].day }

// Figure is what a number cell says: its digits with a point before the fraction; "" where it is empty, has a fault already, or is no
// such number, which is said by wrong. A number that a spreadsheet stores is not ambiguous, a text may be.
func (r *Row) Figure(column int, m Measure) (digits string, told, wrong *Words) {
	c := &r.cells[column]
	switch {
	case c.text == "" || c.wrong != nil:
		return "", nil, nil
	case !c.stored:
		return ParseNumber(c.text, m)
	case c.percent && !m.Percent:
		return "", nil, &noPercent
	}
	return strings.TrimSuffix(c.text, "%"), nil, nil
}
