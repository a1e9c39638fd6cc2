package scrub

import "bytes"

// vendorKey is the start of a key that a vendor made recognisable on purpose.
type vendorKey struct {
	prefix string
	min    int  // characters after the prefix
	weak   bool // needs a word boundary before it and a digit in it
}

var vendorKeys = []vendorKey{
	{"sk_live_", 8, false}, {"sk_test_", 8, false}, {"rk_live_", 8, false}, {"rk_test_", 8, false}, {"pk_live_", 8, false}, {"pk_test_", 8, false},
	{"whsec_", 8, false}, {"ghp_", 16, false}, {"gho_", 16, false}, {"ghu_", 16, false}, {"ghs_", 16, false}, {"ghr_", 16, false},
	{"github_pat_", 16, false}, {"glpat-", 12, false}, {"glrt-", 12, false}, {"gldt-", 12, false}, {"AKIA", 12, true}, {"ASIA", 12, true}, {"ABIA", 12, true}, {"ACCA", 12, true},
	{"sntrys_", 12, false}, {"sntryu_", 12, false}, {"sntrya_", 12, false}, {"xoxb-", 8, false}, {"xoxp-", 8, false}, {"xoxa-", 8, false}, {"xoxr-", 8, false},
	{"xoxs-", 8, false}, {"xoxc-", 8, false}, {"xoxd-", 8, false}, {"xoxe-", 8, false}, {"xoxe.", 8, false}, {"xapp-", 8, false}, {"AIza", 20, false}, {"ya29.", 16, false}, {"GOCSPX-", 12, false},
	{"SG.", 24, true}, {"SK", 32, true}, {"AC", 32, true}, {"npm_", 20, false}, {"pypi-", 24, false}, {"dop_v1_", 20, false}, {"doo_v1_", 20, false},
	{"shpat_", 16, false}, {"shpss_", 16, false}, {"shpca_", 16, false}, {"sq0atp-", 12, false}, {"sq0csp-", 12, false}, {"hf_", 20, true}, {"sk-ant-", 12, false}, {"sk-proj-", 12, false}, {"sk-", 24, true},
	{"glc_", 16, false}, {"glsa_", 16, false}, {"eyJrIjoi", 8, false}, {"lin_api_", 16, false}, {"figd_", 16, false}, {"dckr_pat_", 12, false}, {"vercel_", 20, true}, {"sb_secret_", 12, false},
	{"re_", 20, true}, {"rubygems_", 20, false}, {"AGE-SECRET-KEY-", 16, false}, {"tfp_", 20, true}, {"pul-", 24, true}, {"PMAK-", 20, false}, {"NRAK-", 20, false}, {"phc_", 24, true},
	{"phx_", 24, true}, {"CCIPAT_", 16, false}, {"atlasv1.", 16, true}, {"hvs.", 20, false}, {"hvb.", 20, false}, {"EAAC", 24, true}, {"rnd_", 20, true}, {"rpa_", 20, true}, {"key-", 28, true}, {"dapi", 32, true},
	{"cs_live_", 8, false}, {"cs_test_", 8, false}, {"ek_live_", 8, false}, {"ek_test_", 8, false}, {"acct_", 16, true}, {"whpk_", 16, false}, {"pat_", 24, true}, {"xkeysib-", 16, false}, {"ops_eyJ", 12, false},
	{"AGPA", 12, true}, {"AROA", 12, true}, {"AIDA", 12, true}, {"ANPA", 12, true}, {"dt0c01.", 16, false}, {"live_", 28, true}, {"test_", 28, true}, {"mfa.", 16, true}, {"rzp_live_", 8, false}, {"rzp_test_", 8, false},
	{"FLWSECK", 12, false}, {"flwseck", 12, false}, {"gsk_", 20, true}, {"r8_", 24, true}, {"pplx-", 24, true}, {"sbp_", 24, true}, {"pscale_", 20, false}, {"dp.pt.", 16, true}, {"ntn_", 24, true}, {"secret_", 24, true},
	{"tskey-", 12, false}, {"FlyV1 ", 20, false}, {"fm2_", 20, true}, {"fo1_", 20, true}, {"xai-", 24, true}, {"EAAA", 24, true}, {"ATATT3", 16, false}, {"ATBB", 24, true}, {"access_token$production$", 16, false}, {"CFPAT-", 16, false},
	{"sgp_", 24, true}, {"nfp_", 24, true}, {"pnu_", 24, true}, {"shippo_live_", 16, false}, {"shippo_test_", 16, false}, {"duffel_live_", 16, false}, {"lsv2_", 20, true}, {"EZAK", 24, true}, {"EZTK", 24, true}, {"sl.", 60, true}, {"gloas-", 24, false},
	{"oy2", 40, true}, {"rdme_", 32, true}, {"bkua_", 24, true}, {"ddp_", 24, true}, {"vault:v1:", 16, false}, {"1//0", 32, false}, {"MGCM", 24, true}, {"pat-na1-", 30, false}, {"pat-eu1-", 30, false}, {"sdk-", 36, true}, {"xaat-", 30, false},
	{"access-production-", 30, false}, {"access-sandbox-", 30, false}, {"access-development-", 30, false}, {"secret-live-", 16, false}, {"secret-test-", 16, false}, {"sb_publishable_", 16, false}, {"dp.st.", 24, false}, {"dp.sa.", 24, false},
	{"dp.ct.", 24, false}, {"glcbt-", 16, false}, {"glft-", 16, false}, {"glsoat-", 16, false}, {"glimt-", 16, false}, {"glagent-", 16, false}, {"glptt-", 16, false}, {"ExponentPushToken[", 16, false}, {"pk_", 38, true}, {"sk_", 38, true},
	{"v1.0-", 60, true}, {"oauth:", 30, true}, {"sqp_", 36, true}, {"squ_", 36, true}, {"sqa_", 36, true}, {"v2.local.", 32, false}, {"v4.local.", 32, false}, {"v2.public.", 32, false}, {"v4.public.", 32, false}, {"v3.local.", 32, false}, {"v3.public.", 32, false},
	{"napi_", 32, true}, {"hcaik_", 32, false}, {"vcp_", 20, true}, {"vck_", 20, true}, {"pcsk_", 20, false}, {"ABSK", 40, true}, {"sk-svcacct-", 16, false}, {"sk-admin-", 16, false}, {"sk-or-v1-", 16, false}, {"AKCp", 40, true}, {"cloudinary://", 12, false},
}

var vendorByByte = func() (t [256][]vendorKey) {
	for _, v := range vendorKeys {
		t[v.prefix[0]] = append(t[v.prefix[0]], v)
	}
	return
}()

// pairs is a set of two bytes.
type pairs [1024]uint64

func (p *pairs) has(a, b byte) bool {
	n := uint(a)<<8 | uint(b)
	return p[n>>6]&(1<<(n&63)) != 0
}

var vendorStarts = func() (p pairs) {
	for _, v := range vendorKeys {
		n := uint(v.prefix[0])<<8 | uint(v.prefix[1])
		p[n>>6] |= 1 << (n & 63)
	}
	return
}()

// secrets finds vendor keys, client secrets and key blocks.
func (r *reading) secrets() {
	b := r.b
	for i := 0; i < len(b); i++ {
		if i+1 >= len(b) || !vendorStarts.has(b[i], b[i+1]) {
			continue
		}
		for _, v := range vendorByByte[b[i]] {
			if len(b)-i < len(v.prefix)+v.min || string(b[i:i+len(v.prefix)]) != v.prefix {
				continue
			}
			if v.weak && !r.boundary(i) {
				continue
			}
			hi := i + len(v.prefix)
			digits := 0
			reach := min(len(b), hi+128) // far enough to decide; what is decided is followed to its end
			for hi < len(b) && (hi < reach || hi-i-len(v.prefix) >= v.min && (!v.weak || digits > 0)) && (is(b[hi], clBase64) && b[hi] != '/' && b[hi] != '+' || b[hi] == '.' && !v.weak || v.prefix == "SG." && b[hi] == '.') {
				if isDigit(b[hi]) {
					digits++
				}
				hi++
			}
			for hi > i && b[hi-1] == '.' {
				hi--
			}
			if hi-i-len(v.prefix) < v.min || v.weak && digits < 1 || len(v.prefix) == 2 && !hexDigits(b[i+2:i+2+v.min]) {
				continue
			}
			r.add(i, hi, Secret)
			i = hi - 1
			break
		}
	}
	if r.has.any("$~:/.F") {
		r.keysByMark()
	}
	r.clientSecrets()
	r.keyBlocks()
	r.slackHooks()
	r.botTokens()
}

// hexDigits tells what stands behind the two letters of Twilio's keys.
func hexDigits(b []byte) bool {
	for _, c := range b {
		if !is(c, clHex) {
			return false
		}
	}
	return true
}

// clientSecrets finds pi_..._secret_... and the like.
func (r *reading) clientSecrets() {
	b := r.b
	for from := 0; ; {
		n := bytes.Index(b[from:], []byte("_secret_"))
		if n < 0 {
			return
		}
		i := from + n
		lo, hi := i, i+8
		for lo > from && i-lo < 80 && (isAlnum(b[lo-1]) || b[lo-1] == '_') {
			lo--
		}
		for hi < len(b) && isAlnum(b[hi]) {
			hi++
		}
		if hi-i-8 >= 8 && i-lo >= 4 {
			r.add(lo, hi, Secret)
		}
		from = hi
	}
}

// keyBlocks finds PEM and PGP blocks; one that is cut off runs to the end of the text.
func (r *reading) keyBlocks() {
	b := r.b
	begin, end := []byte("-----BEGIN "), []byte("-----END ")
	for from := 0; ; {
		n := bytes.Index(b[from:], begin)
		if n < 0 {
			break
		}
		lo := from + n
		hi := len(b)
		if m := bytes.Index(b[lo:], end); m >= 0 {
			hi = lo + m + len(end)
			if k := bytes.Index(b[hi:], []byte("-----")); k >= 0 && k < 64 {
				hi += k + 5
			}
		}
		r.add(lo, hi, Secret)
		from = hi
	}
	// The tail of a block whose head was cut off.
	if m := bytes.Index(b, end); m > 0 && !bytes.Contains(b[:m], begin) {
		r.add(0, min(len(b), m+48), Secret)
	}
	if i := bytes.Index(b, []byte("PuTTY-User-Key-File")); i >= 0 {
		r.add(i, len(b), Secret)
	}
}

// botTokens finds keys that have a shape instead of a prefix: Telegram's, Discord's and Mailchimp's.
func (r *reading) botTokens() {
	b := r.b
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == ':' && i >= 8 && i+3 < len(b) && b[i+1] == 'A' && b[i+2] == 'A':
			lo, hi := i, i+1
			for lo > 0 && i-lo < 11 && isDigit(b[lo-1]) {
				lo--
			}
			for hi < len(b) && is(b[hi], clBase64) && b[hi] != '/' && b[hi] != '+' {
				hi++
			}
			if i-lo >= 8 && hi-i >= 30 && hi-i < 50 {
				r.add(lo, hi, Secret)
				i = hi - 1
			}
		case b[i] == '.' && i >= 23 && i+34 < len(b) && b[i+7] == '.' || b[i] == '.' && i >= 23 && i+33 < len(b) && b[i+6] == '.':
			lo, hi, middle := i, i+1, 0
			for lo > 0 && i-lo < 30 && is(b[lo-1], clBase64) && b[lo-1] != '/' {
				lo--
			}
			for hi < len(b) && is(b[hi], clBase64) {
				hi, middle = hi+1, middle+1
			}
			if hi < len(b) && b[hi] == '.' {
				for hi++; hi < len(b) && is(b[hi], clBase64); hi++ {
				}
			}
			if i-lo >= 23 && i-lo <= 28 && middle <= 7 && hi-i >= 33 && (b[lo] == 'M' || b[lo] == 'N' || b[lo] == 'O') {
				r.add(lo, hi, Secret)
				i = hi - 1
			}
		case b[i] == '-' && i >= 32 && i+3 < len(b) && b[i+1] == 'u' && b[i+2] == 's' && isDigit(b[i+3]):
			lo := i
			for lo > 0 && i-lo < 33 && is(b[lo-1], clHex) {
				lo--
			}
			if i-lo == 32 {
				r.add(lo, i, Secret)
			}
		}
	}
}

func (r *reading) slackHooks() {
	b, mark := r.b, []byte("hooks.slack.com/")
	for from := 0; ; {
		n := bytes.Index(b[from:], mark)
		if n < 0 {
			return
		}
		lo := from + n + len(mark)
		hi := lo
		for hi < len(b) && (is(b[hi], clBase64)) {
			hi++
		}
		if hi-lo > 12 {
			r.add(lo, hi, Secret)
		}
		from = hi
	}
}
