/**
 * Compares the lock file with npm's own record of what node_modules holds (node_modules/.package-lock.json).
 *
 * @param {{ packages: Record<string, LockedPackage> }} lock
 * @param {{ packages: Record<string, LockedPackage> } | undefined} record undefined when nothing was installed yet
 * @returns {string | undefined} the first package that is missing or has another version; undefined when all fit
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage
 */
export function firstDifference(lock, record) {
  if (!record) return 'node_modules'
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (!path.includes('node_modules/')) continue
    const found = record.packages[path]
    // Optional packages are for one platform each; npm leaves out the others.
    if (!found && (wanted.optional || wanted.devOptional || wanted.peer)) continue
    if (!found || found.version !== wanted.version || found.link !== wanted.link) return path
  }
  return undefined
}
