package scrub

import (
	"bytes"
	"strings"
)

// profileSites are the sites whose first segment is a person, and what stands before that segment.
var profileSites = map[string][]string{
	"twitter.com": {""}, "x.com": {""}, "facebook.com": {"people/", ""}, "fb.com": {""}, "m.me": {""}, "instagram.com": {"stories/", ""}, "threads.net": {"@"}, "threads.com": {"@"},
	"linkedin.com": {"in/", "pub/"}, "t.me": {"s/", ""}, "telegram.me": {""}, "tiktok.com": {"@"}, "snapchat.com": {"add/", "@"}, "youtube.com": {"@", "user/", "c/"}, "pinterest.com": {""},
	"vk.com": {""}, "ok.ru": {"profile/"}, "twitch.tv": {""}, "reddit.com": {"user/", "u/"}, "medium.com": {"@"}, "bsky.app": {"profile/"}, "paypal.me": {""}, "venmo.com": {"u/", ""}, "cash.app": {"$"},
	"buymeacoffee.com": {""}, "ko-fi.com": {""}, "calendly.com": {""}, "linktr.ee": {""}, "about.me": {""}, "soundcloud.com": {""}, "wechat.com": {"u/"},
}

// siteFolders are the first segments of those sites that are nobody's.
var siteFolders = words(`share shares sharer sharing share.php sharer.php intent login logout signup pages page groups group events event watch hashtag home explore search about privacy tos terms policy policies
	legal settings dialog plugins reel reels stories tv accounts account developer developers company school jobs feed pulse posts post people profile profile.php joinchat addstickers addtheme proxy socks
	setlanguage oauth oauth2 api embed discover foryou business ads ad images img static assets marketplace gaming help support download downloads directory web app apps messages notifications photo photos photo.php
	story.php permalink.php video videos live music tag tags topics topic pin ideas legal widgets platform following followers i p tr in pub add user channel playlist results shorts you features pricing integrations blog
	about-us contact contact-us careers press me tree status compose hovercard robots.txt favicon.ico`)

// appWords are applications whose handle may stand behind their name.
var appWords = words("insta instagram ig tiktok telegram tg snapchat snap twitter skype discord threads fb facebook linkedin whatsapp wechat viber אינסטגרם אינסטה טלגרם טיקטוק פייסבוק טוויטר انستغرام تيليجرام سناب")

// appParams are the parameters of links into an application that hold a handle: tg://resolve?domain=danalevi.
var appParams = []string{"domain=", "screen_name=", "username=", "user="}

// appSchemes are the schemes of those links.
var appSchemes = words("tg telegram twitter instagram fb tiktok snapchat snssdk1233 threads linkedin vk discord")

// profiles finds the handles of people on the sites and in the applications where everybody has one.
func (r *reading) profiles() {
	b := r.b
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '/':
			if hi := r.profileAt(i); hi > i {
				i = hi - 1
			}
		case ':':
			r.appLink(i)
		}
	}
}

// profileAt looks at the path that starts with the slash at i; it returns the end of the profile found there or 0.
func (r *reading) profileAt(i int) int {
	b, lo := r.b, i
	for lo > 0 && i-lo < 32 && (isAlnum(b[lo-1]) || b[lo-1] == '.' || b[lo-1] == '-') {
		lo--
	}
	host := foldLong(b[lo:i])
	for _, part := range []string{"www.", "m.", "mobile.", "web.", "old."} {
		host = strings.TrimPrefix(host, part)
	}
	if len(host) > 3 && host[2] == '.' && profileSites[host[3:]] != nil { // il.linkedin.com
		host = host[3:]
	}
	for _, before := range profileSites[host] {
		if !hasFoldPrefix(b[i+1:], before) {
			continue
		}
		if lo, hi := r.profileSegment(i + 1 + len(before)); hi > lo {
			if before == "people/" && hi < len(b) && b[hi] == '/' {
				hi = digitsEnd(b, hi+1)
			}
			r.add(lo, hi, Name)
			return hi
		}
	}
	if id := []byte("profile.php?id="); len(profileSites[host]) > 0 && bytes.HasPrefix(b[i+1:], id) {
		lo := i + 1 + len(id)
		if hi := digitsEnd(b, lo); hi-lo > 3 {
			r.add(lo, hi, Name)
			return hi
		}
	}
	return 0
}

// profileSegment tells the segment at lo that is a handle from the folders and files of a site.
func (r *reading) profileSegment(lo int) (from, hi int) {
	b := r.b
	if lo < len(b) && (b[lo] == '@' || b[lo] == '$') {
		lo++
	}
	for hi = lo; hi < len(b) && hi-lo < 96 && (isWordByte(b[hi]) || strings.IndexByte("._-%", b[hi]) >= 0); hi++ {
	}
	for hi > lo && (b[hi-1] == '.' || b[hi-1] == '-') {
		hi--
	}
	name := b[lo:hi]
	if len(name) < 3 || siteFolders[foldLong(name)] || lower(name[0]) == 'v' && isDigit(name[1]) || hi < len(b) && (b[hi] == '(' || b[hi] == '{' || b[hi] == '*') {
		return 0, 0
	}
	if dot := bytes.LastIndexByte(name, '.'); dot > 0 && fileEndings[foldString(name[dot+1:])] {
		return 0, 0
	}
	return lo, hi
}

var fileEndings = words("js css png jpg jpeg gif svg ico html htm php txt xml json woff woff2 map webp mp4 aspx")

// appLink looks at the colon of tg://resolve?domain=danalevi, skype:dana.levi?call and "insta: @dana".
func (r *reading) appLink(i int) {
	b, lo := r.b, i
	for lo > 0 && i-lo < 16 && isAlnum(b[lo-1]) {
		lo--
	}
	scheme := foldLong(b[lo:i])
	switch {
	case scheme == "skype" && i+1 < len(b) && isAlnum(b[i+1]):
		start := i + 1
		if hasFoldPrefix(b[start:], "live:") {
			start += len("live:")
		}
		if hi := r.handleEnd(start); hi-start >= 5 {
			r.add(start, hi, Name)
		}
	case appSchemes[scheme] && i+2 < len(b) && b[i+1] == '/' && b[i+2] == '/':
		link := b[i+3 : min(len(b), i+128)]
		if end := bytes.IndexAny(link, " \n\"'<>"); end >= 0 {
			link = link[:end]
		}
		for _, param := range appParams {
			if at := bytes.Index(link, []byte(param)); at > 0 && (link[at-1] == '?' || link[at-1] == '&') {
				start := i + 3 + at + len(param)
				if hi := r.handleEnd(start); hi-start >= 3 {
					r.add(start, hi, Name)
				}
			}
		}
		if profile := []byte("profile/"); bytes.HasPrefix(link, profile) {
			start := i + 3 + len(profile)
			if hi := r.handleEnd(start); hi-start >= 3 {
				r.add(start, hi, Name)
			}
		}
	}
}

// appGlue may stand between the name of an application and a handle.
var appGlue = words("is handle user username account id name me שלי הוא")

// everyone holds the mentions that are nobody.
var everyone = words("everyone here channel all username user handle")

// appHandles finds what stands behind the name of an application: insta @dana_levi99, telegram: dana_levi.
func (r *reading) appHandles() {
	b := r.b
	for i, w := range r.words {
		if w.roles&roleAnnounces == 0 || w.hi-w.lo > 20 || !r.boundary(w.lo) || !appWords[foldLong(b[w.lo:w.hi])] {
			continue
		}
		lo, colon, at := w.hi, false, false
		if i+1 < len(r.words) {
			if next := r.words[i+1]; next.lo == w.hi+1 && appGlue[foldLong(b[next.lo:next.hi])] {
				lo = next.hi
			}
		}
		for start := lo; lo < len(b) && lo-start < 4 && strings.IndexByte(" :=(\"'@", b[lo]) >= 0; lo++ {
			colon = colon || b[lo] == ':' || b[lo] == '='
			at = b[lo] == '@'
		}
		if lo == w.hi || lo >= len(b) || !isAlnum(b[lo]) {
			continue
		}
		hi := r.handleEnd(lo)
		if hi-lo < 3 || hi < len(b) && (b[hi] == '/' || b[hi] == '@' || b[hi] == ':') {
			continue
		}
		if at && !everyone[foldLong(b[lo:hi])] || colon && r.namesPerson(lo, hi, asMention) {
			r.add(lo, hi, Name)
		}
	}
}
