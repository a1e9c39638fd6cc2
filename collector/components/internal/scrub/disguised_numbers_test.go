package scrub

import "testing"

func TestFindsNumbersInDisguise(t *testing.T) {
	texts(t, map[string]string{
		"ip 1424297037":                        "ip [ip]",
		"client ip: 1424297037":                "client ip: [ip]",
		"ip 0x54E50C4D":                        "ip [ip]",
		"client 0x54E50C4D":                    "client [ip]",
		"ip 0xCB.0.0x71.7":                     "ip [ip]",
		"ip 203.28935":                         "ip [ip]",
		"ip 0x54.0xE5.0x0C.0x4D":               "ip [ip]",
		"buyer_ip_decimal=1424297037":          "buyer_ip_decimal=[ip]",
		"ph: O5O-1234567":                      "ph: [phone]",
		"tel O52-98l76S4 today":                "tel [phone] today",
		"call 05O 123 4567":                    "call [phone]",
		"\"phone\" with value \"05O-33I2290\"": "\"phone\" with value \"[phone]\"",
		"ת.ד. 1234":                            "ת.ד. [address]",
		"ת\"ד 55 נתניה":                        "ת\"ד [address] נתניה",
		"ص.ب 1234 عمان":                        "ص.ب [address] عمان",
		"P.O.B 4412 Raanana":                   "P.O.B [address] Raanana",
		"Sderot Ben Zvi 12/4, Ramat Gan":       "[address]",
		"OTP 44 71 98":                         "OTP [secret]",
		"G-447198 is your code":                "G-[secret] is your code",
		"קוד הכניסה שלך 4471":                  "קוד הכניסה שלך [secret]",
		"billAddrLine1=14 Bialik":              "billAddrLine1=[address]",
	})
}

func TestLeavesPlainNumbersAlone(t *testing.T) {
	unchanged(t, "ip 10.0.0.12", "ip: 192.168.1.4", "ip 167772161", "ip 2130706433", "ip 12", "ip 1.5", "ip 4.12.30", "client 1732459200", "client 12345678", "client version 1424297", "address 0x7ffe5c3a", "address line 2", "peer 50123 closed",
		"call 3 of 5", "mobile layout SO 12345", "mobile BIOS 123456", "seat B12 phone booth", "tel: Series 5 SO 12345", "call 12345 B blocks", "Hall 12/4", "12/4 seats left", "3 is your lucky number", "entry code missing", "gate code: none",
		"קוד שגיאה 4471", "הזמנה ת. 55")
}

func TestFindsWallets(t *testing.T) {
	eth := secret("742d35Cc6634C0532925", "a3b844Bc454e4438f44e")
	texts(t, map[string]string{
		"sent to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa":                               "sent to [bank_account]",
		"btc 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy":                                   "btc [bank_account]",
		"sent to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4":                       "sent to [bank_account]",
		"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0":           "[bank_account]",
		"eth wallet 0x" + eth:                                                      "eth wallet [bank_account]",
		"sol wallet 7dHbWXmci3dT8UFYWYZweBLXgycu7Y3iL6trKn1Y7ARj":                  "sol wallet [bank_account]",
		"key " + secret("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4", "dZ1jvhTVqvbTLvyTJ"): "key [secret]",
	})
}

func TestLeavesHashesAndPricesAlone(t *testing.T) {
	unchanged(t, "wallet opened", "wallet: empty", "wallet balance 120.00", "eth0: link up 1000 Mbps", "btc price 68000.12", "add to google wallet", "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
		"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", // its checksum is wrong
		"tx 0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060")
}
