package scrub

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cyrillicGiven are given names of Russian and Ukrainian; a surname of either shows by its ending.
var cyrillicGiven = words(`александр александра алексей алена алёна алина алла анастасия анатолий андрей анна антон аркадий артем артём борис вадим валентин валентина валерий валерия василий вера
	виктор виктория виталий владимир владислав вячеслав галина геннадий георгий глеб григорий дарья денис диана дмитрий евгений евгения екатерина елена елизавета жанна захар иван игорь илья инна ирина карина
	кирилл константин ксения лариса лев леонид лидия любовь людмила маргарита марина мария марк михаил надежда наталья наталия никита николай нина оксана олег ольга павел петр пётр полина раиса роман руслан светлана
	семен семён сергей софия софья станислав степан тамара татьяна тимофей ульяна федор фёдор юлия юрий яков яна ярослав олександр сергій андрій юрій наталія тетяна олена микола`)

var cyrillicEndings = strings.Fields("ов ова ев ева ёв ёва ин ина ын ына ский ская цкий цкая ской енко нко ук юк чук ян янц дзе швили вич вна ич ых их")

// cyrillicNames finds two or three capitalised Cyrillic words side by side of which one is a given name or ends as surnames do.
func (r *reading) cyrillicNames() {
	r.split()
	for i := 0; i+1 < len(r.words); i++ {
		if !r.cyrillicCapital(i) {
			continue
		}
		last, known := i, r.cyrillicName(i)
		for last+1 < len(r.words) && last-i < 2 && r.cyrillicCapital(last+1) && joinsName(r.b[r.words[last].hi:r.words[last+1].lo]) {
			last++
			known = known || r.cyrillicName(last)
		}
		if last > i && known {
			r.add(r.words[i].lo, r.words[last].hi, Name)
		}
		i = last
	}
}

// cyrillicCapital tells a word of three Cyrillic letters or more of which only the first is a capital.
func (r *reading) cyrillicCapital(i int) bool {
	w := r.b[r.words[i].lo:r.words[i].hi]
	first, n := utf8.DecodeRune(w)
	second, _ := utf8.DecodeRune(w[n:])
	return len(w) >= 6 && unicode.Is(unicode.Cyrillic, first) && unicode.IsUpper(first) && unicode.IsLower(second)
}

func (r *reading) cyrillicName(i int) bool {
	w := strings.ToLower(string(r.b[r.words[i].lo:r.words[i].hi]))
	if cyrillicGiven[w] {
		return true
	}
	for _, end := range cyrillicEndings {
		if len(w) > len(end)+4 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
