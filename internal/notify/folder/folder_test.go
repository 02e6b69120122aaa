package folder_test

import (
	"bytes"
	"io"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"testing"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/notify/channeltest"
	"github.com/nha-san/nhasan/internal/notify/folder"
)

func TestTheFolderKeepsLetters(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.Side {
		dir := filepath.Join(t.TempDir(), "letters")
		return channeltest.Side{Channel: folder.New(notify.Email, dir, "mot-cua@example.vn"), To: "lan@example.vn",
			Arrived: func(t *testing.T) []channeltest.Got { return letters(t, dir) }, Headings: true}
	})
}

func TestTheFolderKeepsShortMessages(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.Side {
		dir := filepath.Join(t.TempDir(), "messages")
		return channeltest.Side{Channel: folder.New(notify.SMS, dir, "MOTCUA"), To: "+84912345678",
			Arrived: func(t *testing.T) []channeltest.Got { return letters(t, dir) }}
	})
}

func letters(t *testing.T, dir string) []channeltest.Got {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var out []channeltest.Got
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s is no message: %v", name, err)
		}
		body, _ := io.ReadAll(m.Body)
		subject, err := (&mime.WordDecoder{}).DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, channeltest.Got{To: m.Header.Get("To"), Subject: subject, Text: string(body), ID: filepath.Base(name)})
	}
	return out
}
