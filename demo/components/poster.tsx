/** Artwork of an event: drawn from its id, so every event has its own and no image is loaded. */
export function Poster({ id, kind }: { id: number; kind: string }) {
  const hue = (id * 47) % 360
  return (
    <svg className="poster" viewBox="0 0 320 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id={`sky-${id}`} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor={`hsl(${hue} 62% 30%)`} />
          <stop offset="1" stopColor={`hsl(${(hue + 55) % 360} 70% 52%)`} />
        </linearGradient>
      </defs>
      <rect width="320" height="200" fill={`url(#sky-${id})`} />
      {kind === 'concert' ? <Waves hue={hue} seed={id} /> : <Curtains hue={hue} seed={id} />}
    </svg>
  )
}

function Waves({ hue, seed }: { hue: number; seed: number }) {
  return (
    <>
      <circle
        cx={90 + (seed % 5) * 36}
        cy="78"
        r="46"
        fill={`hsl(${(hue + 90) % 360} 90% 72%)`}
        opacity="0.9"
      />
      {[0, 1, 2, 3].map((row) => (
        <path
          key={row}
          d={`M0 ${110 + row * 24} q 40 ${-34 + row * 5} 80 0 t 80 0 t 80 0 t 80 0 V200 H0 Z`}
          fill={`hsl(${(hue + row * 14) % 360} 68% ${34 - row * 6}%)`}
          opacity="0.82"
        />
      ))}
    </>
  )
}

function Curtains({ hue, seed }: { hue: number; seed: number }) {
  const spot = 110 + (seed % 4) * 34
  return (
    <>
      <path d={`M${spot} -20 L${spot - 78} 200 H${spot + 78} Z`} fill="#fff" opacity="0.16" />
      <ellipse cx={spot} cy="176" rx="74" ry="14" fill="#fff" opacity="0.42" />
      <circle cx={spot} cy="128" r="13" fill="#17121d" opacity="0.85" />
      <path d={`M${spot - 19} 178 q 19 -66 38 0 Z`} fill="#17121d" opacity="0.85" />
      {[0, 1, 2].map((fold) => (
        <g key={fold} fill={`hsl(${(hue + 335) % 360} 64% ${26 - fold * 5}%)`} opacity="0.9">
          <path d={`M${fold * 22} 0 q 26 90 -4 200 h-${fold * 22 + 10} V0 Z`} />
          <path d={`M${320 - fold * 22} 0 q -26 90 4 200 h${fold * 22 + 10} V0 Z`} />
        </g>
      ))}
    </>
  )
}
