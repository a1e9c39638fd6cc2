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
}

var vendorByByte = func() (t [256][]vendorKey) {
	for _, v := range vendorKeys {
		t[v.prefix[0]] = append(t[v.prefix[0]], v)
	}
	return
}()

// secrets finds vendor keys, client secrets and key blocks.
func (r *reading) secrets() {
	b := r.b
	for i := 0; i < len(b); i++ {
		candidates := vendorByByte[b[i]]
		if candidates == nil {
			continue
		}
		for _, v := range candidates {
			if len(b)-i < len(v.prefix)+v.min || string(b[i:i+len(v.prefix)]) != v.prefix {
				continue
			}
			if v.weak && !r.boundary(i) {
				continue
			}
			hi := i + len(v.prefix)
			digits := 0
			for hi < len(b) && (is(b[hi], clBase64) && b[hi] != '/' && b[hi] != '+' || b[hi] == '.' && !v.weak || v.prefix == "SG." && b[hi] == '.') {
				if isDigit(b[hi]) {
					digits++
				}
				hi++
			}
			for hi > i && b[hi-1] == '.' {
				hi--
			}
			if hi-i-len(v.prefix) < v.min || v.weak && digits < 1 {
				continue
			}
			r.add(i, hi, Secret)
			i = hi - 1
			break
		}
	}
	r.clientSecrets()
	r.keyBlocks()
	r.slackHooks()
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
