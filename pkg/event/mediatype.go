package event

import (
	"mime"
	"strings"

	"langbiang.internal/ioc/pkg/text"
)

const (
	jsonMediaType  = "application/json"
	bytesMediaType = "application/octet-stream" // "just bytes": says nothing of what they are
)

// MediaType is the media type that a content type names, in small letters and without its parameters. It is
// refused, in words, where it cannot be read or says that the text is in another charset than UTF-8.
func MediaType(contentType string) (string, error) {
	mediaType, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return "", text.Errorf("%q cannot be read as a media type: %v", contentType, err)
	}
	switch charset := strings.ToLower(parameters["charset"]); charset {
	case "", "utf-8", "utf8", "us-ascii": // ASCII is UTF-8 too
		return mediaType, nil
	default:
		return "", text.Errorf("%q says that the text is %s: send UTF-8", contentType, strings.ToUpper(charset))
	}
}

// isJSON tells whether data of a media type without parameters is JSON (CloudEvents JSON format 1.0.2, section 3.1).
func isJSON(mediaType string) bool {
	_, subtype, _ := strings.Cut(mediaType, "/")
	return subtype == "json" || strings.HasSuffix(subtype, "+json")
}

// OtherEncoding names the encoding of a text that is not UTF-8, by its first bytes: its byte order mark, or the
// zeroes that the others put beside ASCII letters. "" is UTF-8, as far as they tell.
func OtherEncoding(b []byte) string {
	at := func(i int) int {
		if i < len(b) {
			return int(b[i])
		}
		return -1
	}
	switch {
	case at(0) == 0xFF && at(1) == 0xFE && at(2) == 0 && at(3) == 0, at(0) == 0 && at(1) == 0 && at(2) == 0xFE && at(3) == 0xFF,
		at(0) > 0 && at(1) == 0 && at(2) == 0 && at(3) == 0, at(0) == 0 && at(1) == 0 && at(2) == 0 && at(3) > 0:
		return "UTF-32"
	case at(0) == 0xFF && at(1) == 0xFE, at(0) == 0xFE && at(1) == 0xFF, at(0) > 0 && at(1) == 0, at(0) == 0 && at(1) > 0:
		return "UTF-16"
	}
	return ""
}

// TrimMark is a text without the byte order mark that some programs put before UTF-8.
func TrimMark(b []byte) []byte {
	if len(b) >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF {
		return b[3:]
	}
	return b
}
