package incidentextension

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const path = "/keep-all"

// state is the answer to every call that is allowed.
type state struct {
	KeepAll     bool    `json:"keep_all"`
	SecondsLeft float64 `json:"seconds_left"`
	Until       string  `json:"until,omitempty"`
}

// ServeHTTP answers GET (how it stands), POST ?for=30m (keep everything) and DELETE (stop doing so) on /keep-all.
func (i *incident) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !i.allowed(r.Header.Get("Authorization")) {
		refuse(w, http.StatusUnauthorized, "Give the token of the collector: Authorization: Bearer …")
		return
	}
	if r.URL.Path != path {
		refuse(w, http.StatusNotFound, "The only path here is "+path)
		return
	}
	switch r.Method {
	case http.MethodGet:
	case http.MethodPost:
		duration, err := time.ParseDuration(r.URL.Query().Get("for"))
		if err != nil || duration <= 0 || duration > i.config.MaxDuration {
			refuse(w, http.StatusBadRequest, fmt.Sprintf("for: write a duration above 0 and up to %s, like ?for=30m", i.config.MaxDuration))
			return
		}
		i.keepAll(duration)
	case http.MethodDelete:
		i.keepAll(0)
	default:
		w.Header().Set("Allow", "GET, POST, DELETE")
		refuse(w, http.StatusMethodNotAllowed, "Use GET, POST or DELETE")
		return
	}
	left := i.left()
	answer := state{KeepAll: left > 0, SecondsLeft: left.Seconds()}
	if left > 0 {
		answer.Until = i.now().Add(left).UTC().Format(time.RFC3339)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// allowed compares hashes, so that neither the time taken nor its length says anything about the token.
func (i *incident) allowed(header string) bool {
	scheme, given, found := strings.Cut(header, " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return false
	}
	want, seen := sha256.Sum256([]byte(i.config.Token)), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(want[:], seen[:]) == 1
}

func refuse(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"detail": detail})
}
