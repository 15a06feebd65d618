import { Html } from "./html";

/** The look of the run's page: contrast of at least 4.5:1, one column on narrow screens, plain on paper. */
export const STYLE = new Html(`
:root { font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif; color: #1b1f24; background: #f6f7f9; }
body { margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
.rehearsal { margin: 0; padding: .5rem 1rem; background: #4b2e83; color: #fff; font-weight: 600; text-align: center; }
header { padding: 1rem 1.5rem; border-radius: .5rem; color: #fff; }
header p { margin: 0; }
header h1 { margin: 0; font-size: 3.25rem; line-height: 1.15; letter-spacing: .02em; }
.phase { font-weight: 600; }
.counts { margin-top: .5rem; font-variant-numeric: tabular-nums; }
.go { background: #14632f; } .no-go { background: #a3171f; } header.inconclusive { background: #7a4b00; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 1rem 0; }
dt { font-size: .8rem; color: #57606a; } dd { margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; }
.reasons { margin: 0; padding-left: 1.25rem; }
.problem { background: #fff; border-left: .3rem solid #a3171f; padding: .5rem 1rem; margin-bottom: .5rem; overflow-wrap: anywhere; }
.problem h3 { margin: 0; font-size: 1rem; } .problem p { margin: .15rem 0; white-space: pre-line; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-top: 1px solid #d5dae0; font-weight: 400; overflow-wrap: anywhere; }
thead th, .section th { font-weight: 600; background: #eceff3; }
thead th { white-space: nowrap; }
td p { margin: 0; } tbody th[scope=row] { width: 36%; } .took { white-space: nowrap; font-variant-numeric: tabular-nums; }
.id { font-weight: 600; white-space: nowrap; }
.outcome { display: inline-block; min-width: 6.2em; text-align: center; border-radius: .25rem; padding: 0 .4em; margin-right: .3em; color: #fff; font-weight: 600; }
.passed .outcome { background: #14632f; } .failed .outcome { background: #a3171f; } .inconclusive .outcome { background: #7a4b00; } .not-run .outcome { background: #57606a; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: .75rem; }
figure { margin: 0; padding: .5rem; background: #fff; break-inside: avoid; } figure img { width: 100%; height: auto; display: block; } figcaption { font-size: .85rem; }
.incident { background: #fff; border-left: .3rem solid #7a4b00; padding: .5rem 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
.incident h2, .incident p, .incident ul { margin: 0 0 .25rem; }
.timeline { margin-top: .5rem; font-variant-numeric: tabular-nums; }
.evidence { width: 9rem; } .evidence a { display: block; font-size: .85rem; max-width: 16rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
caption { text-align: left; font-size: .85rem; color: #57606a; } summary { cursor: pointer; color: #0550ae; } a { color: #0550ae; }
tr:target th { outline: .15rem solid #0550ae; }
@media (max-width: 46rem) {
  table:not(.runbook) :is(thead) { display: none; } table:not(.runbook), table:not(.runbook) :is(tbody, tr, th, td) { display: block; width: auto !important; } table:not(.runbook) td { border-top: 0; padding-top: 0; }
  .runbook :is(th, td) { padding: .3rem; font-size: .85rem; width: auto !important; } .runbook .outcome { min-width: 0; }
  header h1 { font-size: 2.4rem; } .evidence a { display: inline-block; margin-right: .8rem; }
}
@media print { :root { background: #fff; font-size: 11px; } header, .outcome, .rehearsal { print-color-adjust: exact; -webkit-print-color-adjust: exact; } .evidence { display: none; } }
`);
