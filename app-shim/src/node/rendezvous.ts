/**
 * Chooses among names by rendezvous hashing (highest random weight): whoever has the same names, in any order, makes
 * the same choice for a key, and a name that comes or goes moves only the keys that are its own.
 *
 * @param names distinct; at least one
 * @returns the index of the name that a key belongs to, among those that `may` be chosen; -1 when none may
 * @example rendezvous(['a', 'b', 'c'])('4bf92f3577b34da6a3ce929d0e0e4736') // 0, 1 or 2
 */
export function rendezvous(
  names: readonly string[],
): (key: string, may?: (index: number) => boolean) => number {
  const seeds = names.map(fnv1a)
  return (key, may) => {
    const hash = fnv1a(key)
    let best = -1
    let highest = -1
    for (const [index, seed] of seeds.entries()) {
      if (may?.(index) === false) continue
      const weight = mixed(hash ^ seed)
      if (weight <= highest) continue
      highest = weight
      best = index
    }
    return best
  }
}

/** FNV-1a, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

/** The last step of MurmurHash3: every bit of the argument moves every bit of the result, and no two meet. */
function mixed(bits: number): number {
  let hash = bits
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
