#include "report/tear_sheet.hpp"

namespace tradelab {

namespace {

// Inks are those of Okabe and Ito, "Color Universal Design" (2008), which people with any kind of
// colour vision tell apart; on dark they are lightened.
constexpr std::string_view colours = R"(
:root{--page:#fbfbf9;--card:#fff;--text:#16191d;--dim:#59636e;--rule:#dfe3e7;--grid:#e9ecef;
--s:#0072b2;--b:#8b949e;--g:#008f6a;--l:#d55e00;--m:#9b4f96;--f:#c3c9d0;
--warn:#fff4e0;--warn-edge:#e69f00;--heat:0,114,178;--cold:213,94,0;color-scheme:light}
@media screen and (prefers-color-scheme:dark){:root{--page:#111417;--card:#181c20;--text:#e8eaed;
--dim:#9aa5b1;--rule:#2d343b;--grid:#242a30;--s:#56b4e9;--b:#87919c;--g:#2cc397;--l:#ff8a4c;
--m:#d58fc6;--f:#4a535d;--warn:#2e2614;--warn-edge:#e69f00;--heat:86,180,233;--cold:255,138,76;
color-scheme:dark}}
)";

constexpr std::string_view page = R"(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main{max-width:1180px;margin:0 auto;padding:28px 24px 56px}
header h1{font-size:25px;line-height:1.25;font-weight:650;letter-spacing:-.01em;margin:0 0 4px}
header .sub{color:var(--dim);margin:0 0 14px}
.kpis dd,.kpis small,.verdict{font-variant-numeric:tabular-nums}
header .verdict{font-size:18px;line-height:1.45;margin:0 0 18px;max-width:62em}
nav{color:var(--dim);font-size:13px;margin:0 0 6px}
nav a{color:inherit;margin-right:14px;text-decoration:none;border-bottom:1px solid var(--rule)}
h2{font-size:17px;font-weight:650;margin:38px 0 12px;padding-top:12px;
border-top:1px solid var(--rule)}
h2:first-child{margin-top:0}
p{margin:0 0 10px}
ul{margin:0 0 12px;padding-left:20px}
li{margin:0 0 3px}
.note{color:var(--dim);font-size:13px;margin:6px 0 0}
.warnings{background:var(--warn);border-left:4px solid var(--warn-edge);border-radius:4px;
padding:12px 16px;margin:0 0 20px}
.warnings ul{margin:0}
.synthetic{background:var(--l);color:#fff;font-weight:700;letter-spacing:.08em;
text-align:center;border-radius:4px;padding:8px 14px;margin:0 0 20px}
.kpis{display:grid;grid-template-columns:repeat(6,1fr);gap:1px;
background:var(--card);border:1px solid var(--rule);border-radius:8px;overflow:hidden;margin:0}
.kpis div{box-shadow:0 0 0 1px var(--rule);padding:12px 14px}
.kpis dt{color:var(--dim);font-size:12.5px;margin:0}
.kpis dd{font-size:21px;font-weight:600;letter-spacing:-.01em;margin:2px 0 0;white-space:nowrap}
.kpis dd small{display:block;color:var(--dim);font-size:12px;font-weight:400;letter-spacing:0;
white-space:normal}
@media (max-width:980px){.kpis{grid-template-columns:repeat(4,1fr)}}
@media (max-width:680px){.kpis{grid-template-columns:repeat(3,1fr)}}
@media (max-width:460px){.kpis{grid-template-columns:repeat(2,1fr)}}
.pair{display:grid;grid-template-columns:1fr;gap:0 28px}
@media (min-width:860px){.pair{grid-template-columns:1fr 1fr}}
.pair>*{min-width:0}
footer{color:var(--dim);font-size:13px;margin-top:40px;border-top:1px solid var(--rule);
padding-top:14px}
)";

constexpr std::string_view charts = R"(
figure{margin:0 0 26px;break-inside:avoid}
figcaption{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;margin:0 0 8px}
figcaption strong{font-weight:600}
figcaption .unit{color:var(--dim);font-size:13px}
.key{font-size:13px;color:var(--dim);white-space:nowrap}
.key i{display:inline-block;width:14px;height:4px;border-radius:2px;margin-right:6px;
vertical-align:middle;background:currentColor;print-color-adjust:exact;
-webkit-print-color-adjust:exact}
.key i.s{color:var(--s)}.key i.b{color:var(--b)}.key i.g{color:var(--g)}
.key i.l{color:var(--l)}.key i.m{color:var(--m)}.key i.f{color:var(--f)}
.plot{position:relative;margin:0 2px 34px 58px}
.plot svg{display:block;width:100%;height:100%;overflow:visible}
.plot.low{height:120px}.plot.mid{height:210px}.plot.tall{height:330px}
.plot .up span{position:absolute;right:100%;margin-right:8px;transform:translateY(50%);
font-size:12px;line-height:1;color:var(--dim);white-space:nowrap}
.plot .across span{position:absolute;top:100%;margin-top:7px;transform:translateX(-50%);
font-size:12px;line-height:1;color:var(--dim);white-space:nowrap}
.plot .across span.first{transform:none}
.plot .across span.last{transform:translateX(-100%)}
.plot .stamp{position:absolute;left:50%;top:50%;transform:translate(-50%,-50%) rotate(-12deg);
font-size:min(9vw,64px);font-weight:800;letter-spacing:.12em;color:var(--l);opacity:.16;
pointer-events:none}
@media (max-width:640px){.plot .across .minor{display:none}.plot.tall{height:250px}
.plot.mid{height:180px}.plot{margin-left:50px}main{padding:18px 14px 40px}
header h1{font-size:21px}header .verdict{font-size:16px}.kpis dd{font-size:18px}}
svg path,svg polyline{vector-effect:non-scaling-stroke;fill:none}
.grid{stroke:var(--grid);stroke-width:1}
.line{stroke-width:1.7;stroke-linejoin:round}
.rule{stroke-width:1;stroke-dasharray:4 4}
svg .area{stroke:none;opacity:.2}
svg .area.f{opacity:.5}svg .area.s{opacity:.5}
.dot.round{stroke-width:7;stroke-linecap:round}
.dot.square{stroke-width:5;stroke-linecap:square}
svg .s{stroke:var(--s)}svg .b{stroke:var(--b)}svg .g{stroke:var(--g)}
svg .l{stroke:var(--l)}svg .f{stroke:var(--f)}svg .m{stroke:var(--m)}
svg .line.b{stroke-width:1.2}
svg .area,svg .bar{stroke:none}
svg .area.s,svg .bar.s{fill:var(--s)}svg .area.b{fill:var(--b)}svg .bar.g{fill:var(--g)}
svg .area.l,svg .bar.l{fill:var(--l)}svg .area.f{fill:var(--f)}
)";

constexpr std::string_view tables = R"(
.wide{overflow-x:auto;margin:0 0 24px}
.note+.wide{margin-top:24px}
table{border-collapse:collapse;width:100%;font-size:13.5px}
caption{text-align:left;font-weight:600;font-size:15px;padding:0 0 6px}
caption .syn{color:var(--l);font-weight:600;font-size:12px;letter-spacing:.06em;
text-transform:uppercase;margin-left:8px}
th,td{padding:4px 12px 4px 0;text-align:left;vertical-align:top;
border-bottom:1px solid var(--grid)}
th{font-weight:400}
thead th{color:var(--dim);font-size:12.5px;border-bottom:1px solid var(--rule);
vertical-align:bottom}
tfoot th,tfoot td{font-weight:600;border-bottom:0;border-top:1px solid var(--rule)}
.n{text-align:right;white-space:nowrap}
.t{white-space:nowrap}
h3{font-size:15px;font-weight:600;margin:0 0 6px}
.c,.k{font:12px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.c{overflow-wrap:anywhere}
.k{white-space:nowrap;line-height:1.7}
td.p{min-width:11em}
th:last-child,td:last-child{padding-right:0}
table.facts th{color:var(--dim);width:13em;min-width:9em}
table.list{white-space:nowrap}
table.heat td{text-align:right;padding:5px 7px;border:1px solid var(--page);white-space:nowrap;
print-color-adjust:exact;-webkit-print-color-adjust:exact}
table.heat th{padding:5px 7px 5px 0}
table.heat thead th{text-align:right}
table.heat tbody th{white-space:nowrap}
table.heat td.year{font-weight:600}
.g1{background:rgba(var(--heat),.10)}.g2{background:rgba(var(--heat),.22)}
.g3{background:rgba(var(--heat),.36)}.g4{background:rgba(var(--heat),.52)}
.l1{background:rgba(var(--cold),.10)}.l2{background:rgba(var(--cold),.22)}
.l3{background:rgba(var(--cold),.36)}.l4{background:rgba(var(--cold),.52)}
)";

constexpr std::string_view paper = R"(
@page{size:A4;margin:14mm 12mm}
@media print{body{font-size:10.5px;background:#fff}main{max-width:none;padding:0}
nav{display:none}h2{break-after:avoid;margin-top:18px}header h1{font-size:18px}
header .verdict{font-size:12.5px}.kpis dd{font-size:14px}.kpis dt,.kpis dd small{font-size:9px}
.kpis{grid-template-columns:repeat(6,1fr)}.kpis div{padding:6px 8px}
table{font-size:8.5px}caption{font-size:11px}thead th{font-size:8.5px}th,td{padding:2px 6px 2px 0}
.c,.k{font-size:8px}td.p{min-width:0}thead{display:table-header-group}
tfoot{display:table-row-group}tr{break-inside:avoid}
.plot.tall{height:210px}.plot.mid{height:130px}.plot.low{height:80px}
.plot .up span,.plot .across span{font-size:8.5px}.note,.key,figcaption .unit{font-size:9px}
.pair{grid-template-columns:1fr 1fr}.wide{overflow:visible}figure,.warnings,.kpis{
break-inside:avoid}table.heat td{padding:2px 4px}.dot.round{stroke-width:4}
.dot.square{stroke-width:3}}
)";

}  // namespace

std::string_view tear_sheet_style() {
    static const std::string style = std::string(colours) + std::string(page) +
                                     std::string(charts) + std::string(tables) + std::string(paper);
    return style;
}

}  // namespace tradelab
