package main

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

const monitoring = "../../deploy/monitoring/"

// monitored are the expressions of the alert rules and of the dashboard, by what they are of.
func monitored(t *testing.T) map[string]string {
	t.Helper()
	var rules struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(text(t, monitoring+"rules.yml")), &rules))
	all := make(map[string]string)
	for _, r := range rules.Groups[0].Rules {
		all["alert "+r.Alert] = r.Expr
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ RefID, Expr string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(text(t, monitoring+"grafana/dashboards/langbiang.json")), &dashboard))
	for _, p := range dashboard.Panels {
		require.NotEmpty(t, p.Targets, p.Title)
		for _, target := range p.Targets {
			all["panel "+p.Title+" "+target.RefID] = strings.ReplaceAll(target.Expr, "$__rate_interval", "5m")
		}
	}
	return all
}

// selectable are the series that metrics make, each with its labels, and what a scrape adds.
func selectable(families []*dto.MetricFamily) map[string]map[string]bool {
	all := map[string]map[string]bool{"up": {}}
	for _, f := range families {
		labels := make(map[string]bool)
		for _, m := range f.Metric {
			for _, l := range m.Label {
				labels[l.GetName()] = true
			}
		}
		all[f.GetName()] = labels
		if f.GetType() == dto.MetricType_HISTOGRAM {
			bucket := maps.Clone(labels)
			bucket["le"] = true
			all[f.GetName()+"_bucket"], all[f.GetName()+"_sum"], all[f.GetName()+"_count"] = bucket, labels, labels
		}
	}
	for _, labels := range all {
		labels["job"], labels["instance"] = true, true
	}
	return all
}

// requireMonitored holds what alerts and panels ask for against what there is, and tells of our own metrics that nobody looks at.
func requireMonitored(t *testing.T, families []*dto.MetricFamily) {
	t.Helper()
	series := selectable(families)
	used := make(map[string]bool)
	for of, expr := range monitored(t) {
		parsed, err := parser.ParseExpr(expr)
		require.NoError(t, err, "%s: %s", of, expr)
		parser.Inspect(parsed, func(n parser.Node, _ []parser.Node) error {
			switch n := n.(type) {
			case *parser.VectorSelector:
				assert.NotNil(t, series[n.Name], "%s: there is no %s", of, n.Name)
				used[n.Name] = true
				for _, m := range n.LabelMatchers {
					assert.True(t, m.Name == "__name__" || series[n.Name][m.Name], "%s: %s has no label %s", of, n.Name, m.Name)
				}
			case *parser.AggregateExpr:
				for _, label := range n.Grouping {
					assert.True(t, anyHas(series, n, label), "%s: nothing here has a label %s", of, label)
				}
			}
			return nil
		})
	}
	for _, f := range families {
		name := f.GetName()
		if strings.HasPrefix(name, "ioc_") {
			assert.True(t, used[name] || used[name+"_bucket"] || used[name+"_sum"] || used[name+"_count"], "nobody looks at %s", name)
		}
	}
}

// anyHas tells whether a series below the expression has the label.
func anyHas(series map[string]map[string]bool, below parser.Expr, label string) bool {
	return slices.ContainsFunc(parser.ExtractSelectors(below), func(ms []*labels.Matcher) bool {
		return slices.ContainsFunc(ms, func(m *labels.Matcher) bool { return m.Name == "__name__" && series[m.Value][label] })
	})
}

// Prometheus reads every container that runs this program, each lets it in, and none of it is published but to loopback.
func TestPrometheusReadsEveryContainerOfThisProgram(t *testing.T) {
	project := loadCompose(t)
	var want []string
	for name, s := range project.Services {
		if ops := s.Environment["IOC_OPS_ADDR"]; ops != nil {
			assert.Equal(t, "0.0.0.0:9090", *ops, name)
			lets := exposureFlags{Hosts: strings.Split(*s.Environment["IOC_HOSTS"], ",")}
			assert.True(t, lets.served(name), "%s is asked for by its name", name)
			want = append(want, name+":9090")
		}
	}
	slices.Sort(want)
	assert.Len(t, want, len(offers)+1, "all services and the simulator")
	var config struct {
		Jobs []struct {
			Name    string `yaml:"job_name"`
			Configs []struct {
				Targets []string
			} `yaml:"static_configs"`
		} `yaml:"scrape_configs"`
	}
	b, err := os.ReadFile(monitoring + "prometheus.yml")
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(b, &config))
	assert.Equal(t, "langbiang", config.Jobs[0].Name)
	assert.Equal(t, want, config.Jobs[0].Configs[0].Targets)

	project, err = project.WithProfiles([]string{"monitoring"})
	require.NoError(t, err)
	for _, name := range []string{"prometheus", "grafana"} {
		require.Len(t, project.Services[name].Ports, 1, name)
		assert.Equal(t, "127.0.0.1", project.Services[name].Ports[0].HostIP, name)
	}
}
