package intake

import (
	"context"

	"langbiang.internal/ioc/pkg/sheet"
)

// ReadSheet is sheet.Read, MaxUnpacked at a time: a file of a few bytes may hold a large table. Others wait until it is their turn, or
// who asks has left.
func (in *Intake[S]) ReadSheet(ctx context.Context, file []byte, want *sheet.Want) (*sheet.Table, error) {
	select {
	case in.read <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-in.read }()
	return sheet.Read(file, want)
}
