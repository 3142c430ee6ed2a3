using DocumentFormat.OpenXml.Wordprocessing;

namespace TipAnalytics.Reports.Docx;

/// <summary>The document's own styles; sizes in half points, distances in twentieths of a point.</summary>
internal static class DocxStyles
{
    public const string Ink = "1B2733";
    public const string Soft = "51606E";
    public const string Blue = "00507F";
    public const string Rule = "C9D2DA";
    public const string Band = "F3F6F8";

    /// <param name="isRightToLeft">The language is set for complex script, and the rule of a caveat stands at the right.</param>
    public static Styles Make(string language, bool isRightToLeft) => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = "Arial", HighAnsi = "Arial", EastAsia = "Arial", ComplexScript = "Arial" },
                new Color { Val = Ink }, new FontSize { Val = "20" }, new FontSizeComplexScript { Val = "20" }, isRightToLeft ? new Languages { Bidi = language } : new Languages { Val = language })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(
                new SpacingBetweenLines { After = "100", Line = "259", LineRule = LineSpacingRuleValues.Auto }))),
        Paragraph("Normal", "Normal", null, "20", Ink, false, 0, 100, isDefault: true),
        Paragraph("Title", "Title", null, "30", Blue, true, 0, 40),
        Paragraph("Subtitle", "Subtitle", null, "18", Soft, false, 0, 80),
        Paragraph("Heading1", "heading 1", 0, "28", Blue, true, 240, 80),
        Paragraph("Heading2", "heading 2", 1, "23", Ink, true, 180, 60),
        Paragraph("Heading3", "heading 3", 2, "22", Soft, true, 160, 60),
        Paragraph("Caption", "caption", null, "18", Soft, false, 80, 60, keepNext: true),
        Paragraph("Lead", "Lead", null, "21", Ink, false, 0, 110),
        Paragraph("Small", "Small", null, "18", Soft, false, 40, 140),
        Paragraph("Caveat", "Caveat", null, "19", "3B4854", false, 40, 120, rule: isRightToLeft ? new RightBorder() : new LeftBorder()),
        Paragraph("ListBullet", "List Bullet", null, "19", Ink, false, 0, 50, bullet: true),
        Paragraph("TOC1", "toc 1", null, "20", Ink, false, 0, 30),
        Paragraph("TableText", "Table Text", null, "16", Ink, false, 20, 20),
        Paragraph("Header", "header", null, "17", Soft, false, 0, 0),
        Paragraph("Footer", "footer", null, "17", Soft, false, 0, 0),
        new Style(new StyleName { Val = "Hyperlink" }, new StyleRunProperties(new Color { Val = Blue })) { Type = StyleValues.Character, StyleId = "Hyperlink" },
        new Style(
            new StyleName { Val = "Evidence Table" },
            new StyleTableProperties(
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 8, Color = Blue },
                    new BottomBorder { Val = BorderValues.Single, Size = 4, Color = Rule },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4, Color = Rule }),
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 50, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 50, Type = TableWidthValues.Dxa })))
        { Type = StyleValues.Table, StyleId = "EvidenceTable", CustomStyle = true });

    public static Numbering Bullets() => new(
        new AbstractNum(
            new MultiLevelType { Val = MultiLevelValues.SingleLevel },
            new Level(
                new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = NumberFormatValues.Bullet }, new LevelText { Val = "•" },
                new LevelJustification { Val = LevelJustificationValues.Left },
                new PreviousParagraphProperties(new Indentation { Left = "340", Hanging = "240" })) { LevelIndex = 0 }) { AbstractNumberId = 1 },
        new NumberingInstance(new AbstractNumId { Val = 1 }) { NumberID = 1 });

    private static Style Paragraph(
        string id, string name, int? outline, string size, string colour, bool bold, int before, int after,
        bool isDefault = false, bool keepNext = false, BorderType? rule = null, bool bullet = false)
    {
        // The schema fixes the order: keepNext, keepLines, numPr, pBdr, spacing, ind, outlineLvl.
        var paragraph = new StyleParagraphProperties();
        if (keepNext || outline is not null)
            paragraph.Append(new KeepNext(), new KeepLines());
        if (bullet)
            paragraph.Append(new NumberingProperties(new NumberingId { Val = 1 }));
        if (rule is not null)
        {
            (rule.Val, rule.Size, rule.Space, rule.Color) = (BorderValues.Single, 12, 6, "8A97A3");
            paragraph.Append(new ParagraphBorders(rule));
        }
        paragraph.Append(new SpacingBetweenLines { Before = $"{before}", After = $"{after}" });
        if (rule is not null)
            paragraph.Append(new Indentation { Left = "140" });
        if (outline is { } level)
            paragraph.Append(new OutlineLevel { Val = level });
        var run = new StyleRunProperties();
        if (bold)
            run.Append(new Bold(), new BoldComplexScript());
        run.Append(new Color { Val = colour }, new FontSize { Val = size }, new FontSizeComplexScript { Val = size });
        var style = new Style { Type = StyleValues.Paragraph, StyleId = id };
        style.Append(new StyleName { Val = name });
        if (isDefault)
            style.Default = true;
        else
            style.Append(new BasedOn { Val = "Normal" });
        style.Append(new PrimaryStyle(), paragraph, run);
        return style;
    }
}
