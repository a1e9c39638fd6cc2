package scrub

import "testing"

func TestFindsNamesWrittenAsOneWord(t *testing.T) {
	texts(t, map[string]string{
		"dana.levi":                                "[name]",
		"seen dana_levi twice":                     "seen [name] twice",
		"danaLevi":                                 "[name]",
		"DANA.LEVI":                                "[name]",
		"levi.dana":                                "[name]",
		"@yossi_mizrahi please check":              "@[name] please check",
		"ticket_dana_levi_2026.pdf":                "ticket_[name]_2026.pdf",
		"invoice-dana-levi.pdf":                    "invoice-[name].pdf",
		"/users/dana-levi/orders":                  "/users/[name]/orders",
		"דנה.לוי":                                  "[name]",
		"user danalevi99 logged in":                "user [name] logged in",
		"login dlevi ok":                           "login [name] ok",
		"login d.levi ok":                          "login [name] ok",
		"user 'y.rukomel' locked":                  "user '[name]' locked",
		"no such user 'shlomi.k'":                  "no such user '[name]'",
		"user yaelrukom changed it":                "user [name] changed it",
		"user dana logged in":                      "user [name] logged in",
		"logged in as yossi77":                     "logged in as [name]",
		"handled by avi.b":                         "handled by [name]",
		"uid=yael.dror,ou=people,dc=shop":          "uid=[name],ou=people,dc=shop",
		"username: kobi_the_king99":                "username: [name]",
		"handle=danalevi99":                        "handle=[name]",
		"scanner operator avi on door 3":           "scanner operator [name] on door 3",
		"the account dana@localhost":               "the account [name]@localhost",
		"rsync dana@build:/srv":                    "rsync [name]@build:/srv",
		"psql -U dana -h db":                       "psql -U [name] -h db",
		"dana@192.168.0.1":                         "[name]@192.168.0.1",
		"Access denied for user 'dana'@'db.local'": "Access denied for user '[name]'@'db.local'",
	})
}

func TestLeavesIdentifiersAlone(t *testing.T) {
	unchanged(t, "lodash.merge", "react.memo", "noa.test.ts", "maya.spec.tsx", "levi/fix-cart", "fix/levi-cart", "branch noa/seat-map merged", "@levi/ui", "noa-worker-6f7d8c9b5-abcde",
		"levi-api-5d8f7c6b4-q9w8e", "jordan-river-tour", "/events/omer-adam", "/e/noa-kirel-live-in-park", "grace.timeout_ms", "mark.paid", "bill.total", "max_value", "markPaid", "roseGold", "elma_hall", "elma-hall",
		"user agent missing", "user will be redirected", "user may retry", "user role changed to admin", "guest list exported", "login grace period", "account settings saved", "author field empty", "by default", "by price",
		"from 'lodash.max'", "import { jwtVerify } from 'jose'", "from \"dana\"", "from winston", "require('pino')", "for staging", "to cart", "as json", "handle error", "handle: 12", "username: required", "username must be unique", "text-rose-600 bg-amber-100",
		"git@localhost", "root@localhost", "postgres@localhost:5432", "app@127.0.0.1", "ticketcap@10.0.0.5", "git@github.com:ticketcap/telemetry.git", "daniel_test", "shir_count", "dana@latest", "winston@3.17.0", "user app_rw", "user github-actions")
}

func TestFindsSurnamesBesideInitials(t *testing.T) {
	texts(t, map[string]string{
		"D. Levi paid":              "[name] paid",
		"refund to R.J. Cohen":      "refund to [name]",
		"Levi D.":                   "[name].",
		"\"Cohen, R.\"":             "\"[name].\"",
		"Cohen R.J.":                "[name].",
		"seat A12 -> Yael D.":       "seat A12 -> [name].",
		"customer: D. Mabusi":       "customer: [name]",
		"approved by A. Rukomel":    "approved by [name]",
		"Mr G Friedman":             "Mr [name]",
		"ד. לוי, שורה 4":            "[name], שורה 4",
		"holder (M. Haddad) waited": "holder ([name]) waited",
	})
}

func TestLeavesLetteredThingsAlone(t *testing.T) {
	unchanged(t, "block B. Levi hall is closed", "plan B. Cohen", "section C. Goldberg wing", "Row B. Seats 4-8", "Option A. Refund, option B. Voucher", "Vitamin D. Daily", "J. S. Bach concert", "Act I. Scene 2",
		"Terms A. and B. apply", "גוש ב. שורה 4", "שער ג. פתוח", "אולם ב. מושב 12", "Hall D. Open", "Chelsea F.C. vs Arsenal", "Aida C.")
}

func TestFindsNamesByTheLayoutOfARecord(t *testing.T) {
	texts(t, map[string]string{
		"row 14: Avraham,Levi,VIP":                         "row 14: [name],[name],VIP",
		"row 15;\"כהן\";\"רבקה\"":                          "row 15;\"[name]\";\"[name]\"",
		"[chat] רונית: לא קיבלתי":                          "[chat] [name]: לא קיבלתי",
		"Yael: where are my tickets":                       "[name]: where are my tickets",
		"table 5: Yael, Noa":                               "table 5: [name], [name]",
		"joined from Dana's iPhone":                        "joined from [name]'s iPhone",
		"host DANAS-MACBOOK-PRO.local":                     "host [name]-MACBOOK-PRO.local",
		"computer DESKTOP-NOALEVI":                         "computer DESKTOP-[name]",
		"Rukom's MacBook":                                  "[name]'s MacBook",
		"tickets for Yael and Noa":                         "tickets for [name] and [name]",
		"iPhone of Moshe":                                  "iPhone of [name]",
		"N:Peretz;Amir;;;":                                 "N:[name];[name];;;",
		"MECARD:N:Rukom,Sivan;NOTE:x;;":                    "MECARD:N:[name],[name];NOTE:x;;",
		"ADR;TYPE=HOME:;;12 Sokolov;Holon;;5831412;Israel": "ADR;TYPE=HOME:;;[address];[address];;[address];[address]",
		"regards, Yael":                                    "regards, [name]",
		"Happy birthday Yael!":                             "Happy birthday [name]!",
		"Regards,\nYael":                                   "Regards,\n[name]",
		"לידי הגב' סיגל אזולאי":                            "לידי הגב' [name]",
		"العميل: محمد أبو خالد، شكرا":                      "العميل: [name] شكرا",
	})
}

func TestLeavesOtherRecordsAlone(t *testing.T) {
	unchanged(t, "Paris,London,Berlin", "Austin,Dallas,Houston", "\"Gold\",\"Silver\",\"Bronze\"", "VIP;Gold;Silver", "name,phone,email", "N:1", "n=3;m=4", "N: 5", "TZ:UTC;DST", "DTSTART;TZID=Asia/Jerusalem:20261130T203000",
		"Error: failed", "Ruby: 3.2", "Mark: 10", "[chat] Agent: hello", "Customer's phone is required", "Today's phone offer", "Zappa's phone number", "Habima's desktop layout", "Next's desktop layout", "desktop-view mobile-view", "laptop-stand.jpg", "watch of the day",
		"regards, the team", "Regards,\nThe Team", "happy birthday promo", "birthday party package", "Rose Garden", "Sunny Hill Festival", "Victoria Station", "Sammy Ofer Stadium", "Menora Mivtachim Arena", "Carmel Market Tour", "Romeo and Juliet", "Carmen, Aida", "Annie and Oliver", "Carmen: sold out", "Carmel,Sharon", "Mark as paid", "Jordan River Tour", "שיר של יום", "חדר בן 4 מיטות")
}
