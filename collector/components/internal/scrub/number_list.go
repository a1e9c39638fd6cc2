package scrub

import "strconv"

// maxListGap bounds what stands between two numbers of a list: ").chr(".
const maxListGap = 12

// searchNumberLists reads lists of numbers with the same text between them as the bytes or characters they stand for: chr(100).chr(97),
// 100.97.110, {"0":100,"1":97}; and long rows of digits as bytes of eight bits or of three decimal digits.
func (s *Scanner) searchNumberLists(key *Key, v *view, found []finding) ([]finding, bool) {
	b := v.b
	var ok bool
	for i := 0; i < len(b); {
		if !isDigit(b[i]) {
			i++
			continue
		}
		end, list := numberList(b, i)
		if end == 0 {
			for i < len(b) && isDigit(b[i]) {
				i++
			}
			continue
		}
		texts := readByteList(list)
		if octal := readOctal(list); octal != nil {
			texts = append(texts, octal)
		}
		for _, data := range texts {
			if !s.spend(len(data)) {
				return nil, false
			}
			if found, ok = s.searchDecoded(key, v, span{i, end}, data, nil, found); !ok {
				return nil, false
			}
		}
		i = end
	}
	return found, true
}

// numberList returns the end of a list that starts at i, and its numbers with blanks between them; 0 when there is none.
func numberList(b []byte, i int) (end int, list []byte) {
	if start, hi := i, digitsEnd(b, i); hi-start > 3*minBytes {
		return hi, splitDigits(b[start:hi])
	}
	if !manyNumbers(b, i) {
		return 0, nil
	}
	numbers, differ := listedNumbers(b, i, nil)
	step := 1
	if len(numbers) >= 2*minBytes && differ { // an index stands before each
		step = 2
		if len(numbers)%2 != 0 {
			numbers = numbers[:len(numbers)-1]
		}
	}
	if len(numbers) < step*minBytes || step == 1 && differ {
		return 0, nil
	}
	for k := step - 1; k < len(numbers); k += step {
		list = append(appendByteNumber(list, b[numbers[k].lo:numbers[k].hi]), ' ')
	}
	return numbers[len(numbers)-1].hi, list
}

// manyNumbers reports whether enough numbers for a list start at i, each near the one before.
func manyNumbers(b []byte, i int) bool {
	for n := 1; n < minBytes; n++ {
		hi := digitsEnd(b, i)
		next := hi
		for next < len(b) && next-hi <= maxListGap && !isDigit(b[next]) {
			next++
		}
		if hi-i > 5 || next >= len(b) || next-hi > maxListGap {
			return false
		}
		i = next
	}
	return true
}

// listedNumbers gives the numbers from i on that have the same text between them, or two texts in turn (differ); a minus belongs to its number.
func listedNumbers(b []byte, i int, numbers []span) (all []span, differ bool) {
	var gaps [2][]byte
	negative := i > 0 && b[i-1] == '-'
	for j := i; j < len(b); {
		hi := digitsEnd(b, j)
		if hi-j > 5 {
			break
		}
		number := span{j, hi}
		if negative {
			number.lo--
		}
		numbers = append(numbers, number)
		next := hi
		for next < len(b) && next-hi <= maxListGap && !isDigit(b[next]) {
			next++
		}
		if next >= len(b) || next == hi || next-hi > maxListGap {
			break
		}
		gap := b[hi:next]
		if negative = len(gap) > 1 && gap[len(gap)-1] == '-' && (gap[len(gap)-2] == ' ' || gap[len(gap)-2] == ','); negative {
			gap = gap[:len(gap)-1]
		}
		if n := len(numbers); n > 2 && string(gap) != string(gaps[n%2]) {
			break
		}
		gaps[len(numbers)%2] = gap
		j = next
	}
	return numbers, len(numbers) > 2 && string(gaps[0]) != string(gaps[1])
}

// appendByteNumber appends a number of a list; a signed byte below zero becomes the unsigned one.
func appendByteNumber(list, number []byte) []byte {
	if number[0] != '-' || len(number) > 4 {
		return append(list, number...)
	}
	v := 0
	for _, c := range number[1:] {
		v = v*10 + int(c-'0')
	}
	return strconv.AppendInt(list, int64(max(0, 256-v)), 10)
}

func digitsEnd(b []byte, i int) int {
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	return i
}

// splitDigits cuts a row of digits into bytes: of eight bits when it holds only those, else of three decimal digits.
func splitDigits(row []byte) (list []byte) {
	width := 8
	for _, c := range row {
		if c > '1' {
			width = 3
		}
	}
	if len(row)%width != 0 {
		return nil
	}
	for i := 0; i < len(row); i += width {
		list = append(append(list, row[i:i+width]...), ' ')
	}
	return list
}

// readOctal reads numbers of three octal digits as bytes; nil when they are no text.
func readOctal(list []byte) (data []byte) {
	for i := 0; i < len(list); i += 4 {
		if i+3 >= len(list) || list[i+3] != ' ' {
			return nil
		}
		v := 0
		for _, c := range list[i : i+3] {
			if c < '0' || c > '7' {
				return nil
			}
			v = v<<3 | int(c-'0')
		}
		data = append(data, byte(v))
	}
	if !mostlyText(data) {
		return nil
	}
	return data
}
