package scrub

// phrases are the last words of a key that make its value personal or secret, by kind.
// A key is compared segment by segment, so "author" is not "auth" and "passenger" is not "pass".
// Every phrase of several words is also known written as one word ("first name", "firstname").
var phrases = map[Kind][]string{
	Email: {"email", "e mail", "mail", "email address", "mail address", "emailaddress", "user email", "login email", "mail to", "correo", "correo electronico", "courriel", "почта", "эл почта", "邮箱", "メール",
		"reply to", "mailto", "דוא ל", "דואל", "מייל", "אימייל", "כתובת מייל", "البريد الإلكتروني", "بريد", "ايميل"},
	Phone: {"phone", "phone number", "telephone", "tel", "mobile", "mobile number", "cell", "cellphone", "cell phone", "msisdn",
		"fax", "whatsapp", "phone no", "mobile phone", "home phone", "work phone", "user phone", "contact number", "sms to", "phonenum", "caller id", "caller number", "called number", "sms number", "whatsapp number", "cell number", "tel number", "from number", "to number",
		"dialed", "dialled", "dialed number", "cellular", "telefon", "telefono", "teléfono", "telefone", "handy", "телефон", "电话", "電話",
		"טלפון", "נייד", "פלאפון", "סלולרי", "מספר טלפון", "هاتف", "الهاتف", "رقم الهاتف", "جوال", "موبايل", "تليفون"},
	NationalID: {"tz", "t z", "teudat zehut", "teudatzehut", "teudat", "zehut", "id number", "idnumber", "identity number", "identity card",
		"identity", "national id", "nationalid", "national number", "personal id", "personal number", "government id", "ssn",
		"social security number", "social security", "citizen id", "tax id", "id card", "id no", "israeli id", "mispar zehut", "id num", "id document", "document number", "identification", "identification number", "nid", "person id", "tax number", "tax no", "taxpayer id", "taxpayer number",
		"dni", "cpf", "nif", "nino", "aadhaar", "aadhaar number", "aadhar", "aadhar number", "steuer id", "personal code", "identity no", "egn", "cnp", "bsn", "pesel", "personnummer", "fiscal code", "codice fiscale",
		"curp", "inn", "снилс", "инн", "snils", "voter id", "medicare number", "nhs number", "insurance number", "social insurance number", "military id", "license plate", "licence plate", "plate number",
		"ת ז", "תז", "תעודת זהות", "מספר זהות", "מספר תעודת זהות", "מס זהות", "הוית", "رقم الهوية", "الهوية", "هوية"},
	Passport: {"passport", "passport number", "passport no", "passport id", "driver license", "drivers license", "driving license", "visa number", "driving licence",
		"license number", "מספר דרכון", "דרכון", "رقم الجواز", "جواز السفر"},
	Card: {"pan", "card", "card number", "cardnumber", "cc", "ccnum", "cc number", "credit card", "credit card number", "creditcard", "debit card",
		"card no", "card num", "ccnum", "cc num", "account pan", "primary account number", "payment card", "cardno", "track", "track1", "track2", "track data",
		"כרטיס אשראי", "מספר כרטיס", "אשראי", "رقم البطاقة", "بطاقة"},
	CardSecurity: {"cvv", "cvv2", "cvc", "cvc2", "cid code", "csc", "card code", "security code", "card verification", "verification value",
		"exp month", "exp year", "expiry month", "expiry year", "expiration month", "expiration year", "card exp", "card expiry",
		"card expiration", "valid thru", "mm yy", "valid through", "exp date", "expiry date", "expiration date", "cardexp", "cc exp", "cc expiry",
		"תוקף", "תוקף כרטיס"},
	IBAN: {"iban", "iban number"},
	BankAccount: {"bank account", "bank account number", "account number", "account no", "accountnumber", "routing number", "sort code",
		"swift", "bic", "swift code", "bic code", "acct num", "acct no", "acct number", "acctnum", "account num", "bank details", "beneficiary account", "beneficiary iban", "wallet address", "btc address", "eth address", "חשבון", "חשבון בנק", "מספר חשבון", "حساب بنكي", "رقم الحساب"},
	IP: {"client ip", "client address", "ip", "ip address", "ipaddress", "remote ip", "remote addr", "remote address", "user ip", "peer ip", "real ip",
		"x forwarded for", "forwarded for", "x real ip", "cf connecting ip", "true client ip", "x client ip", "fastly client ip",
		"http client ip", "sock peer addr", "x cluster client ip", "forwarded", "source ip", "src ip", "visitor ip", "ip decimal", "ip int", "ip num", "ip number", "ip long", "decimal ip"},
	MAC:  {"mac", "mac address", "hwaddr", "hardware address"},
	JWT:  {"jwt", "id token", "jwe"},
	Auth: {"authorization", "proxy authorization", "auth", "auth header", "bearer", "authentication", "www authenticate", "x auth", "basic auth"},
	Cookie: {"cookie", "cookies", "set cookie", "connect sid", "sessionid", "session id", "session", "sid", "phpsessid", "jsessionid",
		"session cookie", "session key", "session state", "vercel jwt", "sess"},
	Secret: {"password", "passwd", "pwd", "pass", "passphrase", "passcode", "secret", "secrets", "client secret", "api key", "apikey", "api secret",
		"access key", "access key id", "secret key", "secret access key", "private key", "encryption key", "signing key", "webhook secret",
		"credential", "credentials", "pin", "pin code", "pincode", "otp", "otp code", "verification code", "one time code", "קוד האימות", "קוד אימות", "קוד האימות שלך", "קוד חד פעמי", "رمز التحقق", "unlock code", "backup code", "recovery codes", "security code sms", "sms code", "login code", "2fa code", "passcode hash", "salt", "mysql pwd", "admin pw", "pw",
		"contraseña", "passwort", "kennwort", "senha", "mot de passe", "пароль", "密码", "הסיסמה", "one time password", "totp", "mfa code", "recovery code", "security answer", "seed phrase", "recovery phrase", "mnemonic", "hmac", "hmac key", "ssh key", "stripe key", "stripe secret", "service account key", "mfa secret", "vault key",
		"auth key", "auth code", "x api key", "service key", "master key", "shared key", "shared secret", "license key", "dsn", "sentry dsn",
		"sas token", "account key", "sharedaccesskey", "authkey", "consumer secret", "pgpassword", "pgpass", "db pass", "db password", "user password", "new password", "old password", "current password", "admin password", "root password", "סיסמה", "סיסמא", "كلمة المرور", "كلمة السر"},
	Credentials: {"database url", "connection string", "connectionstring", "connection url", "connection uri", "db url", "redis url", "jdbc url", "conn string", "dburl", "postgres url",
		"mongo url", "mongodb uri", "amqp url", "broker url"},
	Token: {"token", "access token", "refresh token", "csrf", "csrf token", "xsrf", "xsrf token", "auth token", "session token", "bearer token",
		"reset token", "verification token", "signature", "x amz signature", "x amz credential", "x amz security token", "magic link", "reset link", "invite code", "invite link",
		"csrftoken", "accesstoken", "api token", "push token", "fcm token", "device token", "one time code", "confirmation token", "confirmation code", "activation code", "unsubscribe token", "authtoken",
		"invite token", "code verifier", "ticket token", "jti", "id hint", "assertion", "samlresponse", "saml response", "oauth token"},
	Variables: {"variables", "graphql variables", "variable values", "bound parameters", "bind parameters", "query parameters", "db query parameters",
		"sql parameters", "bind values", "query values"},
	Geo: {"lat", "lon", "lng", "latitude", "longitude", "coordinates", "coords", "geo point", "geopoint", "gps", "geolocation", "lat lng", "lat lon",
		"latlng", "latlon", "ll", "lat long", "lat lon", "position lat", "geo coordinates", "location lat", "location lon", "plus code", "geohash"},
	Name: {"first name", "last name", "full name", "given name", "family name", "middle name", "maiden name", "surname", "firstname", "lastname",
		"forename", "display name", "real name", "legal name", "nickname", "username", "user name", "person name", "holder", "card holder", "cardholder",
		"holder name", "name on card", "contact person", "contact name", "fname", "lname", "name first", "name last", "name full", "emergency contact", "recipient name", "sender name", "real user name", "login name",
		"nombre", "apellido", "apellidos", "vorname", "nachname", "prenom", "prénom", "nom", "nom de famille", "cognome", "imie", "nazwisko", "имя", "фамилия", "отчество", "фио", "姓名", "名前",
		"שם", "שם פרטי", "שם משפחה", "שם מלא", "שם הלקוח", "שם לקוח", "שם בעל הכרטיס", "الاسم", "اسم", "اسم العميل", "الاسم الكامل", "اسم العائلة"},
	Address: {"street", "street address", "street name", "streetaddress", "address line", "address line1", "address line2", "addressline1", "addressline2",
		"address1", "address2", "address 1", "address 2", "addr1", "addr2", "addr line", "addr line1", "addr line2", "addr line 1", "addr line 2", "home address", "billing address", "shipping address", "mailing address", "postal address",
		"delivery address", "residential address", "house number", "apartment", "apt number", "zip", "zip code", "zipcode", "postal code", "postalcode",
		"postcode", "post code", "full address", "work address", "po box", "pob", "adresse", "strasse", "straße", "hausnummer", "plz", "postleitzahl", "direccion", "dirección", "calle", "endereço", "indirizzo", "адрес", "地址", "住所", "כתובת", "רחוב", "מיקוד", "כתובת מגורים", "العنوان", "عنوان", "شارع", "الرمز البريدي"},
	BirthDate: {"dob", "birth date", "birthdate", "date of birth", "birthday", "birth day", "birth year", "birth month", "birth", "born", "born on", "born at", "bday", "year of birth", "date birth", "geburtsdatum", "fecha nacimiento", "дата рождения", "dateofbirth",
		"תאריך לידה", "تاريخ الميلاد"},
	Health: {"diagnosis", "disability", "disabilities", "allergy", "allergies", "dietary", "diet", "dietary needs", "dietary requirements",
		"dietary restrictions", "religion", "ethnicity", "race ethnicity", "sexual orientation", "gender identity", "blood type", "medical condition",
		"health condition", "medical notes", "special needs", "special requirements", "wheelchair", "wheelchair needed", "medication", "medications", "illness", "condition notes", "pregnancy", "pregnant", "accessibility needs", "biometric", "biometrics", "food preference",
		"health insurance", "medical record", "אלרגיה", "אלרגיות", "מוגבלות", "דת"},
	Device: {"imei", "imsi", "idfa", "idfv", "gaid", "advertising id", "device id", "deviceid", "android id", "device fingerprint", "browser fingerprint",
		"installation id", "device serial", "device serial number", "serial number", "visitor id", "fingerprint", "ad id", "iccid", "meid"},
}

// persons are the words for people; with them a bare "name", "address" or "city" becomes personal.
var persons = []string{"customer", "user", "enduser", "attendee", "buyer", "guest", "holder", "passenger", "patient", "contact", "billing",
	"shipping", "recipient", "payer", "payee", "member", "participant", "person", "subscriber", "visitor", "child", "parent", "spouse", "employee",
	"applicant", "registrant", "purchaser", "shopper", "cardholder", "owner", "student", "donor", "candidate", "beneficiary", "traveler", "traveller",
	"ticketholder", "invitee", "signer", "client", "account holder", "consumer", "sender", "individual", "people", "delivery", "personal", "profile", "friend", "companion",
	"kid", "lead", "caller", "driver", "guardian", "mother", "father", "son", "daughter", "relative", "organizer", "organiser", "author", "committer", "assignee", "reporter", "bill", "ship", "signatory", "refundee", "invoicee", "kin"}

// personal are the last words that a person word before them makes personal.
var personal = map[string]Kind{"name": Name, "names": Name, "address": Address, "addr": Address, "city": Address, "town": Address, "region": Address,
	"location": Address, "id number": NationalID, "number": Phone, "first": Name, "last": Name, "initials": Name, "title": Name, "age": BirthDate,
	"gender": Health, "sex": Health, "photo": Opaque, "avatar": Opaque, "login": Name, "notes": Custom}

// between may stand between the person word and the personal word.
var between = words("address details data info profile personal contact billing shipping primary secondary record home work mailing main full person to of")

// infrastructure words make a following "address" the address of a machine.
var infrastructure = words(`server net network peer host source destination local remote socket sock bind listen memory base broker proxy upstream
	node pod service http url web wallet contract gateway cluster messaging listener target endpoint instance container bus`)

// neutral last words say nothing about the value: the word before them decides.
var neutral = words("value values raw text string plain plaintext input field original new old list array encoded masked str val content current previous primary secondary hint he ar en heb eng hebrew english arabic latin local confirm confirmation confirmed repeat repeated again hash hashed")

// notSecret words before a phrase take its meaning away.
var notSecret = map[string]map[string]bool{
	"signature":       words("function method code type call event span metric operation"),
	"session":         words("db database training game event conference video"),
	"mail":            words("voice"),
	"track":           words("audio video race sound media time event conference"),
	"card":            words("business score id report post memory sd video graphics sim ui info product event list flash dash"),
	"code":            {},
	"pass":            words("test ci check render build first second render boarding by did compiler"),
	"cell":            words("table grid spread sheet data"),
	"auth":            words("has is needs require requires"),
	"lat":             words("p50 p90 p95 p99 max min avg net"),
	"identity":        words("workload service managed"),
	"secret":          words("is has"),
	"holder":          words("place placeholder lock lease leader"),
	"identity number": {}, "tel": {}, "born": {},
}

func words(list string) map[string]bool {
	m := map[string]bool{}
	start := -1
	for i := 0; i <= len(list); i++ {
		space := i == len(list) || list[i] == ' ' || list[i] == '\n' || list[i] == '\t'
		switch {
		case space && start >= 0:
			m[list[start:i]] = true
			start = -1
		case !space && start < 0:
			start = i
		}
	}
	return m
}
