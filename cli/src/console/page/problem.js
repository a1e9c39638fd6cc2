/** Shows a failed request at the bottom of the page until the next one succeeds. @param {() => Promise<void>} work */
export async function guarded(work) {
  const problem = document.getElementById('problem')
  try {
    await work()
    problem.hidden = true
  } catch (error) {
    problem.textContent =
      error instanceof TypeError ? 'The console does not answer. Is npm start still running?' : error.message
    problem.hidden = false
  }
}
