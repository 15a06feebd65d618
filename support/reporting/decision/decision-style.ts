import { Html } from "../html";

/**
 * The look of the decision page: contrast of at least 4.5:1, the decision and its reasons on the first screen of a wide
 * and of a narrow window, two pages of paper. The language is switched by two radio buttons, without JavaScript.
 */
export const STYLE = new Html(`
:root { font: 16px/1.45 system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif; color: #1b1f24; background: #f6f7f9; }
body { margin: 0; }
main { max-width: 76rem; margin: 0 auto; padding: .5rem 1rem 2rem; }
.languages { border: 0; margin: 0; padding: .3rem 1rem; text-align: right; font-size: .9rem; }
.languages legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.languages label { margin-left: .25rem; margin-right: .75rem; }
#show-en:checked ~ main.ko, #show-ko:checked ~ main.en, body:has(#show-en:checked) main.ko, body:has(#show-ko:checked) main.en { display: none; }
.rehearsal { margin: 0; padding: .3rem 1rem; background: #4b2e83; color: #fff; font-weight: 600; text-align: center; }
.across { position: fixed; inset: 0; width: 100%; height: 100%; pointer-events: none; z-index: 1; }
.top { display: grid; grid-template-columns: minmax(20rem, 5fr) 6fr; gap: 1rem; align-items: stretch; }
.verdict { padding: 1rem 1.5rem; border-radius: .5rem; color: #fff; }
.verdict p { margin: 0; } .verdict h1 { margin: 0; font-size: clamp(2.6rem, 5.6vw, 4.8rem); line-height: 1.1; letter-spacing: .01em; overflow-wrap: anywhere; }
.verdict .inconclusive-word { font-size: clamp(2.3rem, 4.4vw, 3.9rem); }
.verdict .consequence { font-size: 1.25rem; font-weight: 600; margin: .2rem 0 .5rem; }
.verdict .facts { font-size: .9rem; }
.GO { background: #14632f; } .NO-GO { background: #a3171f; } .INCONCLUSIVE { background: #7a4b00; }
.why { background: #fff; border-radius: .5rem; padding: .75rem 1.25rem; overflow-wrap: anywhere; }
.why h2 { margin: 0 0 .4rem; } .why h2:not(:first-child) { margin-top: .8rem; }
.why ul { margin: 0; padding-left: 1.1rem; } .why li { margin-bottom: .35rem; }
.why .who { color: #4a5159; } .why p { margin: 0; }
h2 { font-size: 1.15rem; margin: 1.4rem 0 .5rem; } h3 { font-size: 1rem; margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; background: #fff; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid #d5dae0; font-weight: 400; overflow-wrap: break-word; }
thead th { font-weight: 600; background: #eceff3; }
.goal, .checkpoints td, .runbook td, .runbook thead th { white-space: nowrap; } .runbook-day7 td:nth-child(3) { white-space: normal; } .window .outcome { min-width: 0; margin: 0; white-space: nowrap; } .tables :is(td, th) { font-size: .92rem; padding: .35rem .4rem; }
.window { display: grid; grid-template-columns: minmax(17rem, 2fr) minmax(0, 5fr); gap: .75rem 1rem; align-items: start; }
.wide { grid-column: 1 / -1; } .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: .5rem 1rem; align-items: start; }
.criteria .value { font-weight: 600; font-size: 1.05rem; } .criteria small { font-weight: 400; display: block; color: #4a5159; }
.criteria .name { width: 44%; } .id { font-weight: 600; white-space: nowrap; }
.outcome { display: inline-block; min-width: 6.4em; text-align: center; border-radius: .25rem; padding: 0 .4em; margin-right: .3em; color: #fff; font-weight: 600; background: #57606a; }
.passed .outcome, .outcome.go { background: #14632f; } .failed .outcome, .outcome.no-go { background: #a3171f; }
.inconclusive .outcome, .outcome.inconclusive, .outcome.damaged, .outcome.missing { background: #7a4b00; } .not-run .outcome, .outcome.to-come { background: #57606a; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .75rem 1rem; align-items: start; }
.columns.three { grid-template-columns: repeat(auto-fit, minmax(min(100%, 32rem), 1fr)); }
figure { margin: 0; padding: .4rem; background: #fff; } figure img { width: 100%; height: auto; display: block; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .82em; background: #eef1f4; padding: 0 .2em; overflow-wrap: anywhere; }
a { color: #0550ae; } .links a { margin-right: 1.2rem; }
dl { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: 0; } dt { font-size: .8rem; color: #4a5159; } dd { margin: 0; overflow-wrap: anywhere; }
.digests td, .digests th { font-size: .78rem; padding: .15rem .4rem; }
@media (max-width: 46rem) {
  main { padding: .25rem .6rem 2rem; } .top { grid-template-columns: minmax(0, 1fr); gap: .6rem; }
  .verdict { padding: .6rem .9rem; } .verdict .consequence { font-size: 1.05rem; } .why { padding: .6rem .9rem; font-size: .95rem; }
  th, td { padding: .35rem .3rem; font-size: .88rem; } .outcome { min-width: 0; font-size: .85em; } .languages { padding: .1rem .6rem; }
  .window { grid-template-columns: minmax(0, 1fr); } .runbook :is(td, th) { padding: .3rem .2rem; font-size: .82rem; }
  .runbook-day7 thead th, .runbook-day7 td { white-space: normal; }
  .stacked thead { position: absolute; clip-path: inset(50%); } .stacked :is(tbody, tr, th, td) { display: block; border: 0; padding: 0 .3rem; overflow-wrap: anywhere; } .stacked tr { border-top: 1px solid #d5dae0; padding: .35rem 0; }
  .criteria thead { position: absolute; clip-path: inset(50%); } .criteria :is(tbody, tr, th, td) { display: block; border: 0; } .criteria tr { border-top: 1px solid #d5dae0; padding: .35rem 0; display: grid; grid-template-columns: 1fr auto auto; column-gap: 1rem; }
  .criteria .name { grid-column: 1 / -1; width: auto; } .criteria td { padding-top: 0; } .criteria .value { grid-row: 2; grid-column: 1; } .criteria .goal { grid-row: 2; grid-column: 2; color: #4a5159; }
}
@page { size: A4; margin: 9mm 10mm; }
@media print {
  :root { background: #fff; font-size: 10px; line-height: 1.3; } main { max-width: none; padding: 0; } .languages { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .verdict h1 { font-size: 34px; } .verdict .inconclusive-word { font-size: 23px; } .top { grid-template-columns: 2fr 3fr; gap: .6rem; } .why { border: 1px solid #d5dae0; }
  .criteria .name { width: auto; } h2 { margin: .7rem 0 .25rem; break-after: avoid; } th, td { padding: .16rem .4rem; } tr, figure { break-inside: avoid; }
  .columns { grid-template-columns: 1fr 1fr; } .columns.three { grid-template-columns: 1fr 1fr 1fr; } .window { grid-template-columns: 2fr 5fr; } .tables { grid-template-columns: 1fr 1fr; } .digests td, .digests th { font-size: 6.5px; padding: 0 .3rem; } .links { display: none; }
  figure { padding: 0; } figure img { max-height: 34mm; object-fit: contain; }
}
`);

/** The word across the page, on screen and on each sheet of paper; it hides nothing and is read by nobody. */
export function across(word: string): Html {
  const lines = [20, 55, 90].map(
    (y) =>
      `<text x="50%" y="${y}%" text-anchor="middle" transform-origin="50% ${y}%" transform="rotate(-18)" font-size="92" font-weight="700" font-family="sans-serif" letter-spacing="8" fill="#4b2e83" fill-opacity="0.09">${word}</text>`,
  );
  return new Html(`<svg class="across" aria-hidden="true" focusable="false">${lines.join("")}</svg>`);
}
