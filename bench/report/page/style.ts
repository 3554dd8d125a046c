/** How the page looks, in light and dark. */

export const style = `
:root {
  color-scheme: light dark;
  --ground: #fbfbfa; --ink: #1d2329; --quiet: #6b7480; --grid: #e3e6e9; --rest: #b4bcc5;
  --ours: #1c6fd1; --budget: #c2410c; --good: #15803d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181d; --ink: #e6eaee; --quiet: #939da8; --grid: #2a3138; --rest: #56616d;
    --ours: #5aa5ff; --budget: #fb923c; --good: #4ade80;
  }
}
body { margin: 0 auto; max-width: 64rem; padding: 2.5rem 1.5rem; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.7rem; letter-spacing: -0.01em; }
h2 { margin: 3rem 0 0; font-size: 1.2rem; }
p { margin: 0.3rem 0 0.8rem; max-width: 46rem; color: var(--quiet); }
figure { margin: 1.2rem 0 0; }
figcaption { font-weight: 600; font-size: 0.9rem; }
svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--ink); font-variant-numeric: tabular-nums; }
.tick { fill: var(--quiet); font-size: 11px; }
.grid { stroke: var(--grid); }
.baseline { stroke: var(--quiet); }
.field { --tone: var(--rest); }
.ours { --tone: var(--ours); }
.ours .contender { fill: var(--ours); }
.bar { fill: var(--tone); opacity: 0.75; }
.sample { fill: var(--ink); opacity: 0.22; }
.elsewhere { fill: var(--ground); stroke: var(--ink); stroke-width: 1.4; }
.value { font-weight: 600; }
.budget { stroke: var(--budget); stroke-width: 2; }
.held { fill: var(--good); font-weight: 400; }
.missed { fill: var(--budget); font-weight: 600; }
.line { fill: none; stroke: var(--tone); stroke-width: 2; }
.point { fill: var(--tone); }
.trends { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 0 1.5rem; }
.trend figcaption { font-weight: 400; font-size: 0.8rem; color: var(--quiet); }
table { border-collapse: collapse; margin-top: 1rem; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.9rem 0.35rem 0; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 500; }
ul.legend { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: 0.5rem 0 0; padding: 0; list-style: none; color: var(--quiet); font-size: 13px; }
`;
