package redis

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"langbiang.internal/ioc/pkg/eventlog"
)

// UnsafeError lists the settings with which a server may lose what it acknowledges. It is an eventlog.ErrUnsafe.
type UnsafeError struct{ Settings []Setting }

// Setting is one that must be another.
type Setting struct{ Name, Value, Want, Why string }

func (e *UnsafeError) Error() string {
	var all []string
	for _, s := range e.Settings {
		all = append(all, fmt.Sprintf("%s is %s, with which %s: run `redis-cli config set %s %s`, and put `%s %s` in its configuration file",
			s.Name, s.Value, s.Why, s.Name, s.Want, s.Name, s.Want))
	}
	return "redis may lose what it acknowledges: " + strings.Join(all, "; ")
}

// Is tells that it is an eventlog.ErrUnsafe. (It does not wrap it: go-redis would unwrap it.)
func (e *UnsafeError) Is(target error) bool { return target == eventlog.ErrUnsafe }

// required are the settings of a server that loses nothing.
var required = []Setting{
	{Name: "maxmemory-policy", Want: "noeviction", Why: "it throws parts of the log away when its memory is full"},
	{Name: "appendonly", Want: "yes", Why: "a crash of it loses the log"},
	{Name: "appendfsync", Want: "always", Why: "a crash of its machine can lose acknowledged appends"},
}

// checkSafe fails with *UnsafeError, as all methods do from then on, for a server that may evict or, unless that is allowed,
// that does not sync every write.
func (l *Log) checkSafe(ctx context.Context, server redis.Cmdable) error {
	settings, err := settingsOf(ctx, server)
	if err != nil {
		return fmt.Errorf("ask for its settings: %w", err)
	}
	var unsafe UnsafeError
	var unknown []string
	for _, s := range required {
		if l.config.AllowVolatile && s.Name != "maxmemory-policy" {
			continue
		}
		s.Value = settings[s.Name]
		switch s.Value {
		case s.Want:
		case "":
			unknown = append(unknown, s.Name+" "+s.Want)
		default:
			unsafe.Settings = append(unsafe.Settings, s)
		}
	}
	if len(unknown) > 0 && l.id == "" {
		l.config.Logger.Warn("redis does not let its settings be read: these could not be checked, make sure of them",
			"settings", strings.Join(unknown, ", "))
	}
	if len(unsafe.Settings) > 0 {
		l.head.Doubt(&unsafe)
		return &unsafe
	}
	return nil
}

// settingsOf reads what there is to know of the required settings. Where CONFIG is forbidden, INFO tells most of it.
func settingsOf(ctx context.Context, server redis.Cmdable) (map[string]string, error) {
	settings := make(map[string]string)
	for _, s := range required {
		got, err := server.ConfigGet(ctx, s.Name).Result()
		if refused(err) {
			return infoOf(ctx, server)
		}
		if err != nil {
			return nil, err
		}
		settings[s.Name] = got[s.Name]
	}
	return settings, nil
}

func infoOf(ctx context.Context, server redis.Cmdable) (map[string]string, error) {
	settings := make(map[string]string)
	for _, section := range []string{"persistence", "memory"} {
		text, err := server.Info(ctx, section).Result()
		if refused(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(text) {
			switch name, value, _ := strings.Cut(strings.TrimSpace(line), ":"); name {
			case "aof_enabled":
				settings["appendonly"] = map[string]string{"0": "no", "1": "yes"}[value]
			case "maxmemory_policy":
				settings["maxmemory-policy"] = value
			}
		}
	}
	return settings, nil
}

// refused tells that the server answered, but not what it was asked.
func refused(err error) bool {
	var reply redis.Error
	return errors.As(err, &reply)
}

// eachMaster calls f with the server, or with each master of the cluster.
func (l *Log) eachMaster(ctx context.Context, f func(context.Context, redis.Cmdable) error) error {
	if cluster, ok := l.read.(*redis.ClusterClient); ok {
		return cluster.ForEachMaster(ctx, func(ctx context.Context, c *redis.Client) error { return f(ctx, c) })
	}
	return f(ctx, l.read)
}
