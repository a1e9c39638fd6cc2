import type { Random } from './random.ts'

const ENGLISH = ['Dana', 'Noa', 'Yoav', 'Michael', 'Sarah', 'Rachel', 'Omri', 'Maya', 'Tomer', 'Emily']
const ENGLISH_FAMILY = [
  'Levi',
  'Cohen',
  'Mizrahi',
  'Peretz',
  'Friedman',
  'Haddad',
  'Katz',
  'Azulay',
  'Goldberg',
]
const HEBREW = ['יואב', 'נועה', 'דנה', 'משה', 'רחל', 'עומרי', 'מיכל', 'איתי', 'אברהם', 'יעל']
const HEBREW_FAMILY = ['כהן', 'לוי', 'מזרחי', 'פרץ', 'ביטון', 'דהן', 'אזולאי', 'פרידמן', 'אוחנה']
const ARABIC = ['محمد', 'أحمد', 'فاطمة', 'يوسف', 'مريم', 'خالد', 'ليلى', 'سمير']
const ARABIC_FAMILY = ['خوري', 'حداد', 'منصور', 'خليل', 'نجار', 'عودة']

/** A full name in one of the languages of the buyers. */
export function fullName(random: Random, language: 'en' | 'he' | 'ar'): string {
  const [first, family] = {
    en: [ENGLISH, ENGLISH_FAMILY],
    he: [HEBREW, HEBREW_FAMILY],
    ar: [ARABIC, ARABIC_FAMILY],
  }[language] as [string[], string[]]
  return `${random.pick(first)} ${random.pick(family)}`
}

/** The account of such a person: dana.levi, noa_katz. */
export function handle(random: Random): string {
  return `${random.pick(ENGLISH)}${random.pick(['.', '_'])}${random.pick(ENGLISH_FAMILY)}`.toLowerCase()
}
