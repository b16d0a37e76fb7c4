package problem

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/text"
)

var languages = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// English tells whether who asks wants English: by lang=en in the query, else by the Accept-Language header. Otherwise it is Vietnamese.
func English(r *http.Request) bool {
	if lang := r.URL.Query().Get("lang"); lang != "" {
		return lang == "en"
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return false
	}
	_, at, _ := languages.Match(wanted...)
	return at == 1
}

// detail says what is wrong, and with what, in a sentence: what the code means where nothing was said that Vietnamese has words for.
func (p *Problem) detail(english bool) string {
	message := p.message(english)
	if p.spoken != nil || p.Field == "" {
		return message
	}
	return fieldName(p.Field, english) + ": " + message
}

// message says what is wrong, of the field where there is one.
func (p *Problem) message(english bool) string {
	switch {
	case p.spoken != nil:
		return p.spoken.In(english)
	case p.Says.Format == "":
		return KindOf(p.Code).Advice.In(english)
	}
	if said, ok := say(p.Says, english); ok {
		return said
	}
	return KindOf(p.Code).Advice.In(english)
}

// say says a phrase as people read it, days as they write them; false where there are no words for it in the language.
func say(p text.Phrase, english bool) (string, bool) {
	args := slices.Clone(p.Args)
	for i, arg := range args {
		switch arg := arg.(type) {
		case calendar.Date:
			args[i] = arg.Time().Format("02/01/2006")
		case interface{ Said() text.Phrase }:
			said, ok := say(arg.Said(), english)
			if p.Format == "%v" || !ok {
				return said, ok
			}
			args[i] = said
		}
	}
	if english {
		return fmt.Sprintf(p.Format, args...), true
	}
	format, ok := vietnamese[p.Format]
	if !strings.Contains(format, "%") { // it leaves all of them out
		args = nil
	}
	return fmt.Sprintf(format, args...), ok
}

var itemOf = regexp.MustCompile(`^([^\[]*)\[(\d+)\]$`)

// fieldName is what people call a field: "data.items[0].seconds" is "mục 1, thời gian hiện".
func fieldName(field string, english bool) string {
	var names []string
	for part := range strings.SplitSeq(strings.TrimPrefix(field, "data."), ".") {
		item := itemOf.FindStringSubmatch(part)
		if item != nil {
			part = item[1]
		}
		name := part
		if !english {
			name = fields[part]
		}
		if name == "" {
			return field
		}
		if item != nil {
			n, _ := strconv.Atoi(item[2])
			name += " " + strconv.Itoa(n+1)
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
