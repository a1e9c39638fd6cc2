package scrub

import "testing"

// What separates the parts of one value, and what only looks like it.
func TestReadsOverWhatSeparatesTheParts(t *testing.T) {
	texts(t, map[string]string{
		"sk_" + "live_wL7gWvk2<br/>vzvz9aNR13GgdWJp":                                                         "[secret]",
		"got (4111 1111<br/> 1111 1111)":                                                                     "got ([card])",
		"got 4111 1111' || ' 1111 1111 now":                                                                  "got [card] now",
		"customer: N o a   K a t z now":                                                                      "customer: [name] now",
		"before, ר ח ו ב   ב י א ל י ק   6 3 5 after":                                                        "before, [address] after",
		"dial ['d','a','n','a','@','a','b','.','c','o'] now":                                                 "dial ['[email]'] now",
		"to 'I','L','6','2',' ','0','1','0','8','0','0','0','0','0','0','0','9','9','9','9','9','9','9','9'": "to '[iban]'",
		"Bearer [G][D][m][u][C][X][X][A][9][H][b][O][P][X][M][k]":                                            "Bearer [[auth]]",
		"IFFUSQKB-KJIEMSCT-INLFIWKI-JVCUKVBX":                                                                "[secret]",
		"Subject: =?utf-8?Q?from_=64=61=6E=61=40=61=62=2E=63=6F?=":                                           "Subject: =?utf-8?Q?from_[email]?=",
		"<b>4</b> of <i>12</i> seats, <br/>row 4":                                                            "<b>4</b> of <i>12</i> seats, <br/>row 4",
		"<td>1732459200</td> <td>1732459300</td>":                                                            "<td>1732459200</td> <td>1732459300</td>",
		"'first' || ' second' || ' third'":                                                                   "'first' || ' second' || ' third'",
		"rows [A][B][C][D][E][F][G][H] are free":                                                             "rows [A][B][C][D][E][F][G][H] are free",
		"HALLSEAT-ROWSEATS-BALCONYA-GALLERYB":                                                                "HALLSEAT-ROWSEATS-BALCONYA-GALLERYB",
		"=?utf-8?Q?Rock_=26_Roll?=":                                                                          "=?utf-8?Q?Rock_=26_Roll?=",
	})
}

func TestTakesTheWholeAddress(t *testing.T) {
	texts(t, map[string]string{
		"שדרות ירושלים 468 דירה 10 קומה 2":    "[address]",
		"ship to 12 Herzl Street, Apt 4B now": "ship to [address] now",
		"wohnt Hauptstraße 49, 61048 Berlin":  "wohnt [address]",
		"wohnt Goethestr. 58":                 "wohnt [address]",
		"Hauptstrasse ist gesperrt":           "Hauptstrasse ist gesperrt",
		"Register 58 ist voll":                "Register 58 ist voll",
		"קומה 2 דירה 10":                      "קומה 2 דירה 10",
	})
}

func TestReadsACardWithMarksOfThousands(t *testing.T) {
	texts(t, map[string]string{
		"paid 4,111,111,111,111,111 at once":  "paid [card] at once",
		"paid 4.111.111.111.111.111 at once":  "paid [card] at once",
		"paid 4,111,111,111,111,112 at once":  "paid 4,111,111,111,111,112 at once",
		"sizes 4,111,111,111,111,111,111,111": "sizes 4,111,111,111,111,111,111,111",
		"counts 100,200,300,400,500,600":      "counts 100,200,300,400,500,600",
	})
}

func TestMasksTheFirstPartWithTheSecond(t *testing.T) {
	for _, c := range []struct {
		parts []string
		want  []Kind
	}{
		{[]string{"רחוב ביא", "ליק 840"}, []Kind{Address, Address}},
		{[]string{"DE32 2390 43", "[phone]"}, []Kind{IBAN, None}},
		{[]string{"[name]", "@example.com"}, []Kind{Email, Email}},
		{[]string{"3BJJMsJvQth7Um48v", "P9z9A75FTzwdUV4mh"}, []Kind{BankAccount, BankAccount}},
		{[]string{"3BJJMsJvQth7Um48v", "P9z9A75FTzwdUV4mk"}, nil}, // no checksum
		{[]string{"[name]", "bought two"}, nil},
		{[]string{"Row12 left", "[phone]"}, nil},
		{[]string{"רחוב ביא", "ליק"}, nil},
	} {
		s := newScanner(t, Rules{})
		got := s.Parts(nil, c.parts)
		if len(got) != len(c.want) || len(got) > 0 && (got[0] != c.want[0] || got[1] != c.want[1]) {
			t.Errorf("%q: %v", c.parts, got)
		}
	}
}
