/** The last digit that makes `digits` plus itself pass the Luhn rule. */
export function luhnDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, character, index) => {
    const value = Number(character) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return (10 - (sum % 10)) % 10
}

/** A card number of 16 digits that starts with `prefix`, ends with `lastFour` and passes the Luhn rule. */
export function cardNumber(prefix: string, middle: string, lastFour: string): string {
  // The digit before the last four has an even place from the right: every value of it gives another sum.
  const before = `${prefix}${middle}`.slice(0, 11)
  for (let digit = 0; digit <= 9; digit += 1) {
    const number = `${before}${digit}${lastFour}`
    if (luhnDigit(number.slice(0, -1)) === Number(lastFour.at(-1))) return number
  }
  throw new Error(`cardNumber: no check digit fits ${before.length} digits before ${lastFour}`)
}
