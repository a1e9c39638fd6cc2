package scrub

import "testing"

func TestFindsProfiles(t *testing.T) {
	texts(t, map[string]string{
		"https://twitter.com/danalevi":                      "https://twitter.com/[name]",
		"https://x.com/qwe_rty/status/1789":                 "https://x.com/[name]/status/1789",
		"https://www.facebook.com/dana.levi.37":             "https://www.facebook.com/[name]",
		"https://www.facebook.com/people/Dana-Levi/1000123": "https://www.facebook.com/people/[name]",
		"facebook.com/profile.php?id=100004412345":          "facebook.com/profile.php?id=[name]",
		"linkedin.com/in/dana-levi-1b2a3c":                  "linkedin.com/in/[name]",
		"https://il.linkedin.com/in/%D7%93%D7%A0%D7%94-1b/": "https://il.linkedin.com/in/[name]/",
		"instagram.com/rukom99/?hl=he":                      "instagram.com/[name]/?hl=he",
		"t.me/rukom99":                                      "t.me/[name]",
		"tiktok.com/@rukom99":                               "tiktok.com/@[name]",
		"youtube.com/@rukom99/videos":                       "youtube.com/@[name]/videos",
		"tg://resolve?domain=rukom99":                       "tg://resolve?domain=[name]",
		"twitter://user?screen_name=rukom99":                "twitter://user?screen_name=[name]",
		"skype:dana.levi?call":                              "skype:[name]?call",
		"insta @rukom_99":                                   "insta @[name]",
		"my telegram is @rukom_99":                          "my telegram is @[name]",
		"telegram: dana_levi":                               "telegram: [name]",
	})
}

func TestLeavesOtherPagesOfThoseSitesAlone(t *testing.T) {
	unchanged(t, "https://x.com/", "https://x.com/login", "netflix.com/browse", "https://twitter.com/intent/tweet?text=hello", "https://www.facebook.com/sharer/sharer.php?u=https://shop.example", "https://www.facebook.com/tr?id=123",
		"https://www.linkedin.com/company/ticketcap", "https://www.linkedin.com/shareArticle?mini=true", "https://www.instagram.com/p/CxYz123AbCd/", "https://t.me/share/url?url=https://shop.example",
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://platform.twitter.com/widgets.js", "https://graph.facebook.com/v19.0/me/accounts", "https://api.twitter.com/2/tweets", "twitter.com/{handle}", "https://x.com/[user]",
		"telegram @everyone", "instagram: rate limited", "telegram: send_failed", "discord: rate_limited", "share on Twitter @ checkout", "skype: offline", "twitter:site meta missing")
}
