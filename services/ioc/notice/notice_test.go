package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const mit = `Copyright (c) 2024 Somebody

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

const gpl = `This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public
License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later
version. This program is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the implied
warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU General Public License for more details. You
should have received a copy of the GNU General Public License along with this program. If not, see
<https://www.gnu.org/licenses/>.`

func partWith(t *testing.T, name, text string) part {
	t.Helper()
	file := filepath.Join(t.TempDir(), "LICENSE")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return part{name: name, version: "v1.0.0", files: []string{file}}
}

func TestATextThatSeveralPartsHaveStandsOnce(t *testing.T) {
	got, err := compose([]part{partWith(t, "a", mit), partWith(t, "b", mit)}, nil, part{name: "library", version: "1"})
	require.NoError(t, err)
	assert.Contains(t, got, "  a v1.0.0: MIT\n  b v1.0.0: MIT\n")
	assert.Regexp(t, `(?s)---\na\nb\n\nCopyright.*WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE\.\n$`, got)
}

func TestALicenceThatMayNotBeEmbeddedIsRefused(t *testing.T) {
	for text, fault := range map[string]string{
		gpl:                      "copyleft: LICENSE: GPL-3.0-or-later is not among the licences that may be embedded",
		"All rights are ours.\n": "copyleft: LICENSE: only 0 % of it is the text of a known licence",
	} {
		_, err := compose([]part{partWith(t, "copyleft", text)}, nil, part{})
		require.EqualError(t, err, fault)
	}
	_, err := compose([]part{{name: "silent"}}, nil, part{})
	require.EqualError(t, err, "silent has no licence file")
}
