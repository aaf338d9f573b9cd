// The page's look: light and dark by what the reader's system says, cards instead of a table where it is narrow, and plain on paper.
// Contrast is at least 4.5 to 1 for text and 3 to 1 for borders of controls (WCAG 2.2, 1.4.3 and 1.4.11).

export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--edge:#6e7781;--card:#f6f8fa;--ok:#116329;--bad:#a40e26;--unsure:#7d4e00;--link:#0550ae}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9da7b1;--line:#30363d;--edge:#8b949e;--card:#161b22;--ok:#56d364;--bad:#ff8f87;--unsure:#e3b341;--link:#79c0ff}}
@media (prefers-contrast:more){:root{--soft:var(--fg);--line:var(--edge)}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;padding:1rem;background:var(--bg);color:var(--fg);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Hiragino Sans","Noto Sans CJK JP","Yu Gothic UI",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:90rem;margin:0 auto}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 .75rem}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
p{margin:.25rem 0 .75rem;max-width:70ch}
a{color:var(--link)}
code{font:.9em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK JP",monospace;white-space:pre-wrap}
.soft{color:var(--soft)}
.remark{border:2px solid var(--unsure);padding:.5rem .75rem;border-radius:.375rem;font-weight:600}
.live,.ok{color:var(--ok)}.missing,.different,.error,.not-live,.bad{color:var(--bad)}.propagating,.cannot-tell,.extra,.warning,.unsure{color:var(--unsure)}
.state{font-weight:600}
.bar{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.5rem 0 1rem}
.bar[hidden]{display:none}
button,select,input{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--edge);border-radius:.375rem;padding:.25rem .6rem;min-height:2rem;max-width:100%}
button{cursor:pointer}
button:hover{background:var(--card)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.index{columns:16rem;padding-left:1.2rem;margin:.5rem 0 1rem}
.index li{break-inside:avoid}
section{border-top:1px solid var(--line);padding:1rem 0}
section.many{content-visibility:auto;contain-intrinsic-size:auto 40rem}
.seen{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:flex-start}
.seen>div{flex:1 1 20rem;min-width:0}
.diagram{flex:0 1 24rem;width:100%;max-width:24rem;height:auto}
.diagram rect{fill:var(--card);stroke:var(--edge);stroke-width:1.5}
.diagram text{fill:var(--fg);font-size:13px;text-anchor:middle}
.diagram .title{font-weight:600;font-size:14px}
.diagram .named{text-anchor:start;font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK JP",monospace}
.diagram line{stroke:var(--edge);stroke-width:1.5}
.diagram .dashed{stroke-dasharray:4 4}
.diagram .ok rect{stroke:var(--ok)}.diagram .bad rect{stroke:var(--bad);stroke-width:3;stroke-dasharray:7 3}.diagram .unsure rect{stroke:var(--unsure);stroke-dasharray:3 3}
.diagram line.bad{stroke:var(--bad);stroke-width:3;stroke-dasharray:7 3}
.diagram .none rect{fill:none;stroke-dasharray:2 4}
.causes{list-style:none;padding:0;margin:0}
.causes li{border-left:4px solid currentcolor;padding:.25rem .75rem;margin:.5rem 0}
.causes p{margin:0;color:var(--fg)}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border:1px solid var(--line)}
th{background:var(--card);font-weight:600;white-space:nowrap}
td{overflow-wrap:normal}
td code{overflow-wrap:anywhere}
td.ttl code{overflow-wrap:normal;white-space:nowrap}
.seen>div:empty{display:none}
td.type,td.ttl,td.row,td.priority,td.proxy{white-space:nowrap}
td.state{word-break:keep-all}
td.host{min-width:9rem}td.name{min-width:11rem}td.value{min-width:12rem}
td.description{min-width:8rem;overflow-wrap:anywhere}
.copy{min-width:1.75rem;min-height:1.75rem;padding:0;margin-left:.4rem;vertical-align:middle;line-height:1}
.copy::before{content:"";display:inline-block;width:.55rem;height:.7rem;border:1.5px solid currentcolor;border-radius:2px;box-shadow:3px -3px 0 -1px var(--bg),3px -3px 0 0 currentcolor}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
#said{position:fixed;bottom:1rem;left:50%;transform:translateX(-50%);background:var(--fg);color:var(--bg);border-radius:.375rem;padding:.4rem .9rem;max-width:90vw}
#said:empty{display:none}
@media screen and (max-width:76rem){
table,tbody,tr,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{border:1px solid var(--line);border-radius:.375rem;margin:.75rem 0;padding:.25rem .5rem}
td{border:0;border-bottom:1px solid var(--line);padding:.35rem .25rem;display:flex;flex-wrap:wrap;align-items:center;overflow-wrap:anywhere}
td.name,td.value,td.host,td.description{min-width:0}
td code{min-width:0;max-width:calc(100% - 3rem)}
td:last-child{border-bottom:0}
td:empty,td.blank{display:none}
td::before{content:attr(data-label);flex:0 0 8rem;font-size:.85rem;color:var(--soft)}
td.row::before{content:none}
}
@media screen and (max-width:30rem){td::before{flex-basis:100%}}
@media print{
:root{--bg:#fff;--fg:#000;--soft:#333;--line:#999;--card:#fff;--ok:#060;--bad:#900;--unsure:#630}
body{padding:0;font-size:9pt}
table{font-size:7.5pt}
th,td{padding:.2rem .3rem}
td.name,td.value,td.host,td.description{min-width:0}
.bar,.copy,.row,th.row,nav,#said{display:none!important}
section,section.many{content-visibility:visible;break-inside:auto}
tr,.causes li,.diagram{break-inside:avoid}
thead{display:table-header-group}
}
`;
