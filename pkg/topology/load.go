package topology

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/text"
)

//go:embed lamdong*.json
var lamdong embed.FS

// Default is Lâm Đồng as of July 2024: 12 districts, 142 communes, 14 screens.
func Default() (*Topology, error) { return load(lamdong, "lamdong.json") }

// LoadFile reads a topology from a JSON file and those that it includes.
func LoadFile(path string) (*Topology, error) {
	t, err := load(os.DirFS(filepath.Dir(path)), filepath.Base(path))
	if err != nil {
		return nil, fmt.Errorf("topology %s: %w", path, err)
	}
	return t, nil
}

// Parse reads a topology that includes no other file, and checks it whole: the error names every fault at once.
func Parse(b []byte) (*Topology, error) {
	t := new(Topology)
	if err := t.read(b); err != nil {
		return nil, err
	}
	if len(t.Include) > 0 {
		return nil, fmt.Errorf("include: %v cannot be found from here", t.Include)
	}
	return t, t.index()
}

// read takes the members that one file has. Its texts are brought to the one spelling that events have.
func (t *Topology) read(b []byte) error {
	t.Include = nil
	return json.Unmarshal(text.NFCJSON(b), t, json.RejectUnknownMembers(true))
}

func load(folder fs.FS, name string) (*Topology, error) {
	t := new(Topology)
	files := []string{name}
	for i := 0; i < len(files); i++ {
		b, err := fs.ReadFile(folder, files[i])
		if err != nil {
			return nil, fmt.Errorf("read topology: %w", err)
		}
		if err := t.read(b); err != nil {
			return nil, fmt.Errorf("%s: %w", files[i], err)
		}
		for _, more := range t.Include {
			if !slices.Contains(files, more) {
				files = append(files, more)
			}
		}
	}
	return t, t.index()
}

// index builds the look-ups and reports every broken reference.
func (t *Topology) index() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	if t.ID == "" || strings.ContainsAny(t.ID, "{}:/ \t\n") {
		fault("id %q: must be a short word", t.ID)
	}
	loc, err := time.LoadLocation(t.Timezone)
	if err != nil || t.Timezone == "" {
		fault("timezone %q: %v", t.Timezone, err)
		loc = time.UTC
	}
	t.loc = loc
	t.cal = calendar.New(t.Holidays, t.MakeupDays)
	t.indexUnits(fault)
	t.indexDepartments(fault)
	t.indexProcedures(fault)
	t.indexScreens(fault)
	t.indexHours(fault)
	t.indexReorganisations(fault)
	t.indexIndicators(fault)
	t.indexRules(fault)
	t.indexPlaybooks(fault)
	t.indexPhrases(fault)
	return errors.Join(errs...)
}

func (t *Topology) indexPhrases(fault func(string, ...any)) {
	seen := make(map[string]bool)
	for i, p := range t.Phrases {
		if p.Vi == "" || p.En == "" || seen[p.Vi] {
			fault("phrases[%d]: %q is used twice, or is not there in both languages", i, p.Vi)
		}
		seen[p.Vi] = true
	}
}

// indexUnits makes the base map of the file's own units.
func (t *Topology) indexUnits(fault func(string, ...any)) {
	for i, k := range t.Kinds {
		if k.ID == "" || k.ID == "department" || strings.Contains(k.ID, "/") {
			fault("kinds[%d]: id %q cannot be used", i, k.ID)
		}
	}
	base := &Map{ID: t.BaseMap.ID, Title: t.BaseMap.Title, Source: t.BaseMap.Source}
	if base.ID == "" {
		base.ID, base.Title = "base", t.Name
	}
	for i := range t.Units {
		base.units = append(base.units, &t.Units[i])
	}
	base.grow(t.Kinds, fault)
	t.maps, t.root, t.unitByID = []*Map{base}, base.root, maps.Clone(base.byID)
}

func (t *Topology) indexDepartments(fault func(string, ...any)) {
	t.department = make(map[string]*Department, len(t.Departments))
	t.fieldOwner = make(map[string]string)
	for i := range t.Departments {
		d := &t.Departments[i]
		if d.ID == "" || strings.Contains(d.ID, "/") || t.department[d.ID] != nil {
			fault("departments[%d]: id %q is missing, used twice or has a slash", i, d.ID)
		}
		t.department[d.ID] = d
		for _, f := range d.Fields {
			if o := t.fieldOwner[f]; o != "" {
				fault("departments[%d] %s: field %q belongs to %s already", i, d.ID, f, o)
			}
			t.fieldOwner[f] = d.ID
		}
	}
	for noun, d := range t.Owners {
		if t.department[d] == nil {
			fault("owners.%s: %q is not a department", noun, d)
		}
	}
}

func (t *Topology) indexProcedures(fault func(string, ...any)) {
	t.procedure = make(map[string]*Procedure, len(t.Procedures))
	for i := range t.Procedures {
		p := &t.Procedures[i]
		if p.Code == "" || t.procedure[p.Code] != nil {
			fault("procedures[%d]: code %q is missing or used twice", i, p.Code)
		}
		switch p.Level {
		case event.LevelFull, event.LevelPartial, event.LevelInfo:
		default:
			fault("procedures[%d] %s: level %q is none of full, partial, info", i, p.Code, p.Level)
		}
		for _, h := range p.HandledBy {
			d, isDepartment := strings.CutPrefix(h, "department:")
			isKind := slices.ContainsFunc(t.Kinds, func(k Kind) bool { return k.ID == h })
			if isDepartment && t.department[d] == nil || !isDepartment && !isKind {
				fault("procedures[%d] %s: handled_by %q is neither a kind nor a department", i, p.Code, h)
			}
		}
		t.procedure[p.Code] = p
	}
}

func (t *Topology) indexScreens(fault func(string, ...any)) {
	seen := make(map[string]bool)
	for i, s := range t.Screens {
		if s.ID == "" || seen[s.ID] {
			fault("screens[%d]: id %q is missing or used twice", i, s.ID)
		}
		seen[s.ID] = true
		if _, ok := t.View(s.View); !ok {
			fault("screens[%d] %s: view %q does not exist", i, s.ID, s.View)
		}
	}
}

// Location is the province's time zone.
func (t *Topology) Location() *time.Location { return t.loc }

// Calendar is the province's working days.
func (t *Topology) Calendar() *calendar.Calendar { return t.cal }

// Root is the province, as the base map has it.
func (t *Topology) Root() *Unit { return t.root }

// Unit is the unit with that id, as the first of the maps has it that it is on, or nil.
func (t *Topology) Unit(id string) *Unit { return t.unitByID[id] }

// Procedure is the procedure with that base code, or nil.
func (t *Topology) Procedure(code string) *Procedure { return t.procedure[code] }

// Department is the department with that id, or nil.
func (t *Topology) Department(id string) *Department { return t.department[id] }

// FieldOwner is the id of the department that answers for a field of procedures, or "".
func (t *Topology) FieldOwner(field string) string { return t.fieldOwner[field] }

// Children are the unit's children, in the order of the file.
func (u *Unit) Children() []*Unit { return u.children }

// Ancestors are the unit itself, its parent and so on up to the province.
func (u *Unit) Ancestors() []*Unit {
	var all []*Unit
	for ; u != nil; u = u.parent {
		all = append(all, u)
	}
	return all
}

// Within tells whether u is a or lies below it.
func (u *Unit) Within(a *Unit) bool { return slices.Contains(u.Ancestors(), a) }
