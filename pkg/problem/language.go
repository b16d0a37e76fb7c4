package problem

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/text"
)

var languages = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// Lang is the parameter of any request that says in which language a refusal is told: en, or else Vietnamese.
const Lang = "lang"

// English tells whether who asks wants English: by lang=en in the query, else by the Accept-Language header. Otherwise it is Vietnamese.
func English(r *http.Request) bool {
	if lang := r.URL.Query().Get(Lang); lang != "" {
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
	name := fieldName(p.Field, english)
	if asked, ok := parameters[p.Field]; ok && p.Code == BadRequest && !english {
		name = asked
	}
	return name + ": " + message
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

// say says a phrase as people read it; false where there are no words for it in the language. English has days as ISO 8601 does,
// Vietnamese as people write them there, and leaves out what a library says, which is English.
func say(p text.Phrase, english bool) (string, bool) {
	args := make([]any, 0, len(p.Args))
	format, ok := p.Format, true
	if !english {
		format, ok = vietnamese[p.Format]
	}
	for _, arg := range p.Args {
		switch said := arg.(type) {
		case calendar.Date:
			if !english {
				arg = said.Time().Format("02/01/2006")
			}
		case interface{ Said() text.Phrase }:
			inner, known := say(said.Said(), english)
			if p.Format == "%v" || !known {
				return inner, known
			}
			arg = inner
		case error:
			if shorter := reasons.Replace(format); !english && shorter != format {
				format = shorter
				continue
			}
		}
		args = append(args, arg)
	}
	if !strings.Contains(format, "%") { // it leaves all of them out
		args = nil
	}
	return fmt.Sprintf(format, args...), ok
}

// reasons takes a library's error out of a text.
var reasons = strings.NewReplacer(": %v", "", " (%v)", "")

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
