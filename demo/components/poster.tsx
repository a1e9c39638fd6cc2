/** Sky from, sky to, light, ground: four colours an event is drawn in. */
type Palette = readonly [string, string, string, string]

const PALETTES: readonly Palette[] = [
  ['#2a1b52', '#e2725b', '#ffd9a0', '#4a1530'],
  ['#10243f', '#3f7fb5', '#f4e3b2', '#6b1f3a'],
  ['#3a1030', '#c2456b', '#ffc56e', '#2b0d2a'],
  ['#0f2e36', '#2f9c95', '#ffe3a3', '#5c1a2b'],
  ['#1d1147', '#6d4bd8', '#ff9e7a', '#240b3d'],
  ['#3b1d0f', '#d98b3a', '#fff0c9', '#5a1022'],
]

/** Artwork of an event: drawn from its id, so every event has its own and no image is loaded. */
export function Poster({ id, kind }: { id: number; kind: string }) {
  const palette = PALETTES[(id + 2) % PALETTES.length] ?? PALETTES[0]
  if (!palette) return null
  return (
    <svg className="poster" viewBox="0 0 320 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id={`sky-${id}`} x1="0" y1="0" x2="0.7" y2="1">
          <stop offset="0" stopColor={palette[0]} />
          <stop offset="1" stopColor={palette[1]} />
        </linearGradient>
      </defs>
      <rect width="320" height="200" fill={`url(#sky-${id})`} />
      {kind === 'concert' ? <Waves palette={palette} seed={id} /> : <Stage palette={palette} seed={id} />}
    </svg>
  )
}

function Waves({ palette, seed }: { palette: Palette; seed: number }) {
  return (
    <>
      <circle cx={90 + (seed % 5) * 36} cy="84" r="48" fill={palette[2]} />
      {[0, 1, 2, 3].map((row) => (
        <path
          key={row}
          d={`M${-row * 22} ${112 + row * 23} q 44 ${-32 + row * 4} 88 0 t 88 0 t 88 0 t 88 0 t 88 0 V200 H0 Z`}
          fill={palette[row % 2 === 0 ? 3 : 0]}
          opacity={0.55 + row * 0.13}
        />
      ))}
    </>
  )
}

function Stage({ palette, seed }: { palette: Palette; seed: number }) {
  const spot = 118 + (seed % 4) * 28
  return (
    <>
      <path d={`M${spot} -20 L${spot - 84} 178 H${spot + 84} Z`} fill={palette[2]} opacity="0.22" />
      <ellipse cx={spot} cy="176" rx="84" ry="13" fill={palette[2]} opacity="0.7" />
      <circle cx={spot} cy="117" r="11" fill="#150f1c" />
      <path
        d={`M${spot - 24} 178 C ${spot - 20} 136 ${spot - 12} 129 ${spot} 129 S ${spot + 20} 136 ${spot + 24} 178 Z`}
        fill="#150f1c"
      />
      {[2, 1, 0].map((fold) => (
        <g key={fold} fill={palette[3]} stroke="#00000038" strokeWidth="1.5">
          <path d={`M0 0 H${34 + fold * 20} q 12 100 ${-16 - fold * 4} 200 H0 Z`} />
          <path d={`M320 0 H${286 - fold * 20} q -12 100 ${16 + fold * 4} 200 H320 Z`} />
        </g>
      ))}
    </>
  )
}
