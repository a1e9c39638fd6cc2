package envprovider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFileIsReadWithoutTheSpaceAroundIt(t *testing.T) {
	for _, content := range []string{"Basic abc==", "Basic abc==\n", "Basic abc==\r\n", "\n Basic abc==\n\n"} {
		got, err := read(t, "env:HEADER:-", map[string]string{"HEADER": "${file:" + write(t, content) + "}\n"})
		if err != nil || got != "Basic abc==" {
			t.Errorf("%q: got %#v, %v", content, got, err)
		}
	}
}

func TestAFileMayBeAPartOfAValue(t *testing.T) {
	user, password := write(t, "tempo\n"), write(t, "secret\n")
	value := "https://${file:" + user + "}:${file:" + password + "}@host/otlp/"
	got, err := read(t, "env:A_ENDPOINT:-http://h", map[string]string{"A_ENDPOINT": value})
	if err != nil || got != "https://tempo:secret@host/otlp" {
		t.Errorf("got %#v, %v", got, err)
	}
}

func TestAnEmptyFileIsTheDefault(t *testing.T) {
	for content, want := range map[string]any{"": "10s", "\n": "10s", "5s\n": "5s"} {
		got, err := read(t, "env:WAIT:-10s", map[string]string{"WAIT": "${file:" + write(t, content) + "}"})
		if err != nil || got != want {
			t.Errorf("%q: got %#v, %v", content, got, err)
		}
	}
}

func TestAFileThatCannotBeMeantIsRefusedByName(t *testing.T) {
	planted := "planted-" + "value"
	for _, c := range []struct{ name, path, says string }{
		{"missing", filepath.Join(t.TempDir(), "nothing"), "no such file"},
		{"a folder", t.TempDir(), "no file of at most"},
		{"too large", write(t, strings.Repeat("x", maxFileBytes+1)), "no file of at most"},
		{"another kind", write(t, planted+"\n"), "no base URL"},
	} {
		_, err := read(t, "env:A_ENDPOINT:-http://h", map[string]string{"A_ENDPOINT": "${file:" + c.path + "}"})
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "A_ENDPOINT: ") {
			t.Errorf("%s: got %v, want the name and %q", c.name, err, c.says)
		} else if strings.Contains(err.Error(), planted) {
			t.Errorf("%s: the error shows the content: %v", c.name, err)
		}
	}
	largest := write(t, strings.Repeat("x", maxFileBytes))
	if _, err := read(t, "env:TEXT:-", map[string]string{"TEXT": "${file:" + largest + "}"}); err != nil {
		t.Errorf("the largest: %v", err)
	}
}
