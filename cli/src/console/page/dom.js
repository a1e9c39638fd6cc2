/**
 * Makes an element. Text goes in as text nodes only: captured data is never read as markup.
 *
 * @param {string} tag e.g. "span.chip" (class names after dots)
 * @param {Record<string, unknown>} [properties] attributes; `on…` functions become listeners; false and undefined are left out
 * @param {...(Node | string | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split('.')
  const element = document.createElement(name)
  if (classes.length > 0) element.className = classes.join(' ')
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    // The content security policy forbids style attributes; the object model is allowed.
    else if (key === 'style')
      for (const [rule, text] of Object.entries(value)) element.style.setProperty(rule, text)
    else element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

/** A chip with the policy that kept a trace. @param {string} policy */
export function policyChip(policy) {
  if (!policy) return h('span.chip', { title: 'The collector recorded no policy' }, 'no policy')
  return h(
    'span.chip',
    { 'data-policy': policy, title: `Kept by the sampling policy ${policy}` },
    policy.replace(/^keep-/, ''),
  )
}
