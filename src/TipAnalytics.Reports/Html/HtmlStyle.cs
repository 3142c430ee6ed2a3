namespace TipAnalytics.Reports.Html;

/// <summary>Neutral look: system fonts, Okabe–Ito accents, text contrast of at least 4.5:1. State classes differ by border or pattern besides colour.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root { --ink: #1b2733; --soft: #51606e; --rule: #c9d2da; --band: #f3f6f8; --blue: #00507f; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.5 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans Arabic", sans-serif; }
        main { max-width: 820px; margin: 0 auto; padding: 20px 18px 40px; }
        h1 { font-size: 26px; line-height: 1.2; margin: 2px 0 4px; }
        h2 { font-size: 20px; margin: 34px 0 8px; padding-top: 10px; border-top: 2px solid var(--blue); color: var(--blue); break-after: avoid; }
        h3 { font-size: 16px; margin: 22px 0 6px; break-after: avoid; }
        h4 { font-size: 15px; margin: 16px 0 4px; color: var(--soft); break-after: avoid; }
        p { margin: 6px 0 10px; } ul { margin: 6px 0 10px; padding-inline-start: 20px; } li { margin: 0 0 6px; }
        .running, .small, figcaption, caption { color: var(--soft); font-size: 12.5px; } .running { margin: 0; }
        .subtitle { color: var(--soft); font-size: 15px; margin: 0 0 14px; }
        .lead { font-size: 16.5px; } .caveat { border-inline-start: 3px solid #8a97a3; padding-inline-start: 10px; color: #3b4854; font-size: 13.5px; }
        .box, nav { border: 1px solid var(--blue); background: var(--band); padding: 8px 14px; margin: 14px 0; break-inside: avoid; }
        nav { border-color: var(--rule); } .box-title { font-weight: 700; margin: 2px 0 6px; } .contents { margin: 0; padding-inline-start: 22px; columns: 2; } .contents li { margin: 0 0 2px; }
        a { color: var(--blue); }
        figure { margin: 14px 0 16px; break-inside: avoid; } img { max-width: 100%; height: auto; display: block; } figcaption { margin-top: 4px; }
        .table { overflow-x: auto; margin: 12px 0 16px; } table { border-collapse: collapse; width: 100%; font-size: 13px; line-height: 1.35; }
        caption { text-align: start; padding: 0 0 4px; } thead { display: table-header-group; } tr { break-inside: avoid; }
        th, td { border-bottom: 1px solid var(--rule); padding: 4px 6px; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
        thead th { border-bottom: 2px solid var(--blue); background: var(--band); } tbody th { font-weight: 600; }
        .number { font-variant-numeric: tabular-nums; }
        .hidden { color: #3b4854; background: #e3e6e9; font-style: italic; }
        .not-assessed { color: #51606e; border-inline-start: 3px double #8a97a3; }
        .no-data { color: #51606e; background: repeating-linear-gradient(135deg, #fff 0 6px, #eceff1 6px 8px); }
        .elevated { background: #f7d9c4; font-weight: 700; } .not-elevated { background: #dcebf6; }
        .unknown { color: #51606e; background: repeating-linear-gradient(135deg, #fff 0 5px, #e6eaed 5px 7px); }
        .rise { font-weight: 700; color: #8c3c00; } .fall { color: #00507f; } .warning { color: #5b4300; font-style: italic; }
        @page { size: A4; margin: 16mm 15mm; }
        @media print { body { font-size: 9.5pt; line-height: 1.35; } h1 { font-size: 16pt; } h2 { font-size: 14pt; } .subtitle, .caveat { font-size: 9pt; } .lead { font-size: 10pt; } table { font-size: 8pt; } p, li { margin-bottom: 4px; } main { max-width: none; padding: 0; } a { color: inherit; text-decoration: none; } .table { overflow: visible; } h2 { margin-top: 22px; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }

        """;
}
