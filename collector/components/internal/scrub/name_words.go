package scrub

// nameContexts are the words before a name: 2 when one word after it is enough ("Mr. Smith"), 1 when the words after it
// must be two, or a known given name ("customer: Dana Levi").
var nameContexts = func() map[string]int {
	m := map[string]int{}
	for w := range words(`mr mrs ms miss mx dr prof professor sir madam mme monsieur rabbi מר גב' גב גברת הגב' הגברת לגב' למר ד"ר דר' פרופ' פרופסור עו"ד הרב מרת
		السيد السيدة الأستاذ الأستاذة الدكتور الدكتورة دكتور الآنسة سيد سيدة`) {
		m[w] = 2
	}
	for w := range words(`dear hello hi hey customer attendee buyer guest passenger patient user member visitor holder cardholder ticketholder contact recipient
		payer payee subscriber participant registrant purchaser owner name names fullname client child parent student employee applicant beneficiary signed
		welcome thanks host speaker invitee companion friend person by for from to with thank mister regards sincerely cheers yours birthday congratulations congrats בברכה customers attendees guests buyers owned registered booked spouse wife husband
		שלום היי הי לכבוד לקוח לקוחה הלקוח הלקוחה ללקוח אורח אורחת האורח משתתף משתתפת המשתתף המשתתפת הרוכש הרוכשת רוכש רוכשת עבור מאת שם שמו שמה בשם
		נוסע נוסעת הנוסע מטופל מטופלת המטופל המטופלת משתמש משתמשת המשתמש המשתמשת המזמין המזמינה מזמין מזמינה בעל בעלת יקר יקרה תודה ברוך ברוכה איש קשר נרשם נרשמה הנרשם
		מקבל הזמנה כרטיס לידי אל מוזמן מוזמנת המוזמן שמי ע"י ע"ש ע״י ע״ש עובד עובדת מנוי מנויה ילד ילדה הורה תלמיד תלמידה חבר חברה
		مرحبا العميل العميلة الزبون الزبونة الاسم اسم عزيزي عزيزتي المشتري الضيف المستخدم أهلا اهلا السلام المشارك المشاركة الحاضر الراكب المريض باسم لصالح شكرا يا`) {
		if m[w] == 0 {
			m[w] = 1
		}
	}
	return m
}()

// weakContexts need a known given name right after them: they stand before anything.
var weakContexts = words(`by for from to with host אל עבור מאת כרטיס הזמנה בעל בעלת חבר חברה يا thanks thank welcome hi hello hey name names user owner שלום תודה איש קשר ברוך ברוכה היי הי
	regards sincerely cheers yours birthday congratulations congrats בברכה client speaker member person signed owned registered booked contact friend`)

// notNames are capitalised words (and Hebrew and Arabic words) that follow a context word without being a name.
var notNames = words(`service services support agent agents not found error errors created updated deleted id ids type types data info email phone list page pages api app account
	accounts profile name names details portal care success failed failure login logout session sessions model entity repository controller manager handler request response
	key keys value values number numbers count total status state role roles group groups input output token tokens address portal dashboard settings table view default
	test tests house code codes invalid missing unknown null undefined none true false exists the this that and or but your our all any each every one two new old first last next
	is was has had have will can cannot could should must may might are were been being get set put post delete patch head options update insert select create timeout module
	monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
	station airport market garden gardens tower bridge club cafe hotel theatre terminal square palace castle cathedral tour concerts band orchestra quartet ensemble trio choir parade order orders event events ticket tickets payment payments booking bookings seat seats show shows theater theatre concert festival hall stadium arena museum park center centre
	world everyone there team sir madam friend guest guests user users customer customers component server client database postgres redis node react next vercel chrome
	safari firefox windows linux android macos ios apple google microsoft amazon meta github gitlab sentry stripe segment file files method function class object string boolean array
	map promise query mutation resolver middleware route router layout provider context hook hooks store action actions reducer loading not-found access denied permission permissions
	required optional allowed forbidden unauthorized available unavailable active inactive enabled disabled pending complete completed cancelled confirmed rejected waitlisted
	experience journey satisfaction feedback success relations onboarding portal center id# in on at of to for from by with without as it its he she they we you i a an if when where who
	street road avenue city country state region zip union bank card credit debit visa mastercard jerusalem israel tel aviv haifa london york paris berlin europe asia america
	express standard premium basic pro free plus gold silver bronze vip general admission balcony row section gate floor level stage box office rest client sdk http https url uri json
	וברוכים הבאים לכם לך לכולם עולם רב לכולכם ורב אורח אורחים משתמש משתמשים לקוח לקוחות יקר יקרה יקרים חדש חדשה שלי שלך שלנו של את לא כן זה זו זאת הוא היא הם הן אני אנחנו אתה
	לא נמצא נמצאה קיים קיימת פעיל פעילה שגוי שגויה חסר חסרה נשלח נשלחה התקבל התקבלה אושר אושרה בוטל בוטלה שולם שולמה כבר עוד גם רק אם כי או אבל על עם אל מן בין תחת מול ליד
	האירוע אירוע אירועים המופע מופע הופעה כרטיס כרטיסים הזמנה ההזמנה הזמנות תשלום התשלום סיסמה סיסמא דואר אלקטרוני מייל טלפון נייד כתובת מספר תאריך שעה יום מחיר סכום סה"כ
	ערב בוקר צהריים לילה שבוע חודש שנה היום מחר אתמול הבא הבאה ראשון שני שלישי רביעי חמישי שישי שבת פרטי משפחה מלא חברה קבוצה סטודנט סטודנטים ילדים מבוגר מבוגרים אזרח ותיק
	למערכת לאתר לחשבון לחשבונך אליך אליכם לאירוע למופע לתשלום לקופה באתר בחשבון במערכת בהצלחה תודה בבקשה אנא נא יש אין ניתן צריך חייב הבית הגדול הקטן כניסה יציאה יציע אולם שורה מושב
	שנרשמת שנרשמתם שהזמנת שהצטרפת שקנית שרכשת רבה רבים מאוד מראש מקרב לב ברוך הבא ברוכה הבאה ברוכים מזל טוב נעים נעימה טוב טובה הצגה הצגות סרט קולנוע תיאטרון היכל תיאטרון הבימה זאפה
	حامل البطاقة صاحب بك بكم في من إلى على عن مع هذا هذه الذي التي لا نعم تم غير موجود جديد جديدة الطلب طلب الدفع دفع التذكرة تذكرة الحدث حدث رقم تاريخ يوم سعر المبلغ وسهلا وسهلاً عليكم ورحمة الله العالم جزيلا جزيلاً`)
