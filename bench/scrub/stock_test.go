package scrub

// redactionConfig turns every useful option of stock redaction on, with a pattern for each kind that a pattern can describe.
const redactionConfig = `
allow_all_keys: true
redact_all_types: true
summary: silent
blocked_key_patterns:
  - (?i).*(password|passwd|secret|token|api_?key|authorization|cookie|session).*
  - (?i).*(email|phone|first_?name|last_?name|full_?name|birth|passport|iban|cvv|cvc).*
blocked_values:
  - '[A-Za-z0-9._%+-]+(@|%40)[A-Za-z0-9.-]+\.[A-Za-z]{2,}'
  - '\+?972[- ]?(\(0\))?5[0-9][- ]?[0-9]{7}'
  - '\b0(5[0-9]|7[2-9]|[23489])[- ]?[0-9]{3}[- ]?[0-9]{4}\b'
  - '\b(4[0-9]{3}|5[1-5][0-9]{2}|2[2-7][0-9]{2}|6011|3[47][0-9]{2})[- .]?[0-9]{4,6}[- .]?[0-9]{4,5}[- .]?[0-9]{0,4}\b'
  - '\b[A-Z]{2}[0-9]{2}([ -]?[A-Z0-9]{4}){3,7}\b'
  - '\b([0-9]{1,3}\.){3}[0-9]{1,3}\b'
  - '\b([0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}\b'
  - 'eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*'
  - '(?i)bearer [A-Za-z0-9._~+/-]+=*'
  - '(?i)basic [A-Za-z0-9+/]{8,}=*'
  - '(sk|rk|pk)_(live|test)_[A-Za-z0-9]{8,}'
  - 'whsec_[A-Za-z0-9]{8,}'
  - 'gh[pousr]_[A-Za-z0-9]{16,}'
  - 'AKIA[A-Z0-9]{16}'
  - 'sntry[su]_[A-Za-z0-9_=-]{16,}'
  - 'xox[abprs]-[A-Za-z0-9-]{10,}'
  - 'AIza[A-Za-z0-9_-]{35}'
  - '-----BEGIN [A-Z ]+-----'
  - '[a-z+]+://[^/\s:@]*:[^/\s@]+@'
  - '(?i)[?&](token|code|state|email|phone|password|signature)=[^&\s]+'
  - '-?[0-9]{1,3}\.[0-9]{4,}, ?-?[0-9]{1,3}\.[0-9]{4,}'
url_sanitizer:
  enabled: true
  attributes: [url.full, url.path, http.target]
db_sanitizer:
  sql:
    enabled: true
    attributes: [db.query.text, db.statement]
`

// transformConfig covers what redaction does not visit: span name, status message, event name, scope name, trace state.
const transformConfig = `
error_mode: propagate
trace_statements:
  - context: span
    statements:
      - replace_pattern(span.name, "[A-Za-z0-9._%+-]+(@|%40)[A-Za-z0-9.-]+\\.[A-Za-z]{2,}", "[email]")
      - replace_pattern(span.name, "\\+?972[- ]?5[0-9][- ]?[0-9]{7}", "[phone]")
      - replace_pattern(span.name, "\\b[0-9]{4}[- .]?[0-9]{4,6}[- .]?[0-9]{4,5}[- .]?[0-9]{0,4}\\b", "[card]")
      - replace_pattern(span.name, "(?i)[?&](token|code|state|email)=[^&\\s]+", "")
      - replace_pattern(span.status.message, "[A-Za-z0-9._%+-]+(@|%40)[A-Za-z0-9.-]+\\.[A-Za-z]{2,}", "[email]")
      - replace_pattern(span.status.message, "\\b0(5[0-9]|7[2-9]|[23489])[- ]?[0-9]{3}[- ]?[0-9]{4}\\b", "[phone]")
      - replace_pattern(span.status.message, "\\b[0-9]{4}[- .]?[0-9]{4,6}[- .]?[0-9]{4,5}[- .]?[0-9]{0,4}\\b", "[card]")
      - replace_pattern(span.status.message, "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+", "[jwt]")
      - replace_all_patterns(span.attributes, "value", "[A-Za-z0-9._+-]+%(25)?40[A-Za-z0-9.-]+", "[email]")
      - replace_all_patterns(span.attributes, "value", "\\b[0-9]{4}[- .]?[0-9]{4,6}[- .]?[0-9]{4,5}[- .]?[0-9]{0,4}\\b", "[card]")
      - replace_all_patterns(span.attributes, "value", "(?i)(token|password|secret)=[^&\\s]+", "")
      - replace_all_patterns(resource.attributes, "value", "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+", "[email]")
  - context: scope
    statements:
      - replace_pattern(scope.name, "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+", "[email]")
`
